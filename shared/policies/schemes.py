"""Schemes of risk: the levels that there are, the gravest first. Pure.

What the code of a scheme and of a level stands for never changes, because entries carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.policies.holding import UNSAID, Holding
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme and its levels by their codes, the gravest first; where and when it is used."""

    code: str
    name: Text
    levels: Mapping[str, Text]
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""
