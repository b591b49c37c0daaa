"""The list of cases that nobody has and the figure say the same, look by look; so do stations."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import asyncpg
import pytest

from services.cases.observed import looking as module
from services.cases.observed.looking import Looking
from services.reporting.declared.measures.lacking import WITHOUT_WORKER
from services.reporting.declared.words import Measure
from shared.events import parse
from tests.services.cases.place import OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import (
    TODAY,
    a_worker,
    by,
    is_absent,
    joins,
    orphaned,
)

pytestmark = pytest.mark.postgres

ALL_EVENTS = "SELECT type, data, stream_id FROM events ORDER BY position"


async def stock(dsn: str, measure: Measure, day: date = TODAY, region: str = "") -> int:
    """What a measure comes to on a day, from the journal alone; in one region, or in all."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(ALL_EVENTS)
    finally:
        await connection.close()
    events = [parse(row["type"], row["data"]) for row in rows]
    return sum(
        fact.delta
        for event in events
        if type(event) in measure.reads
        for fact in measure.reads[type(event)](event)
        if (fact.day is None or fact.day <= day) and fact.region.startswith(region)
    )


async def test_the_figure_says_what_the_list_says(place: Place) -> None:
    """Whoever is in no team, whose worker has left, or is absent without cover; until another one
    joins, the worker is covered, the case ends or its team has nobody any more.
    """
    looking, api = Looking(place.context), by(place)
    cases = [await place.opened(WORKSTATION) for _ in range(4)]
    workers = [await a_worker(api) for _ in range(4)]
    at_large = await place.opened(WORKSTATION, kind="at_large", decided_on=None)

    async def same(expected: set[str]) -> None:
        await looking.look()
        assert await orphaned(api) == expected
        assert await stock(place.dsn, WITHOUT_WORKER) == len(expected)

    await same({*cases})
    joined = [
        await joins(api, case, worker)
        for case, worker in zip([*cases, at_large], [*workers, workers[0]], strict=True)
    ]
    await same(set())
    left = {"left_on": "2020-01-01", "reason": "resigned"}
    reply = await api.post(f"/v1/workers/{workers[0]}/leaving", left, If_Match='"1"')
    assert reply.status == 201, reply
    await is_absent(api, workers[1], 1)
    await same({cases[0], cases[1], at_large})
    await joins(api, cases[0], workers[3])
    body = {"occurred_on": "2020-02-01", "reason": "left_agency"}
    gone = await api.post(f"/v1/cases/{at_large}/team/{joined[4]}/leaving", body)
    assert gone.status == 201, gone
    await same({cases[1], at_large})
    gone = await api.post(f"/v1/cases/{cases[1]}/team/{joined[1]}/leaving", body)
    assert gone.status == 201, gone
    await same({cases[1], at_large})  # its team says so now
    assert await stock(place.dsn, WITHOUT_WORKER, TODAY - timedelta(days=1)) == 1


async def test_a_void_case_was_never_without_a_worker(place: Place) -> None:
    """Neither on the day of the look nor on one before, whether it was so still or was over."""
    looking, api = Looking(place.context), by(place)
    cases = [await place.opened(WORKSTATION) for _ in range(2)]
    kept = await place.opened(WORKSTATION)
    worker, other = [await a_worker(api) for _ in range(2)]
    for case in (*cases, kept):
        await joins(api, case, worker)
    await is_absent(api, worker, 1)
    await looking.look()
    joining = await joins(api, cases[0], other)
    await looking.look()
    assert await stock(place.dsn, WITHOUT_WORKER) == 2
    reply = await api.post(
        f"/v1/cases/{cases[0]}/entries/{joining}/void", {"reason": "duplicate"}, If_Match='"4"'
    )
    assert reply.status == 201, reply
    await looking.look()
    assert await stock(place.dsn, WITHOUT_WORKER) == 3
    for case in cases:
        shown = (await api.get(f"/v1/cases/{case}")).body
        for entry in reversed([each for each in shown["entries"] if not each["void"]]):
            version = (await api.get(f"/v1/cases/{case}")).body["version"]
            path = f"/v1/cases/{case}/entries/{entry['entry_id']}/void"
            done = await api.post(path, {"reason": "wrong_client"}, If_Match=f'"{version}"')
            assert done.status == 201, done
        assert (await api.get(f"/v1/cases/{case}")).body["phase"] == "opened_in_error"
    assert await looking.look() == 2
    assert await looking.look() == 0
    assert await spans(place.dsn, cases) == {}
    assert await stock(place.dsn, WITHOUT_WORKER) == 1


