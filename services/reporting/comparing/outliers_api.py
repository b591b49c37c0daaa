"""HTTP: figures that differ from a region's own history."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.reporting.comparing import answers, examples
from services.reporting.comparing.answers import PeriodShown, names
from services.reporting.comparing.detail import check_outliers
from services.reporting.comparing.outliers import (
    FORMULA,
    THRESHOLD,
    Judged,
    NoHistory,
    Outliers,
    history_of,
    outliers,
)
from services.reporting.comparing.parameters import (
    AsOfIfAny,
    Indicators,
    PeriodName,
    WhereIfAny,
    asked_of,
    named,
    span_asked,
)
from services.reporting.comparing.tables import outliers_table
from services.reporting.downloads.serving import CONTENT, Delivered
from services.reporting.statistics.answering import LAG, Moments, Names, Reads, lag_header, moments
from services.reporting.statistics.detail import FURTHER
from services.reporting.statistics.query_parameters import MinPositions, Region, region_of, words
from services.reporting.statistics.refusing import refuse
from shared.clock import utc_now
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.regions import prefix
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

_NO_HISTORY = Text(
    zh="只能判断已结束的日、周、月、季度或年；请改查已结束的期间，如 2026-Q3。",
    en="Only a day, week, month, quarter or year that is over can be judged; ask for one, such as"
    " 2026-Q3.",
)


class JudgedRow(BaseModel):
    """A figure, and the median and MAD of the periods before; null where nothing is said."""

    indicator: str
    name: Names
    unit: str
    region: str
    region_name: Names
    value: int | float | None
    periods: int
    median: float | None
    mad: float | None
    z: float | None
    outlier: bool | None
    reason: Names | None = None


class OutliersShown(Moments):
    """Every figure that was looked at, the outliers first; `formula` says how they are found."""

    region: str
    region_name: Names
    period: PeriodShown
    history: PeriodShown
    threshold: float
    formula: Names
    rows: list[JudgedRow]


@router.get(
    "/v1/statistics/outliers",
    summary="Find figures that differ from their own history",
    response_model=OutliersShown,
    openapi_extra=FURTHER,
    responses={
        200: {
            "headers": LAG,
            "content": {"application/json": {"example": examples.OUTLIERS}, **CONTENT},
        },
        **responses(404),
    },
)
async def find_outliers(
    request: Request,
    call: Reads,
    wanted: Delivered,
    indicators: Indicators,
    region: Region,
    period: PeriodName,
    by: Annotated[
        Literal["region"] | None,
        Query(description="region: those just below too, each against its own history"),
    ] = None,
    where: WhereIfAny = None,
    as_of: AsOfIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """Figures of a calendar period that is over, against the same region's up to 24 before it.

    By the median and the median of the absolute deviations from it, which a single outlier of the
    past does not move. With fewer than 8 periods before nothing is said, with the reason. What may
    be asked without `statistics:detail` is what `GET /v1/statistics` answers of the period. As
    JSON, CSV or XLSX.
    """
    now = utc_now()
    with named():
        code, span = region_of(region, call.caller), span_asked(period)
        codes, by_region = words([indicators]), by is not None
        asked = asked_of(codes, code, span, where or (), as_of, now, by_region=by_region)
        try:
            history_of(asked)
        except NoHistory:
            raise refuse("from", "no_history", _NO_HISTORY) from None
        asked = check_outliers(call.caller, asked)
    async with answers.reading(request, call, asked, min_position) as read:
        made = await outliers(read.connection, asked, settled_only=as_of is not None)
    return await wanted.of(
        lambda: {**moments(now, read.counted_until), **_document(made, region)},
        lambda: outliers_table(made, read.counted_until),
        f"outliers-{prefix(code)}-{span.name}",
        now,
        lag_header(request),
    )


def _document(made: Outliers, region: str) -> dict[str, Any]:
    asked = made.asked
    last = asked.span.last_day
    return {
        "region": region,
        "region_name": names(answers.place(asked.region, last)),
        "period": answers.period(asked.span),
        "history": answers.period(made.history),
        "threshold": float(THRESHOLD),
        "formula": names(FORMULA),
        "rows": [_row(row, last) for row in made.rows],
    }


def _row(row: Judged, last: date) -> dict[str, Any]:
    return {
        **answers.indicator(row.indicator),
        "region": row.region,
        "region_name": names(answers.place(row.region, last)),
        "value": row.value,
        "periods": row.periods,
        "median": row.median,
        "mad": row.mad,
        "z": row.z,
        "outlier": row.is_outlier,
        **({} if row.why is None else {"reason": names(row.why)}),
    }
