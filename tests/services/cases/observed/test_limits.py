"""Workers with too many cases, and stations with too few workers: list and figure say the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from services.cases.duties.applied import apply
from services.cases.observed.looking import Looking
from services.reporting.declared.measures.lacking import (
    STATIONS_UNDERSTAFFED,
    WITHOUT_WORKER,
    WORKERS_OVER_LIMIT,
)
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from tests.services.cases.observed.test_looking import stock
from tests.services.cases.place import OFFICE, WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import TODAY, a_worker, by, joins, orphaned

pytestmark = pytest.mark.postgres

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
    """Until a full-time worker serves there, and again when the last one has left.

    Where no roster has anybody, the list has them all and the figure none.
    """
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

    assert await looking.look() == 0
    assert len((await office.get(STATIONS)).body["workstations"]) == 2
    await a_worker(api)
    await same({*stations})
    worker = await a_worker(api, workstation_id=stations[0])
    await a_worker(api, workstation_id=stations[1], employment="volunteer")
    await same({stations[1]})
    left = {"left_on": str(TODAY), "reason": "resigned"}
    reply = await api.post(f"/v1/workers/{worker}/leaving", left, If_Match='"1"')
    assert reply.status == 201, reply
    await same({*stations})


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