async def spans(dsn: str, cases: list[str]) -> Counter[date | None]:
    """On which days the figure of clients without a worker goes up or down for some cases."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(ALL_EVENTS)
    await connection.close()
    days: Counter[date | None] = Counter()
    for row in rows:
        event = parse(row["type"], row["data"])
        if type(event) in WITHOUT_WORKER.reads and any(each in row["data"] for each in cases):
            for fact in WITHOUT_WORKER.reads[type(event)](event):
                days[fact.day] += fact.delta
    return Counter({day: delta for day, delta in days.items() if delta})


async def test_looks_at_once_say_it_once(place: Place) -> None:
    """Two processes look at the same moment; one of them is asked again where nothing is new."""
    api = by(place)
    worker, case = await a_worker(api), await place.opened(WORKSTATION)
    await joins(api, case, worker)
    await is_absent(api, worker, 1)
    lookers = [Looking(place.context) for _ in range(3)]
    written = await asyncio.gather(*(each.look() for each in lookers))
    assert sum(written) == 1
    assert await lookers[0].look() == await lookers[0].look() == 0
    assert await stock(place.dsn, WITHOUT_WORKER) == 1


async def test_what_is_observed_is_told_to_no_agency(place: Place) -> None:
    """Neither as a change, nor in the file, its timeline or its export: who is absent is for the
    own agency, and a version that moved would tell of it."""
    api = by(place)
    worker, case = await a_worker(api), await place.opened(WORKSTATION)
    await joins(api, case, worker)

    async def seen() -> dict[str, object]:
        found: dict[str, object] = {}
        for agency in (WORKSTATION, POLICE, OFFICE, PROVIDER):
            caller = by(place, agency)
            page = (await caller.get("/v1/changes")).body
            found[f"{agency} changes"] = [each["type"] for each in page["changes"]]
            for part in ("", "/timeline", "/team"):
                reply = await caller.get(f"/v1/cases/{case}{part}")
                found[f"{agency} {part}"] = (reply.status, reply.headers.get("ETag"))
                if reply.status == 200 and part == "/timeline":
                    found[f"{agency} items"] = len(reply.body["items"])
        return found

    before = await seen()
    assert before[f"{POLICE} changes"]
    assert before[f"{WORKSTATION} items"]
    await is_absent(api, worker, 1)
    assert await Looking(place.context).look() == 1
    assert await seen() == before


async def test_a_look_that_fails_is_not_the_last(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where it is a fault of ours: what it would have said is said later."""
    api, looking = by(place), Looking(place.context)
    worker, case = await a_worker(api), await place.opened(WORKSTATION)
    await joins(api, case, worker)
    await is_absent(api, worker, 1)
    look = looking.look
    failures = iter([ValueError("a fault"), OSError("away")])

    async def fails_twice() -> int:
        for failure in failures:
            raise failure
        return await look()

    monkeypatch.setattr(looking, "look", fails_twice)
    monkeypatch.setattr(module, "LOOK", 0.01)
    monkeypatch.setattr(module, "RESTS", 0)
    task = asyncio.create_task(looking.keep_looking())
    try:
        async with asyncio.timeout(30):
            while not await stock(place.dsn, WITHOUT_WORKER):
                await asyncio.sleep(0.02)
    finally:
        task.cancel()
