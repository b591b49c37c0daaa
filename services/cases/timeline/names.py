"""What agencies and regions are called, as a sentence of a timeline has them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.text import Text


@dataclass(frozen=True)
class NameLookup:
    """Names by the ids of agencies and the codes of regions."""

    agency: Callable[[str], Text]
    region: Callable[[str], Text]


def as_written(code: str) -> Text:
    """A code that has no name."""
    return Text(zh=code, en=code)
