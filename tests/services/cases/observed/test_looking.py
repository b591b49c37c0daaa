"""The list of cases that nobody has and the figure say the same, look by look; so do stations."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import asyncpg
import pytest

from services.cases.duties.applied import apply
from services.cases.observed import looking as module
from services.cases.observed.looking import Looking
from services.reporting.declared.measures.lacking import (
    STATIONS_UNDERSTAFFED,
    WITHOUT_WORKER,
    WORKERS_OVER_LIMIT,
)
from services.reporting.declared.words import Measure
from shared.events import parse
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in
from shared.policies.values import Value
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


CASELOADS = "/v1/workers/caseloads?over=true"
STATIONS = "/v1/workstations/understaffed"


@pytest.fixture
def one_each() -> Iterator[None]:
    """A worker may have one case, and in another county two."""
    numbers = [each for each in built_in().numbers if each.value is not Value.CLIENTS_PER_WORKER]
    [most] = [each for each in built_in().numbers if each.value is Value.CLIENTS_PER_WORKER]
    there = replace(most.holding, regions=("410103",))
    numbers += [replace(most, number=1), replace(most, code="two", number=2, holding=there)]
    use_policies(replace(built_in(), numbers=tuple(numbers)))
    yield
    use_policies(None)


@pytest.mark.usefixtures("one_each")
async def test_the_figure_of_workers_says_what_the_list_says(place: Place) -> None:
    """Who carries more cases than the own region allows, until cases end or the worker has left;
    who moves to where more are allowed is over no more.
    """
    looking, api = Looking(place.context), by(place)
    cases = [await place.opened(WORKSTATION) for _ in range(3)]
    first, second, third = [await a_worker(api) for _ in range(3)]
    joined = [await joins(api, case, worker) for case in cases for worker in (first, second)]
    await joins(api, cases[0], third)
    for case in cases:  # in a role that carries no case
        await joins(api, case, third, role="volunteer")

    async def same(expected: set[str]) -> None:
        await looking.look()
        assert await looking.look() == 0
        found = (await by(place, OFFICE).get(CASELOADS)).body["workers"]
        assert {each["worker_id"] for each in found} == expected
        assert await stock(place.dsn, WORKERS_OVER_LIMIT) == len(expected)

    await same({first, second})
    moved = {"region": "410103001000", "moved_on": str(TODAY)}
    reply = await api.post(f"/v1/workers/{first}/move", moved, If_Match='"1"')
    assert reply.status == 201, reply
    await looking.look()  # over where it was; the next look finds it elsewhere
    await same({first, second})
    assert await stock(place.dsn, WORKERS_OVER_LIMIT, region="410103001000") == 1
    gone = {"occurred_on": "2020-02-01", "reason": "left_agency"}
    reply = await api.post(f"/v1/cases/{cases[0]}/team/{joined[0]}/leaving", gone)
    assert reply.status == 201, reply
    await same({second})
    left = {"left_on": str(TODAY), "reason": "resigned"}
    reply = await api.post(f"/v1/workers/{second}/leaving", left, If_Match='"1"')
    assert reply.status == 201, reply
    await same(set())
    assert await stock(place.dsn, WORKERS_OVER_LIMIT, TODAY - timedelta(days=1)) == 0


async def test_the_figure_of_stations_says_what_the_list_says(place: Place) -> None:
    """Until a full-time worker serves there, and again when the last one has left."""
    looking, office, api = Looking(place.context), by(place, OFFICE), by(place)
    stations = []
    for name in ("一号站", "二号站"):
        body = {"region": "410102001000", "name": name}
        stations.append((await office.post("/v1/workstations", body)).body["workstation_id"])

    async def same(expected: set[str]) -> None:
        await looking.look()
        assert await looking.look() == 0
        found = (await office.get(STATIONS)).body["workstations"]
        assert {each["workstation_id"] for each in found} == expected
        assert await stock(place.dsn, STATIONS_UNDERSTAFFED) == len(expected)

    await same({*stations})
    worker = await a_worker(api, workstation_id=stations[0])
    await a_worker(api, workstation_id=stations[1], employment="volunteer")
    await same({stations[1]})
    left = {"left_on": str(TODAY), "reason": "resigned"}
    reply = await api.post(f"/v1/workers/{worker}/leaving", left, If_Match='"1"')
    assert reply.status == 201, reply
    await same({*stations})


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


async def test_lists_go_by_the_policies_that_were_applied_as_the_look_does(place: Place) -> None:
    """Not by those of the process's own file, which differs from them while an upgrade goes on."""
    api, office = by(place), by(place, OFFICE)
    worker, other = [await a_worker(api) for _ in range(2)]
    for _ in range(2):
        await joins(api, await place.opened(WORKSTATION), worker)
    lonely = await place.opened(WORKSTATION)
    await joins(api, lonely, other, role="volunteer")
    body = {"region": "410102001000", "name": "一号站"}
    station = (await office.post("/v1/workstations", body)).body["workstation_id"]
    connection = await asyncpg.connect(place.dsn)
    await apply(connection, built_in(), TODAY)
    await connection.close()
    [team] = built_in().teams
    roles = {code: replace(role, carries=code == "volunteer") for code, role in team.roles.items()}
    own = [
        replace(each, number={Value.CLIENTS_PER_WORKER: 1}.get(each.value, 0))
        if each.value in (Value.CLIENTS_PER_WORKER, Value.FEWEST_WORKERS)
        else each
        for each in built_in().numbers
    ]
    use_policies(replace(built_in(), teams=(replace(team, roles=roles),), numbers=tuple(own)))
    try:
        await Looking(place.context).look()
        assert await orphaned(api) == {lonely}
        assert (await office.get(CASELOADS)).body["workers"] == []
        shown = (await api.get(f"/v1/workers/{worker}/caseload")).body
        assert (shown["cases"], shown["allowed"]) == (2, 30)
        found = (await office.get(STATIONS)).body["workstations"]
        assert [each["workstation_id"] for each in found] == [station]
    finally:
        use_policies(None)
    assert await stock(place.dsn, WITHOUT_WORKER) == 1
    assert await stock(place.dsn, WORKERS_OVER_LIMIT) == 0
    assert await stock(place.dsn, STATIONS_UNDERSTAFFED) == 1


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
