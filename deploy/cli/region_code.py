"""Regions on the command line: a mistyped code is refused before any request."""

import re

import click

from deploy.language import in_language
from shared.regions import UnknownRegion, query_prefix


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
