"""HTTP: the year's table, as JSON and as a page, and the years that there are."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
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
    completeness_of,
    lag_header,
    wait_for,
)
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.detail import DETAIL, FURTHER, check_region, may_see
from services.reporting.statistics.naming import regions_meant
from services.reporting.statistics.page import DataState, Offered, render, render_choice
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
from shared.database import Connection
from shared.http.language import language_of
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.http.page_style import POLICY
from shared.http.problem_page import wants_page
from shared.http.problems import responses
from shared.identity.claims import Caller
from shared.regions import Regions, level, prefix, regions_in_force
from shared.text import Language

Headers = Mapping[str, str]
NO_HEADERS: Headers = MappingProxyType({})

router = APIRouter(route_class=Operation, tags=["statistics"])


class AnnualRow(BaseModel):
    """One row of the year's table."""

    indicator: str
    name: Names
    unit: str
    value: int


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
            "description": "The table; as a page for callers that accept text/html",
            "headers": LAG,
            "content": {
                "application/json": {"example": examples.ANNUAL},
                **CONTENT,
                "text/html": {"schema": {"type": "string"}},
            },
        },
        300: {
            "description": "For callers that accept text/html: a name of several regions, to"
            " choose from",
            "content": {"text/html": {"schema": {"type": "string"}}},
        },
        303: {
            "description": "For callers that accept text/html: to the region of a name, by its"
            " code",
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
        Language | None, Query(description="The language of the page, or of the table")
    ] = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The five figures of a year that are published, in the table's order.

    Of a region below the county they need the action `statistics:detail`.
    A year that is not over counts until today, and the answer says so (`until`); one that has not
    begun is a 422 problem.
    """
    page, language = form is None and wants_page(accept), language_of(lang, accept_language)
    if page:
        meant = regions_meant(region, call.caller)
        if not meant.clear:
            return _page(render_choice(region, year, meant.codes, language), 300)
        if meant.codes != (region,):
            return _led_to(request, meant.codes[0])
    now = utc_now()
    code, until = region_of(region, call.caller), until_today(year, now)
    check_region(call.caller, code)
    await wait_for(request, call, min_position)
    async with connection_for(request) as connection:
        # Before the figures: what is counted once stays so, and more may be counted by then.
        counted = await counted_until(connection)
        report = await annual_report(connection, code, year, until)
        years = await _years(connection, [code]) if page else []
    late = lag_header(request)
    wanted = form_of(form, accept)
    if not page and wanted == "json":
        headers = {**late, "Vary": VARY}
        return JSONResponse(report.document(region, now, counted), headers=headers)
    if not page:
        table, name = annual_table(report, now, counted), f"annual-{prefix(code)}-{year}"
        return await table_answer([table], wanted, language, name, now, **late)
    state = DataState(completeness_of(request), counted)
    made = render(report, region, language, now, state, _offered(call.caller, years))
    return _page(made, headers=late)


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
        return JSONResponse({"years": await _years(connection, codes)})


async def _years(connection: Connection, codes: list[str]) -> list[int]:
    return await years_of(connection, codes, EARLIEST, today(utc_now()).year)


def _offered(caller: Caller, years: list[int]) -> Offered:
    """What a caller may choose: regions of the caller's own, as fine as they may be seen."""
    listed = _listed(regions_in_force())
    own = [code for code in listed if caller.covers(prefix(code)) and may_see(caller, code)]
    return Offered(years, own, with_detail=DETAIL in caller.actions)


@lru_cache(maxsize=1)
def _listed(regions: Regions) -> list[str]:
    """The regions that a form offers: those above the community; any other is typed."""
    codes = dict.fromkeys(region.code for region in regions)
    return [code for code in codes if level(code) != "community"]


def _page(text: str, status: int = 200, *, headers: Headers = NO_HEADERS) -> Response:
    own = {"Vary": VARY, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(text, status, {**headers, **own})


def _led_to(request: Request, region: str) -> Response:
    """To the same page by the region's code, which is what a link should keep."""
    query = [(name, text) for name, text in request.query_params.multi_items() if name != "region"]
    return RedirectResponse(f"?{urlencode([('region', region), *query])}", 303, {"Vary": VARY})
