"""What is complained of in other systems of the field, and does not happen here: a test for each.

A count of 85 with 89 rows behind it; totals that cannot be opened; reports that are empty during a
rebuild; a summary and a list that disagree; figures that do not say when they were asked for.
"""

import asyncio
import csv
import io
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from fastapi.routing import APIRoute

from services.reporting.app import ROUTERS
from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import Journals
from services.reporting.dashboard.routes import VIEWS
from services.reporting.declared.annual import ANNUAL
from services.reporting.declared.indicators import INDICATORS
from services.reporting.proving import operating
from shared.http.application import Service
from shared.journal.feed_reader import Feed
from tests.services.reporting.calling import get, headers
from tests.services.reporting.deliveries import (
    AT_LARGE,
    COMMUNITY,
    DETOX,
    STREET,
    Ledger,
    some_work,
)
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import one
from tests.services.reporting.statistics.explain.calling import (
    DAY,
    PERIOD,
    count,
    every_row,
    opened,
)
from tests.services.reporting.statistics.explain.opening import any_ledger
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

CITY, COUNTY = "410100000000", "410105000000"
WHERE = f"region=4101&{PERIOD}"
QUARTER = "region=4101&period=2019-Q3"
# Every operation that answers figures: its address, and its forms besides JSON.
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "/v1/statistics": (f"indicators=sessions&{WHERE}", ("csv", "xlsx")),
    "/v1/reports/annual": ("region=4101&year=2019", ("csv", "xlsx")),
    "/v1/statistics/compare": (f"indicators=sessions&{QUARTER}", ("csv", "xlsx")),
    "/v1/statistics/ranking": (f"by=sessions&{QUARTER}", ("csv", "xlsx")),
    "/v1/statistics/outliers": (f"indicators=sessions&{QUARTER}", ("csv", "xlsx")),
    "/v1/statistics/explain": (f"indicator=sessions&{WHERE}", ("csv",)),
    "/v1/statistics/explain/rank": (f"by=sessions&{QUARTER}&of=410105", ()),
}
# What has to do with figures and answers none.
WITHOUT_FIGURES = {"/v1/indicators", "/v1/statistics/schemes", "/v1/reports/annual/years"}
COUNTED = """
INSERT INTO live.cursors (source, complete_until)
SELECT source, '2020-01-05T01:00:00Z' FROM unnest(ARRAY['cases', 'outreach']) AS source
"""
PAGES = [route.path for view in VIEWS for route in view.routes if isinstance(route, APIRoute)]


async def test_behind_a_count_of_85_there_are_85_rows_and_not_89(app: Service) -> None:
    """Four of 89 visits were entered twice and made void: the figure and its list do not differ.

    The void ones are there for those who ask, marked, and each adds nothing.
    """
    ledger = Ledger()
    file = ledger.case(DETOX)
    kept = {file.contact(date(2019, 1 + number % 12, 1 + number % 28)) for number in range(85)}
    void = [file.contact(DAY), file.contact(DAY), file.contact(DAY), file.contact(DAY, "phone")]
    for each in void:
        ledger.void(each)
    await count(app, ledger)
    asked = f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}"
    assert [row["value"] for row in (await get(app, asked)).json()["rows"]] == [85]
    first = await opened(app, "indicator=contacts")
    assert (first["value"], first["numerator"], first["total"]) == (85, 85, 85)
    rows = await every_row(app, "indicator=contacts", limit=20)
    assert len(rows) == 85
    assert {row["entry_id"] for row in rows} == {str(each) for each in kept}
    assert {row["amount"] for row in rows} == {1}
    more = await every_row(app, "indicator=contacts&voided=include", limit=20)
    assert len(more) == 89
    marked = [row for row in more if "voided_at" in row]
    assert {row["entry_id"] for row in marked} == {str(each) for each in void}
    assert {row["amount"] for row in marked} == {0}


