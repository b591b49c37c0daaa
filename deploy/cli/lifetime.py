"""A length of time on the command line."""

import re

import click

from deploy.language import in_language
from shared.text import Text

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Lifetime(click.ParamType[float]):
    """A length of time, of `least` seconds or more: a whole number and s, m, h or d.

    >>> Lifetime().convert("30m", None, None)
    1800.0
    """

    name = "lifetime"

    def __init__(self, least: float = 1.0) -> None:
        self._least = least

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The length in seconds."""
        match = re.fullmatch(r"([1-9]\d{0,8})([smhd])", value, re.ASCII)
        if match is None:
            self.fail(f"{value!r} is no number with s, m, h or d, such as 12h or 30d.", param, ctx)
        seconds = float(match[1]) * SECONDS[match[2]]
        if seconds < self._least:
            shortest = f"{self._least:g}s"
            self.fail(in_language(Text(zh=f"至少 {shortest}。", en=f"{shortest} at least.")))
        return seconds
