"""Who makes a session or an article void: who recorded it, and the region's anti-drug offices."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import KINDS
from tests.services.service import Client

pytestmark = pytest.mark.postgres

OFFICE = AgencyKind.ANTI_DRUG_OFFICE
OTHERS = [kind for kind in AgencyKind if kind is not OFFICE]
MISTAKEN = {"reason": "mistaken"}


async def recorded(api: Client, path: str, body: dict[str, Any], name: str) -> str:
    """The address of a record that an agency has written."""
    reply = await api.post(path, body)
    assert reply.status == 201, reply
    return f"{path}/{reply.body[f'{name}_id']}"


async def events(dsn: str) -> int:
    """How many events the journal holds."""
    connection = await asyncpg.connect(dsn)
    try:
        number: int = await connection.fetchval("SELECT count(*) FROM events")
        return number
    finally:
        await connection.close()


@KINDS
async def test_no_agency_takes_back_what_another_has_recorded(
    api: Client, dsn: str, path: str, body: dict[str, Any], name: str
) -> None:
    """Of every kind but one: 403, and the record still counts; it may be read, and says so."""
    own = api.as_agency(id_of(OTHERS[0], 2))
    record = await recorded(own, path, body, name)
    for kind in OTHERS:
        other = api.as_agency(id_of(kind))
        for headers in ({}, {"Dry_Run": "true"}):
            refused = await other.post(f"{record}/void", MISTAKEN, If_Match='"1"', **headers)
            said = problem(refused, 403, "not-entitled")
            assert "Another agency recorded this" in said["detail"]
            assert "其他单位登记" in said["detail_zh"]
        assert (await other.get(record)).body["void"] is False
    assert await events(dsn) == 1


@KINDS
async def test_each_kind_takes_back_its_own(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """With a dry run before; repeated under the same key, it is answered again."""
    for kind in AgencyKind:
        own = api.as_agency(id_of(kind))
        void = await recorded(own, path, body, name) + "/void"
        assert (await own.post(void, MISTAKEN, If_Match='"1"', Dry_Run="true")).status == 204
        done, again = [
            await own.post(void, MISTAKEN, If_Match='"1"', key=f"void-{kind}") for _ in range(2)
        ]
        assert (done.status, again.body) == (201, done.body)
        assert again.headers["Idempotency-Replayed"] == "true"


@KINDS
async def test_an_anti_drug_office_takes_back_what_is_of_its_region(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """Elsewhere the record is not there, for the office and for who recorded it: as nobody's."""
    own = api.as_agency(id_of(AgencyKind.POLICE))
    record = await recorded(own, path, body, name)
    nobodys = await api.post(f"{path}/{uuid4()}/void", MISTAKEN, If_Match='"1"')
    for agency in (id_of(OFFICE), id_of(AgencyKind.POLICE), id_of(AgencyKind.HOSPITAL)):
        away = api.as_agency(agency, "33", "410203")
        refused = await away.post(f"{record}/void", MISTAKEN, If_Match='"1"')
        problem(refused, 404, "not-found")
        assert refused.body == nobodys.body
    office = api.as_agency(id_of(OFFICE), "410102")
    assert (await office.post(f"{record}/void", MISTAKEN, If_Match='"1"')).status == 201
    assert (await own.get(record)).body["void"] is True


@KINDS
async def test_who_may_not_learns_nothing_by_what_is_sent(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """The rule comes before the body, the version and the key: the same 403, void or not."""
    own, other = api.as_agency("police"), api.as_agency("community")
    void = await recorded(own, path, body, name) + "/void"
    bodies: list[Any] = [MISTAKEN, {"reason": "no reason"}, {}, [], None]
    answers = []
    for _ in range(2):
        for sent in bodies:
            for version in ('"1"', '"2"', '"9"'):
                answers.append(await other.post(void, sent, key="theirs", If_Match=version))
        await own.post(void, MISTAKEN, key="theirs", If_Match='"1"')
    assert {each.status for each in answers} == {403}
    assert all(each.body == answers[0].body for each in answers)


@KINDS
async def test_a_record_whose_agency_is_not_known_is_the_offices(
    api: Client, dsn: str, path: str, body: dict[str, Any], name: str
) -> None:
    """Who recorded it stands in its event's metadata; where it does not, it is nobody's own."""
    own = api.as_agency("police")
    record = await recorded(own, path, body, name)
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("UPDATE events SET metadata = metadata::jsonb - 'agency'")
    finally:
        await connection.close()
    refused = await own.post(f"{record}/void", MISTAKEN, If_Match='"1"')
    problem(refused, 403, "not-entitled")
    assert (await api.post(f"{record}/void", MISTAKEN, If_Match='"1"')).status == 201
