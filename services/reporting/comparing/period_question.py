"""What is asked when figures are compared: which indicators, where, of which period. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.reporting.declared.words import Indicator, Where
from services.reporting.statistics.few import SmallestShown
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import Span
from shared.clock import today

Value = int | float | None
Sees = Callable[[str], bool]  # whether the caller may be shown the figures of a region (12 digits)


@dataclass(frozen=True, kw_only=True)
class PeriodQuestion:
    """Indicators of a region (12 digits) in a period, at the moment `now`, or as known `as_of`.

    `by_region` asks for the regions just below it too; with `per` figures are per 10,000 residents.
    """

    indicators: tuple[Indicator, ...]
    region: str
    span: Span
    now: datetime
    by_region: bool = False
    where: Where = field(default_factory=dict)
    as_of: datetime | None = None
    per: bool = False
    rule: SmallestShown | None = None  # which figures about persons are shown

    @property
    def today(self) -> date:
        """The last day of which anything is known."""
        return today(self.as_of or self.now)

    @property
    def counted(self) -> Span:
        """The days of the period that count: those that have come."""
        return self.span.until(self.today)

    @property
    def is_over(self) -> bool:
        """Whether all days of the period have come."""
        return self.span.last_day <= self.today

    def earlier(self, span: Span) -> Span:
        """An earlier period: of one that is not over as many of its first days as have come."""
        if self.is_over:
            return span
        days = self.counted.end - self.counted.start
        return Span(span.start, min(span.start + days, span.end))

    def of(
        self, indicators: tuple[Indicator, ...], *, by_region: bool, per: bool | None = None
    ) -> "PeriodQuestion":
        """The same about other indicators."""
        per = self.per if per is None else per
        return replace(self, indicators=indicators, by_region=by_region, per=per)

    def question(self, span: Span, region: str | None = None, by: tuple[str, ...] = ()) -> Question:
        """The question about some days, of its region or of another."""
        until = None if self.is_over or span != self.counted else self.today
        return Question(
            self.indicators,
            region or self.region,
            span.start,
            span.end,
            by,
            self.where,
            self.as_of,
            until,
            self.rule,
        )
