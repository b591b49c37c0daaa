"""HTTP: statistics."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.reporting.counting.position import counted_until
from services.reporting.downloads.serving import CONTENT, Delivered
from services.reporting.statistics import examples
from services.reporting.statistics.answering import (
    LAG,
    FigureShown,
    Names,
    Reads,
    lag_header,
    moments,
    not_settled,
    settle,
    wait_for,
)
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.detail import FURTHER, check_question
from services.reporting.statistics.figures import answer
from services.reporting.statistics.query_parameters import (
    Day,
    MinPositions,
    PerIfAny,
    Region,
    check_per,
    question_of,
    region_of,
    words,
)
from services.reporting.statistics.question import Question
from services.reporting.statistics.rates import Counted, per_residents
from services.reporting.statistics.settling import NotSettled
from services.reporting.statistics.tables import statistics_table
from shared.clock import today, utc_now
from shared.http.fields import Moment
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.region_names import full_name
from shared.regions import prefix, regions_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])


class StatisticsRow(FigureShown):
    """One value; `group` has the period, region or values it is for; null: a share of nothing.

    `region_name` is there where figures are grouped by region. With `per`, `value` is the rate,
    `count` what was counted, and `population` that of the end of `population_year`.
    """

    indicator: str
    unit: str
    group: dict[str, str]
    region_name: Names | None = None


class Statistics(BaseModel):
    """Figures of a region and period.

    `until` is there where the period is not over: the last day that counts. Every event that was
    recorded before `counted_until` is counted; null while that is not known.
    """

    region: str
    region_name: Names
    until: date | None = None
    asked_at: datetime
    counted_until: datetime | None
    rows: list[StatisticsRow]


@router.get(
    "/v1/statistics",
    summary="Ask for figures",
    response_model=Statistics,
    openapi_extra=FURTHER,
    responses={
        200: {
            "headers": LAG,
            "content": {"application/json": {"example": examples.STATISTICS}, **CONTENT},
        },
        **responses(404),
    },
)
async def statistics(
    request: Request,
    call: Reads,
    wanted: Delivered,
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
    per: PerIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """Figures of a region and period, half-open, each a declared indicator.

    No figure goes beyond today, nor beyond the day of `as_of`: a period that ends later counts
    until that day, and the answer says so (`until`); one that begins later is a 422 problem.
    As long as not all that was recorded up to `as_of` is counted, the answer is a 503 problem.

    Without the action `statistics:detail` a question is about a county or a larger region, and
    whole years, or a calendar month or a quarter that is over; as it is known now, not by day or
    week, and by one dimension at most besides period and region. What is finer is a 403 problem.
    Of what is answered, figures about persons (`about_persons` of GET /v1/indicators) are rounded,
    and small ones are null with a reason; groups are there whether anything was counted or not.

    A rate that a survey found is null with a reason, whoever asks, where fewer have answered than
    the place's smallest sample, and where such a one would follow from it.

    Groups in which nothing was counted are left out. An unknown region is a 422 problem, one
    out of the caller's scope 404. As JSON, CSV or XLSX.
    """
    now = utc_now()
    code = region_of(region, call.caller)
    codes = words([indicators])
    question = question_of(codes, code, start, end, by or (), where or (), as_of, now)
    check_per(question.indicators, per)
    question = check_question(call.caller, question, start, end, today(now))
    await wait_for(request, call, min_position)
    if question.as_of is not None:
        await settle(request, question.as_of)
    async with connection_for(request) as connection:
        # Before the figures: what is counted once stays so, and more may be counted by then.
        until = await counted_until(connection)
        try:
            past = question.as_of is not None
            figures = await answer(connection, question, settled_only=past)
        except NotSettled:
            raise not_settled(request) from None
    counted = [Counted(figure) for figure in figures]
    if per is not None:
        counted = per_residents(question, figures, regions_in_force(), now)
    return await wanted.of(
        lambda: _document(region, question, counted, now, until),
        lambda: statistics_table(question, counted, now, until, per=per is not None),
        f"statistics-{prefix(code)}-{start}-{end}",
        now,
        lag_header(request),
    )


def _document(
    region: str,
    question: Question,
    counted: Sequence[Counted],
    now: datetime,
    until: datetime | None,
) -> dict[str, Any]:
    """The answer as JSON; `region` is written as the caller wrote it."""
    last = {} if question.until is None else {"until": question.until.isoformat()}
    return {
        "region": region,
        "region_name": _region_name(question.region, question),
        **last,
        **moments(now, until),
        "rows": [_row(each, question) for each in counted],
    }


def _row(counted: Counted, question: Question) -> dict[str, Any]:
    """A figure as JSON."""
    figure, held = counted.figure, counted.residents
    row = {
        "indicator": figure.indicator.code,
        "unit": figure.indicator.unit,
        **_group(dict(zip(question.by, figure.group, strict=True)), question),
    }
    few = {} if figure.why is None else {"reason": _names(figure.why)}
    if held is None:
        return {**row, "value": figure.value, **few}
    return {
        **row,
        "value": counted.rate,
        "count": figure.value,
        "population": held.number,
        "population_year": held.year,
        **({} if held.why is None else {"reason": _names(held.why)}),
        **few,
    }


def _group(group: dict[str, str], question: Question) -> dict[str, Any]:
    """What a row is for, and the name of its region if it has one."""
    if "region" not in group:
        return {"group": group}
    return {"group": group, "region_name": _region_name(group["region"], question)}


def _region_name(code: str, question: Question) -> dict[str, str]:
    """A region's name on the last day of the period."""
    last = question.end - timedelta(days=1)
    return _names(full_name(code, regions_in_force(), last))


def _names(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
