"""HTTP: regions ranked by an indicator or by a scheme, and the schemes as they are published."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.reporting.comparing import answers, examples
from services.reporting.comparing.answers import Moments, PeriodShown, names
from services.reporting.comparing.detail import check_ranking
from services.reporting.comparing.parameters import (
    AsOfIfAny,
    PeriodName,
    asked_of,
    named,
    span_asked,
)
from services.reporting.comparing.ranking import First, Ranked, Ranking, indicators_of, ranked
from services.reporting.comparing.tables import ranking_table
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes import SCHEMES, Scheme
from services.reporting.declared.schemes.scheme import SCORINGS, Part, Scoring
from services.reporting.declared.words import Indicator
from services.reporting.downloads.serving import CONTENT, Delivered
from services.reporting.statistics.answering import LAG, Names, Reads, lag_header
from services.reporting.statistics.detail import FURTHER
from services.reporting.statistics.population import PER
from services.reporting.statistics.query_parameters import (
    MinPositions,
    PerIfAny,
    Region,
    region_of,
)
from services.reporting.statistics.refusing import refuse
from shared.clock import utc_now
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.regions import prefix
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

_NEITHER = Text(
    zh="没有该指标或排名方案；可用的见 GET /v1/indicators 和 GET /v1/statistics/schemes。",
    en="There is no such indicator or scheme; GET /v1/indicators and GET /v1/statistics/schemes"
    " name those there are.",
)
_NOT_WITH_SCHEME = Text(
    zh="方案已规定如何计算，不能另加 first、per 或 where；请去掉，或按单个指标排名。",
    en="A scheme says itself how it counts: leave first, per and where out, or rank by an"
    " indicator.",
)


class PartDeclared(BaseModel):
    """A part of a scheme: an indicator, its weight, and how its figure becomes a score."""

    indicator: str
    name: Names
    weight: int
    scoring: Scoring
    scoring_text: Names
    per: int | None = None
    aim: int | None = None


class SchemeDeclared(BaseModel):
    """A scheme as it is published; what stands under a code never changes."""

    code: str
    name: Names
    since: date
    formula: Names
    parts: list[PartDeclared]


class Schemes(BaseModel):
    """All schemes."""

    schemes: list[SchemeDeclared]


class PartScored(PartDeclared):
    """A part of a region's total: its figure and score; null, with a reason, where left out."""

    value: int | float | None
    count: int | float | None = None
    population: int | None = None
    population_year: int | None = None
    score: float | None
    reason: Names | None = None


class RankedRow(BaseModel):
    """A region's place; `value` is the indicator's figure, or the total of the parts.

    Who is not ranked has no rank, and the reason.
    """

    rank: int | None
    region: str
    region_name: Names
    value: int | float | None
    count: int | float | None = None
    population: int | None = None
    population_year: int | None = None
    reason: Names | None = None
    parts: list[PartScored] = []


class RankingShown(Moments):
    """The regions just below one, the first first, and after them those that are not ranked."""

    region: str
    region_name: Names
    until: date | None = None
    period: PeriodShown
    indicator: str | None = None
    scheme: str | None = None
    name: Names
    formula: Names
    first: First
    note: Names | None = None
    rows: list[RankedRow]


@router.get(
    "/v1/statistics/ranking",
    summary="Rank the regions below one",
    response_model=RankingShown,
    openapi_extra=FURTHER,
    responses={
        200: {
            "headers": LAG,
            "content": {"application/json": {"example": examples.RANKING}, **CONTENT},
        },
        **responses(404),
    },
)
async def ranking(
    request: Request,
    call: Reads,
    wanted: Delivered,
    region: Region,
    period: PeriodName,
    by: Annotated[
        str,
        Query(
            description="The code of an indicator, or of a scheme of several",
            max_length=100,
            examples=["clients-2026"],
        ),
    ],
    first: Annotated[
        Literal["high", "low"] | None,
        Query(description="Which figures come first; else those that are better"),
    ] = None,
    where: Annotated[
        list[str] | None,
        Query(description="Only these values of a dimension, of an indicator", max_length=50),
    ] = None,
    per: PerIfAny = None,
    as_of: AsOfIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """The regions just below one, by an indicator or by the weighted total of a scheme.

    Equal values share a rank. Those in which nothing was due are not ranked, and say so. A rank by
    a scheme opens to its parts: each with its figure, score and weight. What may be asked without
    `statistics:detail` is what `GET /v1/statistics` answers by region. As JSON, CSV or XLSX.
    """
    now = utc_now()
    declared = _declared(by)
    if isinstance(declared, Scheme) and (first or per or where):
        raise refuse("by", "not_with_scheme", _NOT_WITH_SCHEME)
    with named(indicators="by", by="region"):
        code, span = region_of(region, call.caller), span_asked(period)
        codes = [each.code for each in indicators_of(declared)]
        asked = asked_of(codes, code, span, where or (), as_of, now, by_region=True, per=per)
        check_ranking(call.caller, asked)
    async with answers.reading(request, call, asked, min_position) as read:
        made = await ranked(read.connection, asked, declared, first, settled_only=as_of is not None)
    return await wanted.of(
        lambda: {**answers.moments(now, read.counted_until), **_document(made, region)},
        lambda: ranking_table(made, read.counted_until),
        f"ranking-{prefix(code)}-{span.name}",
        now,
        lag_header(request),
    )


@router.get(
    "/v1/statistics/schemes",
    summary="See how regions are ranked",
    response_model=Schemes,
    responses=shown(examples.SCHEMES, versioned=False),
)
async def schemes(request: Request, call: Reads) -> Response:
    """Every scheme with its parts and its formula in words; each strand of the work has its own."""
    return JSONResponse({"schemes": [_scheme(each) for each in SCHEMES.values()]})


def _declared(code: str) -> Indicator | Scheme:
    declared = INDICATORS.get(code) or SCHEMES.get(code)
    if declared is None:
        raise refuse("by", "unknown_indicator", _NEITHER)
    return declared


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "code": scheme.code,
        "name": names(scheme.name),
        "since": f"{scheme.since}",
        "formula": names(scheme.formula),
        "parts": [_part(part) for part in scheme.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "indicator": part.indicator.code,
        "name": names(part.indicator.name),
        "weight": part.weight,
        "scoring": part.scoring,
        "scoring_text": names(SCORINGS[part.scoring]),
        **({"per": PER} if part.per else {}),
        **({} if part.aim is None else {"aim": part.aim}),
    }


def _document(made: Ranking, region: str) -> dict[str, Any]:
    asked, last = made.asked, made.counted.last_day
    kind = "scheme" if isinstance(made.by, Scheme) else "indicator"
    return {
        "region": region,
        "region_name": names(answers.place(asked.region, last)),
        **({} if asked.is_over else {"until": f"{last}"}),
        "period": answers.period(made.counted),
        kind: made.by.code,
        "name": names(made.by.name),
        "formula": names(made.by.formula),
        "first": made.first,
        **({} if made.note is None else {"note": names(made.note)}),
        "rows": [_row(row, last) for row in made.rows],
    }


def _row(row: Ranked, last: date) -> dict[str, Any]:
    figure = {"value": row.value} if row.side is None else answers.side(row.side)
    why = {} if row.why is None else {"reason": names(row.why)}
    parts = [
        {**_part(each.part), **answers.side(each.side), "score": each.score} for each in row.parts
    ]
    return {
        "rank": row.rank,
        "region": row.region,
        "region_name": names(answers.place(row.region, last)),
        **figure,
        **why,
        **({"parts": parts} if parts else {}),
    }
