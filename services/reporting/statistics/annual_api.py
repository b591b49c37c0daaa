"""HTTP: the year's table, as JSON and as a file, and the years that there are."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel

from services.reporting.counting.position import counted_until
from services.reporting.downloads.serving import (
    CONTENT,
    VARY,
    FormIfAny,
    form_of,
    table_answer,
)
from services.reporting.statistics import examples
from services.reporting.statistics.annual import annual_report
from services.reporting.statistics.answering import (
    LAG,
    Names,
    Reads,
    lag_header,
    wait_for,
)
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.detail import FURTHER, check_region, may_see
from services.reporting.statistics.period import until_today
from services.reporting.statistics.query_parameters import (
    EARLIEST,
    MinPositions,
    RegionIfAny,
    RegionOrName,
    Year,
    region_of,
)
from services.reporting.statistics.tables import annual_table
from services.reporting.statistics.years import years_of
from shared.clock import today, utc_now
from shared.http.language import language_of
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.http.problem_page import wants_page
from shared.http.problems import responses
from shared.regions import prefix
from shared.text import Language

PAGE = "/year"  # what the dashboard shows people

router = APIRouter(route_class=Operation, tags=["statistics"])


class AnnualAim(BaseModel):
    """What the place's policies set for the calendar year, and how much of it is reached."""

    a_year: int
    percent: float


class AnnualRow(BaseModel):
    """One row of the year's table; `aim` is null where the place's policies set none."""

    indicator: str
    name: Names
    unit: str
    value: int
    aim: AnnualAim | None


class Annual(BaseModel):
    """The year's table; `until` is there where the year is not over: the last day that counts."""

    region: str
    region_name: Names
    year: int
    until: date | None = None
    asked_at: datetime
    counted_until: datetime | None
    rows: list[AnnualRow]


class Years(BaseModel):
    """The years in which something was counted, the latest first."""

    years: list[int]


@router.get(
    "/v1/reports/annual",
    summary="Read the year's table",
    response_model=Annual,
    openapi_extra=FURTHER,
    responses={
        200: {
            "description": "The table",
            "headers": LAG,
            "content": {
                "application/json": {"example": examples.ANNUAL},
                **CONTENT,
            },
        },
        303: {
            "description": f"For callers that accept text/html: to the page of the year, {PAGE}",
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
        **responses(404),
    },
)
async def annual(
    request: Request,
    call: Reads,
    region: RegionOrName,
    year: Year,
    form: FormIfAny = None,
    lang: Annotated[
        Language | None, Query(description="The language of a file, or of the page")
    ] = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The five figures of a year that are published, in the table's order.

    A caller that accepts text/html is led to the page of the year.
    Of a region below the county they need the action `statistics:detail`.
    Beside each stands what the place's policies set for the year, and how much of that is reached;
    a file has columns for it where any is set.
    A year that is not over counts until today, and the answer says so (`until`); one that has not
    begun is a 422 problem.
    """
    if form is None and wants_page(accept):
        await wait_for(request, call, min_position)
        return _to_page(region, year, lang)
    now = utc_now()
    code, until = region_of(region, call.caller), until_today(year, now)
    check_region(call.caller, code)
    await wait_for(request, call, min_position)
    async with connection_for(request) as connection:
        # Before the figures: what is counted once stays so, and more may be counted by then.
        counted = await counted_until(connection)
        report = await annual_report(connection, code, year, until)
    late = lag_header(request)
    wanted = form_of(form, accept)
    if wanted == "json":
        headers = {**late, "Vary": VARY}
        return JSONResponse(report.document(region, now, counted), headers=headers)
    table, name = annual_table(report, now, counted), f"annual-{prefix(code)}-{year}"
    language = language_of(lang, accept_language)
    return await table_answer([table], wanted, language, name, now, **late)


@router.get(
    "/v1/reports/annual/years",
    summary="See which years there are",
    response_model=Years,
    openapi_extra=FURTHER,
    responses={**shown(examples.YEARS, versioned=False), **responses(404)},
)
async def annual_years(
    request: Request,
    call: Reads,
    region: RegionIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """The years in which something of the year's table was counted, the latest first.

    In a region, else in any of the caller's; of regions below the county only for callers with the
    action `statistics:detail`.
    """
    if region is None:
        own = [code.ljust(12, "0") for code in call.caller.regions]
        codes = [code for code in own if may_see(call.caller, code)]
    else:
        codes = [region_of(region, call.caller)]
        check_region(call.caller, codes[0])
    await wait_for(request, call, min_position)
    async with connection_for(request) as connection:
        years = await years_of(connection, codes, EARLIEST, today(utc_now()).year)
    return JSONResponse({"years": years})


def _to_page(region: str, year: int, lang: Language | None) -> Response:
    """To the page of the same year; in a language that was asked for, else as the browser likes."""
    words = {"region": region, "period": f"{year}"} | ({} if lang is None else {"lang": lang})
    return RedirectResponse(f"{PAGE}?{urlencode(words)}", 303, {"Vary": VARY})
