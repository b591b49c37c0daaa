"""HTTP: regions ranked by an indicator or by a scheme, as JSON and as a file."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.comparing import answers, examples
from services.reporting.comparing.answers import names
from services.reporting.comparing.detail import check_ranking
from services.reporting.comparing.parameters import (
    AsOfIfAny,
    PeriodName,
    asked_of,
    named,
    span_asked,
)
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.ranking import Ranked, Ranking, indicators_of, ranked
from services.reporting.comparing.ranking_shown import RankingShown
from services.reporting.comparing.schemes_api import (
    declared,
    part_shown,
    strands_shown,
)
from services.reporting.comparing.tables import ranking_table
from services.reporting.declared.schemes import Scheme
from services.reporting.declared.words import Indicator
from services.reporting.downloads.serving import CONTENT, Delivered
from services.reporting.statistics.answering import LAG, Reads, lag_header, moments
from services.reporting.statistics.detail import FURTHER
from services.reporting.statistics.query_parameters import (
    MinPositions,
    PerIfAny,
    Region,
    region_of,
)
from services.reporting.statistics.refusing import refuse
from shared.clock import today, utc_now
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.identity.claims import Caller
from shared.regions import prefix
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

RankedBy = Annotated[
    str,
    Query(
        description="The code of an indicator, or of a scheme of several: of this the version that"
        " holds for the region on the last day of the period",
        max_length=100,
        examples=["clients-2026"],
    ),
]
_NOT_WITH_SCHEME = Text(
    zh="方案已规定如何计算，不能另加 first、per 或 where；请去掉，或按单个指标排名。",
    en="A scheme says itself how it counts: leave first, per and where out, or rank by an"
    " indicator.",
)


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
    by: RankedBy,
    first: Annotated[
        Literal["high", "low"] | None,
        Query(description="Which figures come first; else those that are better"),
    ] = None,
    where: Annotated[
        list[str] | None,
        Query(description="Only these values of a dimension, of an indicator", max_length=50),
    ] = None,
    per: PerIfAny = None,
    without_data: Annotated[
        Literal["leave_out", "include"],
        Query(
            description="Whether regions of which nothing was ever counted are in the ranking; left"
            " out, `left_out` says how many they are"
        ),
    ] = "leave_out",
    as_of: AsOfIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """The regions just below one, by an indicator or by the weighted total of a scheme.

    Equal values share a rank. Those in which nothing was due are not ranked, and say so. A rank by
    a scheme opens to its parts: each with its figure, score and weight. What may be asked without
    `statistics:detail` is what `GET /v1/statistics` answers by region. As JSON, CSV or XLSX.
    """
    now = utc_now()
    by_what, asked = asked_by(
        call.caller, by, region, period, as_of, now, where or (), first=first, per=per
    )
    async with answers.reading(request, call, asked, min_position) as read:
        made = await ranked(
            read.connection,
            asked,
            by_what,
            first,
            with_empty=without_data == "include",
            settled_only=as_of is not None,
        )
    return await wanted.of(
        lambda: {**moments(now, read.counted_until), **_document(made, region)},
        lambda: ranking_table(made, read.counted_until),
        f"ranking-{prefix(asked.region)}-{asked.span.name}",
        now,
        lag_header(request),
    )


def asked_by(
    caller: Caller,
    by: str,
    region: str,
    period: str,
    as_of: datetime | None,
    now: datetime,
    where: Sequence[str] = (),
    *,
    first: str | None = None,
    per: str | None = None,
) -> tuple[Indicator | Scheme, PeriodQuestion]:
    """By what the regions just below one are to be ranked, and the question about its figures.

    Raises a Problem for what there is not, what a scheme says itself, and what is too fine.
    """
    with named():
        code, span = region_of(region, caller), span_asked(period)
    by_what = declared(by, code, span.until(today(as_of or now)).last_day)
    if isinstance(by_what, Scheme) and (first or per or where):
        raise refuse("by", "not_with_scheme", _NOT_WITH_SCHEME)
    with named(indicators="by", by="region"):
        codes = [each.code for each in indicators_of(by_what)]
        asked = asked_of(codes, code, span, where, as_of, now, by_region=True, per=per)
        return by_what, check_ranking(caller, asked)


def _document(made: Ranking, region: str) -> dict[str, Any]:
    last = made.counted.last_day
    return {
        **head(made, region),
        **(strands_shown(made.by) if isinstance(made.by, Scheme) else {}),
        "left_out": len(made.left_out),
        "rows": [_row(row, last) for row in made.rows],
    }


def head(made: Ranking, region: str) -> dict[str, Any]:
    """Which regions are ranked by what, as JSON; `region` is written as the caller wrote it."""
    asked, last = made.asked, made.counted.last_day
    by = {"indicator": made.by.code}
    if isinstance(made.by, Scheme):
        by = {"scheme": made.by.code, "version": made.by.version}
    return {
        "region": region,
        "region_name": names(answers.place(asked.region, last)),
        **({} if asked.is_over else {"until": f"{last}"}),
        "period": answers.period(made.counted),
        **by,
        "name": names(made.by.name),
        "formula": names(made.by.formula),
        "first": made.first,
        **({} if made.note is None else {"note": names(made.note)}),
    }


def _row(row: Ranked, last: date) -> dict[str, Any]:
    figure = {"value": row.value} if row.side is None else answers.side(row.side)
    why = {} if row.why is None else {"reason": names(row.why)}
    parts = [
        {**part_shown(each.part), **answers.side(each.side), "score": each.score}
        for each in row.parts
    ]
    strands = [{"code": each.code, "rank": each.rank, "value": each.value} for each in row.strands]
    return {
        "rank": row.rank,
        "region": row.region,
        "region_name": names(answers.place(row.region, last)),
        **figure,
        **why,
        **({"strands": strands} if strands else {}),
        **({"parts": parts} if parts else {}),
    }
