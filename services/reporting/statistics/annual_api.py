"""HTTP: the year's table, as JSON and as a page."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel

from services.reporting.statistics import examples
from services.reporting.statistics.annual import annual_report
from services.reporting.statistics.answering import (
    LAG,
    Names,
    Reads,
    lag_header,
    pool_of,
    wait_for,
)
from services.reporting.statistics.page import CONTENT_POLICY, language_of, render
from services.reporting.statistics.period import until_today
from services.reporting.statistics.query_parameters import Positions, Region, Year, region_of
from shared.clock import utc_now
from shared.http.operation import Operation
from shared.http.problem_page import wants_page
from shared.http.problems import responses

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
    year: int
    until: date | None = None
    position: dict[str, list[int]]
    rows: list[AnnualRow]


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
    """The five figures of a year that are published, in the table's order.

    A year that is not over counts until today, and the answer says so (`until`); one that has not
    begun is a 422 problem.
    """
    code, until = region_of(region, call.caller), until_today(year, utc_now())
    await wait_for(request, min_position)
    async with pool_of(request).acquire() as connection:
        report = await annual_report(connection, code, year, until)
    late = lag_header(request, report.position)
    headers = {**late, "Vary": "Accept, Accept-Language"}
    if not wants_page(accept):
        return JSONResponse(report.document(region), headers=headers)
    headers |= {"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-store"}
    page = render(
        report, region, language_of(lang, accept_language), utc_now(), late.get("Waystation-Lag")
    )
    return HTMLResponse(page, headers=headers)
