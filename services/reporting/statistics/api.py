"""HTTP: statistics, the indicators' declarations, and the year's table."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel

from services.reporting.counting.freshness import Freshness
from services.reporting.counting.position import reached
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Counting, Dimension, Indicator, OpenDimension
from services.reporting.statistics import examples
from services.reporting.statistics.annual import annual_report
from services.reporting.statistics.figures import answer
from services.reporting.statistics.page import CONTENT_POLICY, language_of, render
from services.reporting.statistics.query_parameters import (
    Day,
    Moment,
    Positions,
    Region,
    Year,
    positions_of,
    question_of,
    region_of,
    words,
)
from shared.clock import utc_now
from shared.database import Pool
from shared.http import problems
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, reads
from shared.http.problem_page import wants_page
from shared.http.problems import responses
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

Reads = Annotated[Call, reads("statistics:read")]

POSITION_WAIT = 5.0  # seconds that a report waits for min_position
LAG = {
    "Waystation-Lag": {
        "description": "Seconds that the figures are late: the age of the oldest event not"
        " counted, 0 when all are; absent while that is not known",
        "schema": {"type": "string"},
    }
}


class Names(BaseModel):
    """A name in Chinese and English."""

    zh: str
    en: str


class StatisticsRow(BaseModel):
    """One value; `group` has the month, region or values it is for; null: a share of nothing."""

    indicator: str
    unit: str
    group: dict[str, str]
    value: int | float | None


class Statistics(BaseModel):
    """Figures, and the next offset of each partition of each source they were made at."""

    region: str
    position: dict[str, list[int]]
    rows: list[StatisticsRow]


class AnnualRow(BaseModel):
    """One row of the year's table."""

    indicator: str
    name: Names
    unit: str
    value: int


class Annual(BaseModel):
    """The year's table."""

    region: str
    year: int
    position: dict[str, list[int]]
    rows: list[AnnualRow]


class DimensionDeclared(BaseModel):
    """What an indicator can be grouped by and filtered on; `open`: its values are not listed."""

    code: str
    name: Names
    values: list[str]
    open: bool


class IndicatorDeclared(BaseModel):
    """An indicator as it is declared; a percentage has a `denominator_counting`."""

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


def pool_of(request: Request) -> Pool:
    """The database connections of the application."""
    pool: Pool = request.app.state.pool
    return pool


async def wait_for(request: Request, positions: list[str]) -> None:
    """Wait until what the caller has written is counted; a 503 problem if that takes too long."""
    if not positions:
        return
    if not await reached(pool_of(request), positions_of(positions), wait=POSITION_WAIT):
        raise problems.unavailable(
            Text(
                zh="统计尚未计入您刚写入的内容；请稍后重试。",
                en="The statistics have not yet counted what you have written; ask again in a"
                " moment.",
            ),
            retry_after=2,
        )


@router.get(
    "/v1/statistics",
    summary="Ask for figures",
    response_model=Statistics,
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
            description="Group by month, region (those just below) or dimensions: with commas"
            " between, or repeated",
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
        Query(description="What was recorded up to this moment", examples=["2020-01-05T00:00:00Z"]),
    ] = None,
    min_position: Positions = [],  # noqa: B006 -- never changed
) -> Response:
    """Figures of a region and period, half-open, each a declared indicator.

    Groups in which nothing was counted are left out. An unknown region is a 422 problem, one
    out of the caller's scope 404.
    """
    code = region_of(region, call.caller)
    codes = words([indicators])
    question = question_of(codes, code, start, end, by or (), where or (), as_of)
    await wait_for(request, min_position)
    async with pool_of(request).acquire() as connection:
        figures, position = await answer(connection, question)
    rows = [
        {
            "indicator": figure.indicator.code,
            "unit": figure.indicator.unit,
            "group": dict(zip(question.by, figure.group, strict=True)),
            "value": figure.value,
        }
        for figure in figures
    ]
    body = {"region": region, "position": position.offsets, "rows": rows}
    return JSONResponse(body, headers=_lag(request))


@router.get(
    "/v1/indicators",
    summary="See what is declared",
    response_model=Indicators,
    responses=shown(examples.INDICATORS, versioned=False),
)
async def indicators(request: Request, call: Reads) -> Response:
    """Every indicator: its names, unit, formula in words, and dimensions."""
    return JSONResponse({"indicators": [_declared(indicator) for indicator in INDICATORS.values()]})


@router.get(
    "/v1/reports/annual",
    summary="Read the year's table",
    response_model=Annual,
    responses={
        200: {
            "description": "The table; as a page for callers that accept text/html",
            "headers": LAG,
            "content": {
                "application/json": {"example": examples.ANNUAL},
                "text/html": {"schema": {"type": "string"}},
            },
        },
        **responses(404),
    },
)
async def annual(
    request: Request,
    call: Reads,
    region: Region,
    year: Year,
    lang: Annotated[Literal["zh", "en"] | None, Query(description="The page's language")] = None,
    min_position: Positions = [],  # noqa: B006 -- never changed
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The five figures of a year that are published, in the table's order."""
    code = region_of(region, call.caller)
    await wait_for(request, min_position)
    async with pool_of(request).acquire() as connection:
        report = await annual_report(connection, code, year)
    late = _lag(request)
    headers = {**late, "Vary": "Accept, Accept-Language"}
    if not wants_page(accept):
        return JSONResponse(report.document(region), headers=headers)
    headers |= {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-store"}
    page = render(
        report, region, language_of(lang, accept_language), utc_now(), late.get("Waystation-Lag")
    )
    return HTMLResponse(page, headers=headers)


def _lag(request: Request) -> dict[str, str]:
    """How late the figures are, where the journals can be asked."""
    freshness: Freshness | None = request.app.state.freshness
    lag = None if freshness is None else freshness.lag()
    return {} if lag is None else {"Waystation-Lag": f"{lag:.3f}"}


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
