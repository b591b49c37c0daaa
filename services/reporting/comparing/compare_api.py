"""HTTP: figures of a period beside those of the periods before."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.reporting.comparing import answers, examples
from services.reporting.comparing.answers import PeriodShown, names
from services.reporting.comparing.boundaries import TEXTS, Boundaries
from services.reporting.comparing.compare import Change, Comparison, compared
from services.reporting.comparing.detail import check_comparison, sees_of
from services.reporting.comparing.parameters import (
    AsOfIfAny,
    Indicators,
    PeriodName,
    WhereIfAny,
    asked_of,
    check_boundaries,
    named,
    span_asked,
)
from services.reporting.comparing.tables import comparison_table, difference_unit
from services.reporting.downloads.serving import CONTENT, Delivered
from services.reporting.statistics.answering import (
    LAG,
    FigureShown,
    Moments,
    Names,
    Reads,
    lag_header,
    moments,
)
from services.reporting.statistics.detail import FURTHER
from services.reporting.statistics.query_parameters import (
    MinPositions,
    PerIfAny,
    Region,
    region_of,
    words,
)
from shared.clock import utc_now
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.regions import prefix

router = APIRouter(route_class=Operation, tags=["statistics"])


class ChangeShown(FigureShown):
    """A figure of before, and how much more the one of now is; null, with a reason, if not known.

    A share differs by percentage points and has no `percent`.
    """

    difference: int | float | None
    percent: float | None


class ComparedRow(FigureShown):
    """An indicator of a region; with `per`, `value` is the rate and `count` what was counted."""

    indicator: str
    name: Names
    unit: str
    difference_unit: Names
    region: str
    region_name: Names
    before: ChangeShown
    year_before: ChangeShown


class BoundariesShown(BaseModel):
    """On which boundaries the figures are: those of then, or those of the day `on`."""

    asked: Boundaries
    on: date | None = None
    text: Names


class ComparisonShown(Moments):
    """The figures of a period, of the one before, and of the same one a year before.

    `until` is there where the period is not over: then all three have its number of days.
    """

    region: str
    region_name: Names
    until: date | None = None
    period: PeriodShown
    before: PeriodShown
    year_before: PeriodShown
    boundaries: BoundariesShown
    rows: list[ComparedRow]


@router.get(
    "/v1/statistics/compare",
    summary="Compare figures with those of before",
    response_model=ComparisonShown,
    openapi_extra=FURTHER,
    responses={
        200: {
            "headers": LAG,
            "content": {"application/json": {"example": examples.COMPARISON}, **CONTENT},
        },
        **responses(404),
    },
)
async def compare(
    request: Request,
    call: Reads,
    wanted: Delivered,
    indicators: Indicators,
    region: Region,
    period: PeriodName,
    by: Annotated[
        Literal["region"] | None, Query(description="region: those just below, each by itself")
    ] = None,
    boundaries: Annotated[
        Boundaries,
        Query(
            description="then: each code has what was recorded under it. now: what was recorded"
            " under a code that became part of another counts for that one; of one that was split"
            " nothing is said, with the reason"
        ),
    ] = "then",
    where: WhereIfAny = None,
    per: PerIfAny = None,
    as_of: AsOfIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """Figures of a period, of the period before, and of the same period a year before.

    Each with its difference (of shares in percentage points) and its change in per cent, both from
    the values as they are shown, rounded half up. A period that is not over is compared with as
    many first days of the earlier ones, and the answer says so (`until`, `days`).

    What may be asked without `statistics:detail` is what `GET /v1/statistics` answers of each of
    the three periods by itself. As JSON, CSV or XLSX.
    """
    now = utc_now()
    with named():
        code, span = region_of(region, call.caller), span_asked(period)
        asked = asked_of(
            words([indicators]),
            code,
            span,
            where or (),
            as_of,
            now,
            by_region=by is not None,
            per=per,
        )
        asked = check_comparison(call.caller, asked)
    check_boundaries(asked, boundaries)
    sees = sees_of(call.caller)
    async with answers.reading(request, call, asked, min_position) as read:
        past = as_of is not None
        made = await compared(read.connection, asked, sees, boundaries, settled_only=past)
    return await wanted.of(
        lambda: {**moments(now, read.counted_until), **_document(made, region)},
        lambda: comparison_table(made, read.counted_until),
        f"compare-{prefix(code)}-{span.name}",
        now,
        lag_header(request),
    )


def _document(made: Comparison, region: str) -> dict[str, Any]:
    asked, last = made.asked, made.counted.last_day
    on = {} if made.boundaries == "then" else {"on": f"{asked.today}"}
    return {
        "region": region,
        "region_name": names(answers.place(asked.region, last)),
        **({} if asked.is_over else {"until": f"{last}"}),
        "period": answers.period(made.counted),
        "before": answers.period(made.before),
        "year_before": answers.period(made.year_before),
        "boundaries": {"asked": made.boundaries, **on, "text": names(TEXTS[made.boundaries])},
        "rows": [
            {
                **answers.indicator(row.indicator),
                "difference_unit": names(difference_unit(row.indicator, asked)),
                "region": row.region,
                "region_name": names(answers.place(row.region, last)),
                **answers.side(row.side),
                "before": _change(row.before),
                "year_before": _change(row.year_before),
            }
            for row in made.rows
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    why = {} if change.why is None else {"reason": names(change.why)}
    numbers = {"difference": change.difference, "percent": change.percent}
    return {**answers.side(change.side), **numbers, **why}