async def test_totals_and_groups_and_both_parts_open(app: Service) -> None:
    """No figure of an answer is closed: a total, a county, a month, a mode, a share's two parts."""
    ledger = Ledger()
    ledger.case(DETOX, STREET).contact(DAY)
    ledger.case(AT_LARGE, COMMUNITY).contact(date(2019, 5, 6), "phone")
    file = ledger.case(DETOX, "410100000000")
    file.contact(date(2019, 5, 7))
    file.test(DAY)
    file.test(DAY, "not_done", "excused")
    await count(app, ledger)
    asked = f"/v1/statistics?region=4101&{PERIOD}&indicators=contacts,test_rate,clients"
    for by in ("", "&by=month", "&by=region", "&by=kind", "&by=region,month,kind"):
        for row in (await get(app, asked + by)).json()["rows"]:
            group = "".join(f"&group={word}:{value}" for word, value in row["group"].items())
            parts = ("numerator", "denominator") if row["indicator"] == "test_rate" else (None,)
            for part in parts:
                named = f"indicator={row['indicator']}{group}" + (f"&part={part}" if part else "")
                figure = await opened(app, named)
                assert figure["value"] == row["value"]
                rows = await every_row(app, named)
                assert sum(each["amount"] for each in rows) == figure["total"] == len(rows)
                assert figure[part or "numerator"] == len(rows)
                assert figure["group"] == row["group"]
    rate = await opened(app, "indicator=test_rate&part=denominator")
    assert (rate["value"], rate["times"], rate["part"]) == (50, 100, "denominator")
    assert (rate["numerator"], rate["denominator"], rate["total"]) == (1, 2, 2)


