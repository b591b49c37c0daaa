"""Waiting for changes: an answer comes with the change, and waiting costs nobody else anything."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.cases.app import CasesSettings, build
from services.cases.changes.following import AT_ONCE
from shared.http.application import Service
from shared.http.server import start
from shared.vault import VaultKeys
from tests.positions import POSITION_KEY
from tests.services.cases.calls import CONTACT, REGION, a_client, problem
from tests.services.cases.changes.calls import (
    ALL_ACTIONS,
    a_confirmed_case,
    all_changes,
    changes,
    types,
)
from tests.services.service import Client, serving, verifier

pytestmark = pytest.mark.postgres

LONG = 30  # seconds: the longest wait; what ends it must end it before
BEFORE_THAT = 20.0  # seconds


@pytest.fixture
def service(dsn: str, tmp_path: Path) -> Service:
    """The service with two connections to its database."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    settings = CasesSettings(
        cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY, pool_size=2
    )
    return build(settings, verifier())


@pytest.fixture
async def api(service: Service) -> AsyncIterator[Client]:
    """It is called by an agency of Henan."""
    async with serving(service) as client:
        yield client


@pytest.fixture
def police(api: Client) -> Client:
    """The police of the county."""
    return api.as_agency("police", "410102", actions=ALL_ACTIONS)


def waiting(api: Client, after: str = "") -> asyncio.Task[dict[str, Any]]:
    """A call that waits as long as is allowed."""
    return asyncio.create_task(changes(api, after, wait=LONG))


async def at_work(service: Service, number: int) -> None:
    """Return when so many calls are at it, some of which may have to come or to end first."""
    async with asyncio.timeout(BEFORE_THAT):
        while service.state.following.at_work != number:
            await asyncio.sleep(0.01)


async def ended(*tasks: asyncio.Task[Any]) -> list[Any]:
    """The results of calls that have ended before their wait is over."""
    async with asyncio.timeout(BEFORE_THAT):
        return await asyncio.gather(*tasks)


async def test_a_change_ends_the_wait(api: Client, police: Client) -> None:
    """Of whoever it concerns: the agency that is responsible, one that was asked, an overseer."""
    provider = api.as_agency("social_work_provider", "410102")
    laboratory = api.as_agency("laboratory", "410102")
    case_id, _ = await a_confirmed_case(provider, police)
    calls = [waiting(each, (await all_changes(each))[1]) for each in (provider, police, laboratory)]
    bystander = waiting(api.as_agency("social_work_provider-2", "410102"))
    asked = {"asked_of": "laboratory", "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    reply = await provider.post(f"/v1/cases/{case_id}/test-appointments", asked)
    assert reply.status == 201, reply
    for answer in await ended(*calls):
        assert types(answer["changes"]) == ["DrugTestAppointed"]
    assert not bystander.done()
    bystander.cancel()


async def test_the_end_of_a_part_ends_the_wait(api: Client, police: Client) -> None:
    """Once; the next call waits again."""
    provider = api.as_agency("social_work_provider", "410102")
    case_id, _ = await a_confirmed_case(provider, police)
    call = waiting(provider, (await all_changes(provider))[1])
    given = {"agency": "social_work_provider-2", "reason": "provider_changed"}
    path = f"/v1/cases/{case_id}/reassignment"
    assert (await police.post(path, given, If_Match='"2"')).status == 201
    [answer] = await ended(call)
    assert types(answer["changes"]) == ["relation_ended"]
    assert (await changes(provider, answer["next"]))["changes"] == []


async def test_a_registration_ends_the_wait_of_its_agency_alone(
    api: Client, police: Client
) -> None:
    """No overseer is told of it."""
    own, other = waiting(api), waiting(police)
    await a_client(api)
    [answer] = await ended(own)
    assert types(answer["changes"]) == ["ClientRegistered"]
    assert not other.done()
    other.cancel()


async def test_what_was_written_before_the_wait_is_answered_at_once(api: Client) -> None:
    """Nobody waits for what is there."""
    await a_client(api)
    [answer] = await ended(waiting(api))
    assert types(answer["changes"]) == ["ClientRegistered"]


async def test_a_wait_without_a_change_ends_with_the_same_cursor_or_a_later_one(
    api: Client,
) -> None:
    """And with nothing; from there the next change is offered."""
    await a_client(api)
    _, after = await all_changes(api)
    answer = await changes(api, after, wait=1)
    assert (answer["changes"], answer["more"]) == ([], False)
    await a_client(api, "110101199003078822")
    assert types((await changes(api, answer["next"]))["changes"]) == ["ClientRegistered"]


async def test_waiting_calls_hold_no_connection_and_are_limited(
    api: Client, service: Service
) -> None:
    """With two connections, more than that wait while others are served; one more is refused."""
    _, after = await all_changes(api)
    calls = [waiting(api, after) for _ in range(AT_ONCE)]
    await at_work(service, AT_ONCE)
    reply = await api.get("/v1/changes")
    problem(reply, 429, "too-many-at-once")
    assert reply.headers["Retry-After"] == "1"
    await changes(api.as_agency("other", "41"))
    await a_client(api)
    for answer in await ended(*calls):
        assert types(answer["changes"]) == ["ClientRegistered"]
    await at_work(service, 0)


async def test_a_caller_who_leaves_waits_no_more(api: Client, service: Service) -> None:
    """Its place is free again."""
    calls = [waiting(api) for _ in range(AT_ONCE)]
    await at_work(service, AT_ONCE)
    for call in calls:
        call.cancel()
    await at_work(service, 0)


async def test_a_server_that_stops_ends_the_wait(api: Client, service: Service) -> None:
    """With an answer from which the caller goes on at the next one."""
    await a_client(api)
    after = (await all_changes(api))[1]
    server = await start(service, lifespan=False)
    try:
        url = f"http://127.0.0.1:{server.port}"
        call = waiting(Client(url, api.session, api.token), after)
        await at_work(service, 1)
    finally:
        await server.stop()
    [answer] = await ended(call)
    assert answer["changes"] == []
    await a_client(api, "110101199003078822")
    assert types((await changes(api, answer["next"]))["changes"]) == ["ClientRegistered"]


async def test_changes_go_on_while_many_are_written(api: Client) -> None:
    """A chain of waits offers each contact of many writers once."""
    case_ids = []
    for number in ("11010519491231002X", "110101199003078822"):
        file = {"client_id": await a_client(api, number), "kind": "at_large", "region": REGION}
        case_ids.append((await api.post("/v1/cases", file)).body["case_id"])

    async def write(case_id: str) -> list[str]:
        path = f"/v1/cases/{case_id}/contacts"
        return [(await api.post(path, CONTACT)).body["entry_id"] for _ in range(15)]

    writing = asyncio.gather(*(write(case_ids[n % 2]) for n in range(6)))
    found: list[Any] = []
    after = ""
    async with asyncio.timeout(BEFORE_THAT):
        while types(found).count("ContactRecorded") < 90:
            answer = await changes(api, after, wait=LONG, limit=7)
            found, after = found + answer["changes"], answer["next"]
    written = [entry for entries in await writing for entry in entries]
    contacts = [c["entry_id"] for c in found if c["type"] == "cases.ContactRecorded.v1"]
    assert sorted(contacts) == sorted(written)
    for case_id in case_ids:
        versions = [c["version"] for c in found if c.get("case_id") == case_id]
        assert versions == list(range(1, 47))
