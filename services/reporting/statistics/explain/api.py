"""HTTP: opening a figure, as JSON page by page, or whole as CSV or XLSX."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from services.reporting.declared.words import Counting
from services.reporting.downloads.serving import CONTENT, Form, form_of
from services.reporting.statistics.answering import LAG, Moments, Names, lag_header, moments
from services.reporting.statistics.detail import DETAIL
from services.reporting.statistics.explain import examples
from services.reporting.statistics.explain.asking import Parameters
from services.reporting.statistics.explain.opening import PARTS, Part
from services.reporting.statistics.explain.pages import Page, page_of, table_of
from services.reporting.statistics.explain.sheets import MEDIA_TYPES, FileForm
from services.reporting.statistics.explain.showing import region_name, shown_row
from services.reporting.statistics.explain.table import Making
from shared.http.access_rules import BY_REGION
from shared.http.language import language_of
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses
from shared.text import Language, Text

router = APIRouter(route_class=Operation, tags=["statistics"])

Reads = Annotated[Call, reads("statistics:read", BY_REGION, also=(DETAIL,))]

_TOTAL = {
    "Waystation-Total": {
        "description": "In a file: what the amounts of all rows add up to",
        "schema": {"type": "string"},
    }
}


class ValueShown(BaseModel):
    """The value of a dimension, by its code and by its name, and the dimension's name."""

    dimension: str
    name: Names
    value: str
    value_name: Names


class HeldShown(BaseModel):
    """What a person's entries add up to in a region, under some values."""

    region: str
    region_name: Names
    values: list[ValueShown]
    amount: int


class OpenedRow(BaseModel):
    """An entry or, of a figure of persons or a stock, a person; `amount` is what it adds.

    An entry: its day (null: not known), region, values, and when it was recorded. `entry_id` is its
    id in the file that it belongs to, `entry_type` the published type of its event where that is
    one, `record` the address of public work. `voided_at` is when it was made void, re-checked or
    replaced, by the moment of the question; `voided_since` the same where it was after that moment.

    A person: `person`, an id that holds for this figure and for the caller's agency alone;
    `entries_total`, what the person's entries add up to; and what they `held`.
    """

    amount: int
    day: date | None = None
    region: str | None = None
    region_name: Names | None = None
    values: list[ValueShown] | None = None
    recorded_at: datetime | None = None
    entry_id: str | None = None
    entry_type: str | None = None
    record: str | None = None
    voided_at: datetime | None = None
    voided_since: datetime | None = None
    person: str | None = None
    entries_total: int | None = None
    held: list[HeldShown] | None = None


class Opened(Moments):
    """A figure and some of what it is made of.

    `value` is what /v1/statistics answers; `numerator` and `denominator` are its parts, and the
    value of a share is `times` the one divided by the other. Money is counted in fen. `total` is
    what the amounts of all rows add up to, on this page and the others: the part that is opened
    or, with `person`, what that person's entries add up to. `rows_are` says what a row is. `next`
    is the cursor of the next page. `until` is there where the period is not over: the last day that
    counts. Every event recorded before `counted_until` is counted; null while that is not known.
    """

    indicator: str
    name: Names
    unit: str
    region: str
    region_name: Names
    until: date | None = None
    group: dict[str, str]
    value: int | float | None
    numerator: int
    denominator: int | None = None
    times: int | None = None
    part: Part
    counting: Counting
    rows_are: Literal["entries", "persons"]
    total: int
    rows: list[OpenedRow]
    next: str | None


@router.get(
    "/v1/statistics/explain",
    summary="Open a figure",
    response_model=Opened,
    responses={
        200: {
            "description": "The figure with a page of its rows; all of its rows in a file",
            "headers": {**LAG, **_TOTAL},
            "content": {
                "application/json": {"example": examples.OPENED},
                **CONTENT,
            },
        },
        **responses(404),
    },
)
async def explain(
    request: Request,
    call: Reads,
    asked: Annotated[Parameters, Depends()],
    format: Annotated[
        Form | None,
        Query(description="CSV and XLSX have all rows in one file; else as the header Accept says"),
    ] = None,
    lang: Annotated[Language | None, Query(description="The language of a file's header")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The entries or persons that a figure is made of, whichever /v1/statistics can answer.

    The rows reproduce the figure: their amounts add up to it. A `sum` opens to its entries, each
    with what it adds after corrections: an entry that was made void adds nothing and is listed with
    voided=include only. A figure of entries as they were `recorded` opens to those, void or not.
    `persons` and a `stock` open to one row a person, and `person` opens that row to the entries
    that make it up. Of a share or average, `part` says which part is opened.

    The figure, its total and the page are of one moment of the model. What is entered between two
    pages may change the next one; with `as_of` nothing does. An entry is shown as coded facts, with
    the id that those know it by who may read its file: no person's and no case's id is shown.
    """
    form = form_of(format, accept)
    if form != "json":
        return await _table(request, call, asked, language_of(lang, accept_language), form)
    page = await page_of(request, call, asked)
    headers = {**lag_header(request), "Vary": "Accept"}
    return JSONResponse(opened(page, asked.region), headers=headers)


async def _table(
    request: Request, call: Call, asked: Parameters, language: Language, form: FileForm
) -> StreamingResponse:
    opening, file = await table_of(request, call, asked, language, Making(form))
    name = f"{opening.indicator.code}-{asked.region}-{asked.start}-{asked.end}.{form}"
    headers = {
        **lag_header(request),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
        "Waystation-Total": str(file.values.total),
    }
    return StreamingResponse(file.chunks(), media_type=MEDIA_TYPES[form], headers=headers)


def opened(page: Page, region: str) -> dict[str, Any]:
    """The answer in JSON: a page of a figure of a region, as it was named."""
    opening, values = page.opening, page.values
    indicator, question = opening.indicator, opening.question
    share = (
        {}
        if len(values.parts) == 1
        else {
            "denominator": values.parts[1],
            "times": indicator.times,
        }
    )
    return {
        "indicator": indicator.code,
        "name": _names(indicator.name),
        "unit": indicator.unit,
        "region": region,
        "region_name": _names(region_name(opening, question.region)),
        **({} if question.until is None else {"until": question.until.isoformat()}),
        **moments(page.asked_at, page.counted_until),
        "group": dict(opening.group),
        "value": values.value,
        PARTS[0]: values.parts[0],
        **share,
        "part": opening.part,
        "counting": opening.selection.counting,
        "rows_are": "persons" if page.are_persons else "entries",
        "total": values.total,
        "rows": [shown_row(opening, row, page.person_id) for row in page.rows],
        "next": page.following,
    }


def _names(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
