"""A place with agencies of every kind, for tests of who may do what."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from services.cases.app import CasesSettings, build
from services.cases.case.examples import LABORATORY
from services.cases.context import Context
from shared.agencies import Agencies, AgencyKind
from shared.http.application import Service
from shared.id_number import check_digit
from shared.identity.tokens import Verifier
from shared.vault import VaultKeys
from tests.agencies import REGISTER, agency, id_of
from tests.positions import POSITION_KEY
from tests.services.cases.calls import REGION
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import ISSUER, Client, Reply, serving

ALL = (
    "cases:read",
    "cases:write",
    "cases:oversee",
    "clients:personal",
    "outreach:read",
    "outreach:write",
    "staff:read",
    "staff:write",
    "statistics:read",
)
FAR = "33"  # a province where the place's case is not

PROVIDER = id_of(AgencyKind.SOCIAL_WORK_PROVIDER)
WORKSTATION = id_of(AgencyKind.STREET_WORKSTATION)
POLICE = id_of(AgencyKind.POLICE)
OFFICE = id_of(AgencyKind.ANTI_DRUG_OFFICE)
HOSPITAL = id_of(AgencyKind.HOSPITAL)
__all__ = ["ALL", "HOSPITAL", "LABORATORY", "OFFICE", "POLICE", "PROVIDER", "WORKSTATION"]


def far_id(kind: AgencyKind) -> str:
    """The agency of a kind that the register has for another province only."""
    return f"far-{kind}"


FAR_REGISTER = Agencies(
    [*REGISTER, *(agency(far_id(kind), kind, FAR) for kind in AgencyKind)], version="tests"
)


def id_number(number: int) -> str:
    """One of many ID numbers of nobody, by its number.

    >>> id_number(1)
    '110101199003070011'
    """
    digits = f"11010119900307{number:03d}" if number < 1000 else f"1101011991{number:07d}"
    return digits + check_digit(digits)


@dataclass
class Place:
    """A running services/cases and its callers; `context` is what its routes work with."""

    api: Client
    app: Service
    dsn: str
    register: "Changing"

    def __post_init__(self) -> None:
        self._numbers, self._keys = count(1), count(1)

    @property
    def context(self) -> Context:
        """What the routes of the application work with."""
        context: Context = self.app.state.context
        return context

    def by(
        self, agency_id: str, *regions: str, actions: tuple[str, ...] = ALL, user: str = "tester"
    ) -> Client:
        """A caller for an agency; in the province of the case unless regions are given."""
        token = ISSUER.mint(agency_id, regions or ("41",), actions, user=user or None)
        return Client(self.api.url, self.api.session, token, self._keys)

    def number(self) -> str:
        """An ID number that nobody here has."""
        return id_number(next(self._numbers))

    async def registered(
        self, agency_id: str, number: str = "", actions: tuple[str, ...] = ALL, **more: Any
    ) -> str:
        """A client of an agency."""
        body = {"name": "测试乙", "id_number": number or self.number(), **more}
        reply = await self.by(agency_id, actions=actions).post("/v1/clients", body)
        assert reply.status in (200, 201), reply
        return str(reply.body["client_id"])

    async def asks_to_open(self, agency_id: str, number: str = "", **more: Any) -> Reply:
        """The answer to an agency that opens a case of a person."""
        client = await self.registered(agency_id, number)
        return await self.by(agency_id).post("/v1/cases", file_of(client, **more))

    async def opened(self, agency_id: str, number: str = "", **more: Any) -> str:
        """A case that an agency has, confirmed by the police where that is needed."""
        reply = await self.asks_to_open(agency_id, number, **more)
        assert reply.status == 201, reply
        case_id = str(reply.body["case_id"])
        if not reply.body["confirmed"]:
            done = await self.oversee(case_id, "confirmation", {}, 1)
            assert done.status == 201, done
        return case_id

    async def oversee(self, case_id: str, what: str, body: Any, version: int) -> Reply:
        """The police's decision about a case."""
        path = f"/v1/cases/{case_id}/{what}"
        return await self.by(POLICE).post(path, body, If_Match=f'"{version}"')

    async def reassigned(self, case_id: str, agency_id: str, version: int) -> None:
        """Another agency is responsible from now on."""
        body = {"agency": agency_id, "reason": "moved"}
        reply = await self.oversee(case_id, "reassignment", body, version)
        assert reply.status == 201, reply


class Changing:
    """A register of agencies that a test changes while the service runs."""

    def __init__(self, entries: Agencies) -> None:
        self.entries = entries

    def present(self) -> Agencies:
        """What the test has said last."""
        return self.entries

    def state(self) -> str:
        """Nothing is wrong with it."""
        return "ok"


def file_of(client: str, **more: Any) -> dict[str, Any]:
    """A case to open."""
    return {
        "client_id": client,
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "2019-01-10",
        **more,
    }


@asynccontextmanager
async def a_place(dsn: str, folder: Path, **settings: Any) -> AsyncIterator[Place]:
    """The service over a migrated database, with the agencies of tests and some far away."""
    keys = folder / "vault.json"
    if not keys.exists():
        VaultKeys.create(keys)
    register = Changing(FAR_REGISTER)
    app = build(
        CasesSettings(cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY, **settings),
        Verifier(ISSUER, issuer="tests", register=register),
    )
    await make_worklist(dsn)
    async with serving(app) as api:
        yield Place(api, app, dsn, register)
