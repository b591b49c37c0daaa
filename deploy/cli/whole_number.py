"""Numbers on the command line: digits alone, within bounds."""

from typing import Any

import click

from shared.strict import is_digits


class WholeNumber(click.IntRange):
    """A whole number in plain digits; click alone would take `2_019`, `+2019` and others' digits.

    >>> WholeNumber(1949, 2100).convert("2019", None, None)
    2019
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error for anything else."""
        if isinstance(value, str) and not is_digits(value):
            self.fail(f"{value!r} is no whole number in plain digits.", param, ctx)
        number: int = super().convert(value, param, ctx)
        return number
