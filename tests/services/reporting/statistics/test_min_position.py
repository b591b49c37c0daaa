"""A report waits for what its caller has written, and tells nothing of what others have."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from shared.http.application import Service
from tests.positions import sealed
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import DAY, Ledger

pytestmark = pytest.mark.postgres

YEAR = "/v1/reports/annual?region=4101&year=2019"
YEAR_PAGE = "/year?region=4101&period=2019"
FIGURES = "/v1/statistics?indicators=contacts&from=2019-01-01&to=2020-01-01"


@pytest.fixture
async def ledger(app: Service) -> Ledger:
    """An article, counted."""
    ledger = Ledger()
    ledger.article(DAY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    return ledger


async def test_a_report_waits_for_what_the_caller_has_written(
    app: Service, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted already: at once. Not counted in time: 503, and when to ask again."""
    stream = ledger.events[-1].stream_id
    first, second = (sealed(f"{stream}@{version}", "tests") for version in (1, 2))
    assert (await get(app, f"{YEAR}&min_position={first}")).status == 200
    monkeypatch.setattr("services.reporting.statistics.answering.POSITION_WAIT", 0.05)
    late = await get(app, f"{YEAR}&min_position={first}&min_position={second}")
    assert late.status == 503
    assert late.headers["retry-after"]


async def test_a_position_that_was_not_answered_to_the_caller_tells_nothing(
    app: Service, ledger: Ledger
) -> None:
    """Another agency's, one in plain, one made up: the same answer, is there the stream or not."""
    stream, nowhere = ledger.events[-1].stream_id, f"case-{UUID(int=0)}"
    others = [sealed(f"{each}@1", "another") for each in (stream, nowhere)]
    refused = []
    for position in (*others, f"{stream}@1", f"{nowhere}@1", "A" * 79, others[0][:-2], "%20"):
        for asked in (YEAR, "/v1/reports/annual/years?region=4101", f"{FIGURES}&region=4101"):
            refused.append(await get(app, f"{asked}&min_position={position}"))
    assert {answer.status for answer in refused} == {400}
    assert len({answer.body for answer in refused}) == 1
    [error] = refused[0].json()["errors"]
    assert (error["parameter"], error["reason"]) == ("min_position", "not_a_position")
    assert "as it is" in error["detail"]
    assert "照原样填写" in error["detail_zh"]


async def test_what_others_write_changes_no_answer_to_an_agency(
    app: Service, ledger: Ledger
) -> None:
    """Counted in another province: every answer, its headers and the page stay to the letter."""
    asked: list[tuple[str, dict[str, str]]] = [
        (YEAR, {}),
        (YEAR_PAGE, {"accept": "text/html"}),
        ("/v1/reports/annual?region=410102001&year=2019", {}),
        (f"{FIGURES}&region=4101", {}),
        (f"{FIGURES}&region=4101&by=mode", {}),
        ("/v1/reports/annual/years?region=4101", {}),
        ("/v1/indicators", {}),
    ]

    async def answers() -> list[Any]:
        got = [await get(app, address, **accepted) for address, accepted in asked]
        assert {each.status for each in got} == {200}
        return [(_without_the_time(each.body), sorted(each.headers.items())) for each in got]

    before = await answers()
    elsewhere = Ledger()
    for _ in range(5):
        elsewhere.article(DAY, region="330102001000")
    await app.state.consumer.apply("cases", 1, 0, elsewhere.events)
    assert await answers() == before


async def test_how_many_events_wait_to_be_counted_is_told_to_no_agency(
    app: Service, ledger: Ledger
) -> None:
    """Of three or of forty events of others: that not all is counted, in the same words."""
    told = []
    for waiting in (3, 40):

        async def look(_: float, waiting: int = waiting) -> int:
            return waiting

        app.state.freshness = SimpleNamespace(
            look=look, lag=lambda: 61.5, complete=False, uncounted=waiting
        )
        fresh = await get(app, "/v1/freshness")
        assert fresh.json() == {"complete": False}
        page = await get(app, f"{YEAR_PAGE}&lang=en", accept="text/html")
        assert b"1 minute behind: not everything recorded is counted yet" in page.body
        told.append((_without_the_time(page.body), page.headers))
    assert told[0] == told[1]


async def test_the_page_says_until_which_moment_all_is_counted(
    app: Service, ledger: Ledger
) -> None:
    """As the model has it of both journals, the earlier of the two; else that it is not known."""
    asked = f"{YEAR_PAGE}&lang=en"
    unknown = await get(app, asked, accept="text/html")
    assert b"Up to when all is counted is not known at present" in unknown.body
    async with app.state.pool.acquire() as connection:
        await connection.execute(
            "INSERT INTO live.cursors (source, cluster, complete_until) VALUES"
            " ('cases', 'c', '2020-01-05T01:30:07Z'), ('outreach', 'c', '2020-01-05T01:30:02Z')"
        )
    known = await get(app, asked, accept="text/html")
    assert b"Counted up to 2020-01-05 09:30" in known.body
    async with app.state.pool.acquire() as connection:
        await connection.execute(
            "UPDATE live.cursors SET complete_until = NULL WHERE source = 'cases'"
        )
    unknown = await get(app, asked, accept="text/html")
    assert b"Up to when all is counted is not known at present" in unknown.body


def _without_the_time(body: bytes) -> bytes:
    """An answer without what says when it was asked for."""
    return re.sub('(Asked at |查询时间：|"asked_at":)[^<,]*', "", body.decode()).encode()
