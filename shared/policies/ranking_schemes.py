"""Schemes by which a place ranks its regions, as versions that never change. Pure.

Indicators are named by their codes: which there are, and how each can be scored, says their
service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.policies.holding import UNSAID, Holding
from shared.text import Text


class Scoring(StrEnum):
    """How a figure becomes a score from 0 to 100."""

    PERCENT = "percent"  # the share itself
    SHARE_OF_BEST = "share_of_best"  # in proportion to the best of all regions
    AIM = "aim"  # in proportion to an aim


class Better(StrEnum):
    """Which of two figures is better."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPart:
    """One indicator of a scheme; `per` takes it per 10,000 residents."""

    indicator: str
    weight: int
    scoring: Scoring
    better: Better | None = None  # as the indicator says
    per: bool = False
    aim: int | None = None
    strand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingScheme:
    """One version of a scheme, and where and when it holds; each strand is ranked apart too."""

    scheme: str
    version: str
    name: Text
    strands: Mapping[str, Text]
    parts: tuple[RankingPart, ...]
    holding: Holding
    source: Text = UNSAID
    note: str = ""

    @property
    def code(self) -> str:
        """What this version is known by."""
        return f"{self.scheme}@{self.version}"
