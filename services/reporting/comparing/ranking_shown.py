"""The answers of rankings, and of a rank that is opened."""

from datetime import date

from pydantic import BaseModel, Field

from services.reporting.comparing.answers import PeriodShown
from services.reporting.comparing.ranking import First
from services.reporting.comparing.schemes_api import PartDeclared, Strand
from services.reporting.statistics.answering import FigureShown, Moments, Names


class StrandRanked(BaseModel):
    """A region's rank in one strand of a scheme, by the total of that strand's parts."""

    code: str
    rank: int | None
    value: float | None


class PartScored(PartDeclared, FigureShown):
    """A part of a region's total: its figure and score; null, with a reason, where left out."""

    score: float | None


class RankedRow(FigureShown):
    """A region's place; `value` is the indicator's figure, or the total of the parts.

    Who is not ranked has no rank, and the reason.
    """

    rank: int | None
    region: str
    region_name: Names
    strands: list[StrandRanked] = Field(default_factory=list)
    parts: list[PartScored] = Field(default_factory=list)


class RankingOf(Moments):
    """Which regions are ranked by what: those just below `region`, by the version of a scheme."""

    region: str
    region_name: Names
    until: date | None = None
    period: PeriodShown
    indicator: str | None = None
    scheme: str | None = None
    version: str | None = None
    name: Names
    formula: Names
    first: First
    note: Names | None = None


class RankingShown(RankingOf):
    """The regions just below one, the first first, and after them those that are not ranked.

    `left_out` counts the regions of which nothing was ever counted.
    """

    strands: list[Strand] = Field(default_factory=list)
    left_out: int
    rows: list[RankedRow]


class Total(BaseModel):
    """How a total is made: the sum of weight × score, and the weights that have a score."""

    points: float
    weight: int


class StrandOpened(Strand):
    """A strand's rank and total, and how it is made."""

    rank: int | None
    value: float | None
    total: Total


class PartOpened(PartScored):
    """A part with its rank among all regions, the best figure, and weight × score.

    `explain` says where its figure is opened.
    """

    rank: int | None
    best: int | float | None
    points: float | None
    explain: dict[str, str] | None = None


class RankOpened(RankingOf):
    """One region's rank, of how many, and what makes it; by an indicator, `explain` opens that."""

    of: str
    of_name: Names
    rank: int | None
    ranked: int
    value: int | float | None
    reason: Names | None
    explain: dict[str, str] | None = None
    total: Total | None = None
    strands: list[StrandOpened] = Field(default_factory=list)
    parts: list[PartOpened] = Field(default_factory=list)
