"""Days on the command line."""

from datetime import date

import click

from deploy.language import in_language
from shared import strict
from shared.text import Text


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD.

    >>> Day().convert("2021-04-09", None, None)
    datetime.date(2021, 4, 9)
    """

    name = "YYYY-MM-DD"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            return strict.day(value)
        except ValueError:
            text = Text(zh="应写成 YYYY-MM-DD", en="write it as YYYY-MM-DD")
            self.fail(f"{value}: {in_language(text)}", param, ctx)
