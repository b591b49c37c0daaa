"""What a page is asked for: its region, period, moment and language, all said by its address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Header, Query
from pydantic import BeforeValidator

from services.reporting.statistics.detail import DETAIL
from services.reporting.statistics.query_parameters import LONGEST_NAME, Day
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import Grain, NoSuchSpan, Span, span_named, span_of
from shared.clock import CHINA, today, utc_now
from shared.http.language import language_of
from shared.identity.claims import Caller
from shared.regions import prefix
from shared.text import Language, Text

PageForm = Literal["html", "json", "csv", "xlsx"]

OF_ONE_FIGURE = ("after", "person", "of")  # words of an address that hold for no other figure


@dataclass(frozen=True)
class Asked:
    """One view, as of a moment: `region` has 12 digits; `as_of` is a day that is over, or None.

    Its address says it all, so that a colleague who opens it sees the same.
    """

    path: str
    region: str
    span: Span
    as_of: date | None
    language: Language
    now: datetime
    form: PageForm = "html"
    more: tuple[tuple[str, str], ...] = ()

    @property
    def moment(self) -> datetime | None:
        """The end of the day `as_of`: what was recorded later does not count."""
        return None if self.as_of is None else datetime.combine(self.as_of, time.max, CHINA)

    @property
    def known(self) -> date:
        """The last day of which anything can be known."""
        return self.as_of or today(self.now)

    @property
    def days(self) -> Span:
        """The days of the period that have come."""
        return self.span.until(self.known)

    @property
    def until(self) -> date | None:
        """The last day that counts, where the period is not over."""
        return None if self.is_over(self.span) else self.known

    def is_over(self, span: Span) -> bool:
        """Whether the last day of a period is over: today is not."""
        return span.last_day < today(self.now) and span.last_day <= self.known

    def say(self, text: Text) -> str:
        """A text in the language of the page."""
        return text.in_language(self.language)

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """What else the address says that holds for another region or period too."""
        return [each for each in self.more if each[0] not in OF_ONE_FIGURE]

    def address(
        self,
        path: str | None = None,
        *,
        region: str | None = None,
        span: Span | None = None,
        language: Language | None = None,
        **more: str | Sequence[str],
    ) -> str:
        """The address of this view, or of another, with what is named changed; "" leaves out.

        What is named several times has several texts, as `where` may.
        """
        words = {
            "region": prefix(region or self.region),
            "period": (span or self.span).name,
            **({} if self.as_of is None else {"as_of": f"{self.as_of}"}),
            "lang": language or self.language,
        }
        # A word may stand there more than once, as `where` does.
        kept = self.kept if region or span else self.more
        kept = [each for each in kept if path is None and each[0] not in more]
        named = [
            (name, text)
            for name, texts in more.items()
            for text in ((texts,) if isinstance(texts, str) else texts)
        ]
        given = [each for each in (*words.items(), *kept, *named) if each[1]]
        return f"{path or self.path}?{urlencode(given)}"

    def at(self, span: Span) -> "Asked":
        """The same of another period."""
        return replace(self, span=span)


@dataclass(frozen=True)
class Written:
    """The words of an address as they are written; each may be absent."""

    region: str | None
    period: str | None
    as_of: date | None
    language: Language
    form: PageForm = "html"

    def span(self, now: datetime, default: Grain = "month", *, over: bool = False) -> Span:
        """The period, else the present one, or with `over` the last month that is over.

        A 422 Problem for what is none, or has not begun.
        """
        known = self.as_of or today(now)
        if not self.period:
            span = span_of(default, known)
            return span.before() if over and may_not_be_open(span, known) else span
        try:
            span = span_named(self.period)
        except NoSuchSpan:
            raise refuse("period", "bad_period", BAD_PERIOD) from None
        if span.start > known:
            raise refuse("period", "future_period", FUTURE_PERIOD)
        return span

    def check_day(self, now: datetime) -> None:
        """Refuse a day `as_of` that is not over: a 422 Problem."""
        if self.as_of is not None and self.as_of >= today(now):
            raise refuse("as_of", "future_time", FUTURE_DAY)


def _given(text: object) -> object:
    """What a form sends of a field that nothing is written in is as if it were not there."""
    return text or None


def written(
    region: Annotated[str | None, Query(max_length=LONGEST_NAME)] = None,
    period: Annotated[str | None, Query(max_length=24)] = None,
    as_of: Annotated[Day | None, BeforeValidator(_given), Query()] = None,
    lang: Annotated[Language | None, Query()] = None,
    form: Annotated[PageForm, Query(alias="format")] = "html",
    accept_language: Annotated[str, Header()] = "",
) -> Written:
    """The words that every view takes, as a dependency."""
    return Written(region, period, as_of, language_of(lang, accept_language), form)


def may_not_be_open(span: Span, known: date) -> bool:
    """Whether a period is refused without detail because it is not over; years go until today."""
    return span.grain != "year" and span.last_day >= known


def has_detail(caller: Caller) -> bool:
    """Whether a caller may see what is finer than the published tables, and open figures."""
    return DETAIL in caller.actions


def present() -> datetime:
    """The present moment: what a page is made at."""
    return utc_now()


BAD_PERIOD = Text(
    zh="时段应写成 2026、2026-Q3、2026-11、2026-W48、2026-11-28，"
    "或写成起止两天（止日不计入），如 2026-01-15..2026-02-15。",
    en="Write a period as 2026, 2026-Q3, 2026-11, 2026-W48 or 2026-11-28, or as two days, the"
    " second of which no longer counts: 2026-01-15..2026-02-15.",
)
FUTURE_PERIOD = Text(
    zh="到今天（或所选的截止日）为止，该时段还没有开始；没有将来的统计。",
    en="The period begins after today, or after the day of as_of: there are no figures of days"
    " that have not come.",
)
FUTURE_DAY = Text(
    zh="截止日应早于今天；不填即为目前的数字。",
    en="Give a day before today, or leave it out for the figures as they are now.",
)
