"""Regions on the command line: a mistyped code or name is refused before any request."""

import re

import click

from deploy.cli.instance import regions_of_target
from deploy.language import in_language
from shared.folding import fold_number
from shared.region_names import find_regions, full_name
from shared.regions import UnknownRegion, prefix, query_prefix
from shared.strict import is_digits
from shared.text import Text

WHICH = Text(
    zh="可能指下列地区，请填写其中一个的代码：",
    en="This may stand for one of these regions; give its code:",
)
UNKNOWN = Text(
    zh="区划登记表中没有这个名称；请改用代码。",
    en="No region of this name is in the register; give a code.",
)


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
            self.fail(f"{value}: {in_language(unknown.detail)}", param, ctx)
        return value


class RegionNamed(click.ParamType[str]):
    """A region by its code, as `RegionCode` takes it, or by its name; it is handed on as a code.

    Names are those of the place that the command is about.

    >>> RegionNamed().convert("郑州", None, None), RegionNamed().convert("Zhengzhou", None, None)
    ('4101', '4101')
    """

    name = "name or code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code, as short as it can be written."""
        code = fold_number(value)
        if is_digits(code):
            return RegionCode().convert(code, param, ctx)
        regions = regions_of_target(ctx)
        found = find_regions(value, regions)
        if len(found.exact) == 1:
            return prefix(found.exact[0])
        choices = [
            f"\n  {prefix(code)}  {in_language(full_name(code, regions))}"
            for code in found.exact or found.similar
        ]
        why = WHICH if choices else UNKNOWN
        raise click.BadParameter(f"{value}: {in_language(why)}{''.join(choices)}", ctx, param)


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
