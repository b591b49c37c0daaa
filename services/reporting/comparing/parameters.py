"""The query parameters of comparisons, checked and turned into what is asked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from fastapi import Query

from services.reporting.comparing.boundaries import Boundaries, is_replaced
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.statistics.period import period_of
from services.reporting.statistics.query_parameters import check_per, question_of
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import GRAINS, NoSuchSpan, Span, span_named, span_of
from shared.http.fields import Moment
from shared.http.problems import Problem
from shared.regions import regions_in_force
from shared.text import Text

Indicators = Annotated[
    str,
    Query(
        description="Codes of indicators, with commas between",
        max_length=1000,
        examples=["sessions"],
    ),
]
PeriodName = Annotated[
    str,
    Query(
        description="A period by its name: 2026, 2026-Q3, 2026-11, 2026-W48, 2026-11-28, or two"
        " days of which the second no longer counts, 2026-01-15..2026-02-15",
        max_length=30,
        examples=["2019-Q1"],
    ),
]
WhereIfAny = Annotated[
    list[str] | None,
    Query(
        description="Only these values of a dimension, as dimension:value; repeated, any of them",
        max_length=50,
        examples=[["place_kind:school"]],
    ),
]
AsOfIfAny = Annotated[
    Moment | None,
    Query(
        description="What was recorded up to this moment: once answered, the answer stays so",
        examples=["2020-01-05T00:00:00Z"],
    ),
]

_NO_SUCH_PERIOD = Text(
    zh="期间应写成 2026、2026-Q3、2026-11、2026-W48、2026-11-28 或 2026-01-15..2026-02-15（1949年"
    "至2100年）。",
    en="Write a period of 1949 to 2100 as 2026, 2026-Q3, 2026-11, 2026-W48, 2026-11-28 or"
    " 2026-01-15..2026-02-15.",
)


def span_asked(period: str) -> Span:
    """The period of a name; a 422 problem if there is none."""
    try:
        span = span_named(period)
    except NoSuchSpan:
        raise refuse("period", "bad_period", _NO_SUCH_PERIOD) from None
    return calendar_span(span.start, span.end) if span.grain is None else span


def calendar_span(start: date, end: date) -> Span:
    """The days [start, end), as the calendar period that they are, if they are one.

    >>> calendar_span(date(2026, 7, 1), date(2026, 10, 1)).name
    '2026-Q3'
    """
    for grain in GRAINS:
        span = span_of(grain, start)
        if (span.start, span.end) == (start, end):
            return span
    return Span(start, end)


def asked_of(
    codes: Sequence[str],
    region: str,
    span: Span,
    where: Sequence[str],
    as_of: datetime | None,
    now: datetime,
    *,
    by_region: bool = False,
    per: str | None = None,
) -> PeriodQuestion:
    """What the parameters ask, of a region (12 digits); a 422 problem if it cannot be answered."""
    period_of(span.start, span.end, as_of, now)
    question = question_of(codes, region, span.start, span.end, (), where, as_of, now)
    check_per(question.indicators, per)
    return PeriodQuestion(
        indicators=question.indicators,
        region=region,
        span=span,
        now=now,
        by_region=by_region,
        where=question.where,
        as_of=as_of,
        per=per is not None,
    )


def check_boundaries(asked: PeriodQuestion, boundaries: Boundaries) -> None:
    """Refuse the boundaries of now for a code that is no longer in force: a 422 Problem."""
    regions = regions_in_force()
    if boundaries == "then" or not is_replaced(asked.region, regions, asked.today):
        return
    successors = regions.rows(asked.region)[-1].successors
    raise refuse(
        "boundaries",
        "replaced_region",
        Text(
            zh=f"该代码已停用，现为：{'、'.join(successors)}。请改查现代码，或用 boundaries=then。",
            en=f"This code is no longer in force; its area is now {', '.join(successors)}. Ask for"
            " that, or with boundaries=then.",
        ),
    )


@contextmanager
def named(**parameters: str) -> Iterator[None]:
    """Let what is refused name the parameters as they are given here: a period by its name."""
    others = {"from": "period", "to": "period", **parameters}
    try:
        yield
    except Problem as problem:
        errors = [
            replace(error, parameter=others.get(error.parameter or "", error.parameter))
            for error in problem.errors
        ]
        raise replace(problem, errors=errors) from None
