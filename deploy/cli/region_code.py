"""Regions on the command line: a mistyped code or name is refused before any request."""

import re
import unicodedata

import click

from shared.region_names import find_regions, full_name
from shared.regions import UnknownRegion, built_in, prefix, query_prefix


class RegionCode(click.ParamType[str]):
    """A region's code or how it begins, in 2, 4, 6, 9 or 12 digits; whether it exists is not asked.

    >>> RegionCode().convert("4101", None, None)
    '4101'
    """

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, unchanged."""
        try:
            query_prefix(value)
        except UnknownRegion as unknown:
            self.fail(f"{value}: {unknown.detail.en} / {unknown.detail.zh}", param, ctx)
        return value


class RegionNamed(click.ParamType[str]):
    """A region by its code, as `RegionCode` takes it, or by its name; it is handed on as a code.

    >>> RegionNamed().convert("郑州", None, None), RegionNamed().convert("Zhengzhou", None, None)
    ('4101', '4101')
    """

    name = "name or code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code, as short as it can be written."""
        text = unicodedata.normalize("NFKC", value).strip()
        if text.isdecimal():
            return RegionCode().convert(text, param, ctx)
        regions = built_in()
        found = find_regions(text, regions)
        if len(found.exact) == 1:
            return prefix(found.exact[0])
        choices = [
            f"\n  {prefix(code)}  {name.zh}  {name.en}"
            for code in found.exact or found.similar
            for name in [full_name(code, regions)]
        ]
        if choices:
            why = "which of these? Give its code. / 请选择其中一个，填写其代码："
        else:
            why = "no region of this name is in the register; give a code."
            why += " / 区划登记表中没有这个名称；请改用代码。"
        raise click.BadParameter(f"{value}: {why}{''.join(choices)}", ctx, param)


class RegionCodes(click.ParamType[list[str]]):
    """Several of them, with commas or blanks between.

    >>> RegionCodes().convert("4101, 410200000000", None, None)
    ['4101', '410200000000']
    """

    name = "codes"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[str]:
        """Each of them, in the order written."""
        one = RegionCode()
        return [one.convert(code, param, ctx) for code in re.split(r"[,\s]+", value) if code]