async def test_reports_questions_and_pages_are_never_empty_during_a_rebuild(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP, while it reads and at its switch: each answer has all that was there before."""
    events = some_work(9).events
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, events)
    report = "/v1/reports/annual?region=4101&year=2019"
    question = f"/v1/statistics?indicators=contacts&{WHERE}"
    page = f"/figure?indicator=contacts&region={CITY}&period=2019&lang=en"
    before = {address: _said((await get(app, address)).body) for address in (report, question)}
    assert before[question] > 0
    asked = dict.fromkeys((report, question, page), 0)
    phases: list[str] = []

    async def ask(address: str) -> None:
        answer = await get(app, address, accept="text/html" if address == page else "*/*")
        assert answer.status == 200, answer.body
        if address == page:
            assert f">{before[question]}" in answer.body.decode()
        else:
            assert _said(answer.body) == before[address]
        asked[address] += 1

    async def ask_all(_: int = 0) -> None:
        await asyncio.gather(*map(ask, asked))

    @asynccontextmanager
    async def feeds(*_: object) -> AsyncIterator[list[Feed]]:
        yield [MemoryFeed("cases", events, size=40, before_page=ask_all)]

    async def rebuild() -> dict[str, Any]:
        answer = await call(app, "POST", "/v1/rebuild", headers=headers(**{"idempotency-key": "k"}))
        lines = [json.loads(line) for line in answer.body.splitlines()]
        phases.extend(line["phase"] for line in lines)
        result: dict[str, Any] = lines[-1]
        return result

    monkeypatch.setattr(operating, "http_feeds", feeds)
    app.state.journals = Journals({}, lambda: "none")
    await ask_all()
    for _ in range(2):
        rebuilding = asyncio.create_task(rebuild())
        while not rebuilding.done():  # also while it switches, which it does beside these
            await ask_all()
        assert (await rebuilding)["differences"] == 0
        await ask_all()
    assert phases.count("switch") >= 2
    assert min(asked.values()) > 2 * len(events) // 40


def _said(body: bytes) -> int:
    """What the figures of an answer add up to."""
    return sum(row["value"] or 0 for row in json.loads(body)["rows"])


@pytest.mark.parametrize("seed", range(2))
async def test_the_summary_and_the_lists_behind_it_agree(app: Service, seed: int) -> None:
    """Every row of the year's table: as a question, by region, by month, and row by row."""
    ledger = Ledger()
    ledger.events = any_ledger(random.Random(seed), 150)
    await count(app, ledger)
    summary = (await get(app, "/v1/reports/annual?region=4101&year=2019")).json()["rows"]
    assert [row["indicator"] for row in summary] == [row.code for row in ANNUAL]
    assert sum(row["value"] > 0 for row in summary) > 3
    for row in summary:
        code = row["indicator"]
        listed = await every_row(app, f"indicator={code}", limit=50)
        assert sum(each["amount"] for each in listed) == row["value"], code
        for by in ("", "&by=region", "&by=month"):
            answer = await get(app, f"/v1/statistics?indicators={code}&{WHERE}{by}")
            values = [each["value"] for each in answer.json()["rows"]]
            adds_up = not by or INDICATORS[code].numerator.counting in ("sum", "recorded")
            if adds_up or (by == "&by=region" and INDICATORS[code].numerator.counting == "stock"):
                assert sum(values) == row["value"], (code, by)


@pytest.mark.parametrize("path", FORMS)
async def test_every_answer_says_when_it_was_asked_and_what_is_counted(
    app: Service, path: str
) -> None:
    """The time of the query is shown, and up to when it is counted, in every form."""
    query, forms = FORMS[path]
    address = f"{path}?{query}"
    ledger = Ledger()
    ledger.session(date(2019, 7, 1), region=COUNTY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    before = datetime.now(UTC)
    body = (await get(app, address)).json()
    assert before <= datetime.fromisoformat(body["asked_at"]) <= datetime.now(UTC)
    assert body["counted_until"] is None, "without the journals it is not known"
    await one(app.state.pool, COUNTED)
    body = (await get(app, address)).json()
    assert datetime.fromisoformat(body["counted_until"]) == datetime(2020, 1, 5, 1, tzinfo=UTC)
    for form in forms:
        answer = await get(app, f"{address}&format={form}&lang=en")
        assert answer.status == 200
        rows = sheet(answer.body) if form == "xlsx" else lines(answer.body)
        notes = {row[0]: row[1] for row in rows if len(row) > 1}
        asked_at = datetime.strptime(notes["Asked at"], "%Y-%m-%d %H:%M:%S %z")
        assert timedelta() <= datetime.now(UTC) - asked_at < timedelta(minutes=1)
        assert notes["Counted until"] == "2020-01-05 09:00:00 +08:00"


def sheet(content: bytes) -> list[list[str]]:
    """Every row of a workbook's sheets, as text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[str(cell.value) for cell in row] for page in book for row in page.iter_rows()]


def lines(content: bytes) -> list[list[str]]:
    """Every row of a CSV file."""
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def test_no_operation_with_figures_is_left_out() -> None:
    """An operation that is new must say when it was asked, and stand in the list above."""
    paths = {
        route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)
    }
    figures = {path for path in paths if path.startswith(("/v1/statistics", "/v1/reports"))}
    assert figures | {"/v1/indicators"} == FORMS.keys() | WITHOUT_FIGURES


async def test_every_page_says_when_it_was_asked_and_what_is_counted(app: Service) -> None:
    """The time of the query, and up to when all is counted, in both languages."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    ledger.session(DAY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    await one(app.state.pool, COUNTED)
    for path in PAGES:
        query = f"region={CITY}&period=2019" + ("&indicator=contacts" if path == "/figure" else "")
        address = f"{path.replace('{code}', 'contacts')}?{query}"
        for language, words in (
            ("zh", ("查询时间：今天", "数据计入截至2020-01-05 09:00")),
            ("en", ("Asked at ", " today", "Counted up to 2020-01-05 09:00")),
        ):
            answer = await get(app, f"{address}&lang={language}", accept="text/html")
            assert answer.status == 200, answer.body.decode()
            assert all(word in answer.body.decode() for word in words), address
