"""Who sees and enters what of points: by the table's cell of help, and nobody else."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from shared.journal.journal import Append
from tests.services.cases.calls import problem
from tests.services.cases.place import HOSPITAL, OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import a_station, an_item, exchange
from tests.services.cases.test_revocation import after_lookup

pytestmark = pytest.mark.postgres


async def test_the_account_is_read_as_help_is(place: Place) -> None:
    """The responsible agency writes, overseers read, and for others there is no such case."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    merit = {"occurred_on": "2020-01-10", "merit": "goal_met"}
    path = f"/v1/cases/{case}"
    for agency, status in ((OFFICE, 403), (POLICE, 403), (PROVIDER, 404), (HOSPITAL, 404)):
        caller = place.by(agency)
        assert (await caller.post(f"{path}/merits", merit)).status == status
        assert (await exchange(caller, case, station, item)).status == status
        read = await caller.get(f"{path}/points")
        assert read.status == (200 if status == 403 else 404)
    assert (await api.post(f"{path}/merits", merit)).status == 201
    spent = await exchange(api, case, station, item)
    assert spent.status == 201, spent
    void = f"{path}/points/exchanges/{spent.body['entry_id']}/void"
    problem(await place.by(POLICE).post(void, {"reason": "mistaken"}), 403, "not-entitled")
    # Passed on, the account goes with the case.
    await place.reassigned(case, PROVIDER, (await api.get(path)).body["version"])
    assert (await api.get(f"{path}/points")).status == 404
    assert (await api.post(void, {"reason": "mistaken"})).status == 404
    account = await place.by(PROVIDER).get(f"{path}/points?year=2024")
    assert account.body["lines"][0]["about"] == spent.body["entry_id"]
    assert (await place.by(PROVIDER).post(void, {"reason": "mistaken"})).status == 201


async def test_a_shop_of_another_county_has_nothing_for_a_case(place: Place) -> None:
    """Nor is told whether it has the item."""
    api = place.by(WORKSTATION)
    far = {"region": "410105001000", "name": "丙站"}
    made = await api.post("/v1/workstations", far)
    item = await an_item(api, made.body["workstation_id"])
    case = await place.opened(WORKSTATION)
    await api.post(f"/v1/cases/{case}/merits", {"occurred_on": "2020-01-10", "merit": "goal_met"})
    reply = await exchange(api, case, made.body["workstation_id"], item)
    problem(reply, 409, "item-unknown")


async def test_what_was_imported_of_exchanges_is_shown_by_todays_right(place: Place) -> None:
    """An agency that lost the case sees nothing of them any more."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    await api.post(f"/v1/cases/{case}/merits", {"occurred_on": "2020-01-10", "merit": "goal_met"})
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    assert (await exchange(api, case, station, item, Import_Id=import_id)).status == 201
    (entry,) = (await api.get(f"/v1/imports/{import_id}")).body["entries"]
    assert entry["type"] == "cases.PointsSpent.v1"
    assert "client_id" not in entry["facts"]
    await place.reassigned(case, PROVIDER, (await api.get(f"/v1/cases/{case}")).body["version"])
    assert (await api.get(f"/v1/imports/{import_id}")).status == 404


def before_append(
    place: Place,
    stream: str,
    then: Callable[[], Awaitable[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have `then` happen when a command on such a stream was decided, and is not written yet."""
    append, waiting = place.context.journal.append, [then]

    async def delayed(wanted: Append) -> None:
        if wanted.stream_id.startswith(stream) and waiting:
            await waiting.pop()()
        await append(wanted)

    monkeypatch.setattr(place.context.journal, "append", delayed)


async def test_who_has_given_a_case_up_exchanges_nothing_any_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the exchange was decided before the case was given to another agency."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    path = f"/v1/cases/{case}"
    await api.post(f"{path}/merits", {"occurred_on": "2020-01-10", "merit": "goal_met"})
    version = (await api.get(path)).body["version"]
    given = partial(place.reassigned, case, PROVIDER, version)
    before_append(place, "points-", given, monkeypatch)
    problem(await exchange(api, case, station, item), 404, "not-found")
    account = (await place.by(PROVIDER).get(f"{path}/points?year=2024")).body
    assert (account["version"], account["lines"]) == (0, [])
    assert (await exchange(place.by(PROVIDER), case, station, item)).status == 201


async def test_an_entry_of_the_case_that_comes_in_between_is_counted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exchange is decided anew: points that were taken back meanwhile are not spent."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    path = f"/v1/cases/{case}"
    merit = {"occurred_on": "2020-01-10", "merit": "goal_met"}
    earned = (await api.post(f"{path}/merits", merit)).body
    void = partial(
        api.post,
        f"{path}/entries/{earned['entry_id']}/void",
        {"reason": "mistaken"},
        If_Match=f'"{earned["version"]}"',
    )
    before_append(place, "points-", void, monkeypatch)
    problem(await exchange(api, case, station, item), 409, "not-enough-points")


async def test_who_has_given_a_case_up_proposes_no_relief_for_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where the case is given up while the proposal is on its way."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    case = await place.opened(WORKSTATION)
    version = (await api.get(f"/v1/cases/{case}")).body["version"]
    given = partial(place.reassigned, case, PROVIDER, version)
    before_append(place, "reliefbox-", given, monkeypatch)
    path = f"/v1/workstations/{station}/relief-box/proposals"
    body = {"occurred_on": "2024-05-06", "purpose": "medical", "amount_fen": 100, "case_id": case}
    reply = await api.post(path, body)
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_case"
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert box["proposals"] == []


async def test_an_account_is_not_shown_to_who_gave_the_case_up_meanwhile(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a team: both answer what the case was to the caller after they were read."""
    api = place.by(WORKSTATION)
    case = await place.opened(WORKSTATION)
    version = (await api.get(f"/v1/cases/{case}")).body["version"]
    for what, to in (("points", PROVIDER), ("team", WORKSTATION)):
        caller = place.by(WORKSTATION if to == PROVIDER else PROVIDER)
        agency = WORKSTATION if to == PROVIDER else PROVIDER
        given = partial(place.reassigned, case, to, version)
        after_lookup(place, agency, given, monkeypatch)
        problem(await caller.get(f"/v1/cases/{case}/{what}"), 404, "not-found")
        version += 1
