"""HTTP: statistics, and the indicators' declarations."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Counting, Dimension, Indicator, OpenDimension
from services.reporting.statistics import examples
from services.reporting.statistics.answering import (
    LAG,
    Names,
    Reads,
    lag_header,
    not_settled,
    settle,
    wait_for,
)
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.detail import FURTHER, check_question
from services.reporting.statistics.figures import NotSettled, answer
from services.reporting.statistics.query_parameters import (
    Day,
    MinPositions,
    Region,
    question_of,
    region_of,
    words,
)
from services.reporting.statistics.question import Question
from shared.clock import utc_now
from shared.http.fields import Moment
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])


class StatisticsRow(BaseModel):
    """One value; `group` has the period, region or values it is for; null: a share of nothing.

    `region_name` is there where figures are grouped by region.
    """

    indicator: str
    unit: str
    group: dict[str, str]
    region_name: Names | None = None
    value: int | float | None


class Statistics(BaseModel):
    """Figures of a region and period.

    `until` is there where the period is not over: the last day that counts.
    """

    region: str
    region_name: Names
    until: date | None = None
    rows: list[StatisticsRow]


class DimensionDeclared(BaseModel):
    """What an indicator can be grouped by and filtered on; `open`: its values are not listed."""

    code: str
    name: Names
    values: list[str]
    open: bool


class IndicatorDeclared(BaseModel):
    """An indicator as it is declared; a share or average has a `denominator_counting`."""

    code: str
    name: Names
    unit: str
    counting: Counting
    denominator_counting: Counting | None = None
    formula: Names
    dimensions: list[DimensionDeclared]


class Indicators(BaseModel):
    """All indicators."""

    indicators: list[IndicatorDeclared]


@router.get(
    "/v1/statistics",
    summary="Ask for figures",
    response_model=Statistics,
    openapi_extra=FURTHER,
    responses={
        200: {"headers": LAG, "content": {"application/json": {"example": examples.STATISTICS}}},
        **responses(404),
    },
)
async def statistics(
    request: Request,
    call: Reads,
    indicators: Annotated[
        str,
        Query(
            description="Codes of indicators, with commas between",
            max_length=1000,
            examples=["sessions"],
        ),
    ],
    region: Region,
    start: Annotated[Day, Query(alias="from", description="First day", examples=["2019-01-01"])],
    end: Annotated[
        Day,
        Query(alias="to", description="First day that no longer counts", examples=["2020-01-01"]),
    ],
    by: Annotated[
        list[str] | None,
        Query(
            description="Group by one of day, week, month, quarter and year, by region (those just"
            " below) and by dimensions: with commas between, or repeated. Groups are named"
            " 2026-11-28, 2026-W48 (weeks begin on Monday), 2026-11, 2026-Q4, 2026; of one that"
            " begins or ends outside the period counts what lies within. A stock is that of each"
            " one's end",
            max_length=5,
            examples=[["month"]],
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        Query(
            description="Only these values of a dimension, as dimension:value; repeated,"
            " any of them",
            max_length=50,
            examples=[["place_kind:school"]],
        ),
    ] = None,
    as_of: Annotated[
        Moment | None,
        Query(
            description="What was recorded up to this moment: once answered, the answer stays so",
            examples=["2020-01-05T00:00:00Z"],
        ),
    ] = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """Figures of a region and period, half-open, each a declared indicator.

    No figure goes beyond today, nor beyond the day of `as_of`: a period that ends later counts
    until that day, and the answer says so (`until`); one that begins later is a 422 problem.
    As long as not all that was recorded up to `as_of` is counted, the answer is a 503 problem.

    Without the action `statistics:detail` a question is about a county or a larger region, and
    whole years, or a calendar month or a quarter that is over; as it is known now, not by day or
    week, and by one dimension at most besides period and region. What is finer is a 403 problem.

    Groups in which nothing was counted are left out. An unknown region is a 422 problem, one
    out of the caller's scope 404.
    """
    code = region_of(region, call.caller)
    codes = words([indicators])
    question = question_of(codes, code, start, end, by or (), where or (), as_of, utc_now())
    check_question(call.caller, question, start, end)
    await wait_for(request, call, min_position)
    if question.as_of is not None:
        await settle(request, question.as_of)
    async with connection_for(request) as connection:
        try:
            past = question.as_of is not None
            figures = await answer(connection, question, settled_only=past)
        except NotSettled:
            raise not_settled(request) from None
    rows = [
        {
            "indicator": figure.indicator.code,
            "unit": figure.indicator.unit,
            **_group(dict(zip(question.by, figure.group, strict=True)), question),
            "value": figure.value,
        }
        for figure in figures
    ]
    until = {} if question.until is None else {"until": question.until.isoformat()}
    name = _region_name(code, question)
    body = {"region": region, "region_name": name, **until, "rows": rows}
    return JSONResponse(body, headers=lag_header(request))


def _group(group: dict[str, str], question: Question) -> dict[str, Any]:
    """What a row is for, and the name of its region if it has one."""
    if "region" not in group:
        return {"group": group}
    return {"group": group, "region_name": _region_name(group["region"], question)}


def _region_name(code: str, question: Question) -> dict[str, str]:
    """A region's name on the last day of the period."""
    last = question.end - timedelta(days=1)
    return _names(full_name(code, regions_in_force(), last))


@router.get(
    "/v1/indicators",
    summary="See what is declared",
    response_model=Indicators,
    responses=shown(examples.INDICATORS, versioned=False),
)
async def indicators(request: Request, call: Reads) -> Response:
    """Every indicator: its names, unit, formula in words, and dimensions."""
    return JSONResponse({"indicators": [_declared(indicator) for indicator in INDICATORS.values()]})


def _declared(indicator: Indicator) -> dict[str, Any]:
    denominator = indicator.denominator
    return {
        "code": indicator.code,
        "name": _names(indicator.name),
        "unit": indicator.unit,
        "counting": indicator.numerator.counting,
        "denominator_counting": None if denominator is None else denominator.counting,
        "formula": _names(indicator.formula),
        "dimensions": [_dimension(dimension) for dimension in indicator.dimensions],
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    return {
        "code": dimension.code,
        "name": _names(dimension.name),
        "values": dimension.values,
        "open": isinstance(dimension, OpenDimension),
    }


def _names(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
