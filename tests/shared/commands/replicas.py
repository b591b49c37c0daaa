"""Replicas of a service's command handler on one journal, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

import asyncpg

from services.cases.case.contacts import RecordContact
from services.cases.case.decider import Command, case
from services.cases.case.opening import OpenCase
from services.cases.case.programme import ReportIn
from services.cases.case.state import Case
from services.cases.streams import case_stream
from shared.agencies import AgencyKind
from shared.answers import Answer
from shared.command_handler import CommandHandler, Loaded
from shared.database import Pool
from shared.events.cases.contacts import ContactMode
from shared.events.cases.kinds import CaseKind
from shared.http.call import Call
from shared.identity.claims import Caller
from shared.ids import new_id
from shared.journal.journal import NOTHING_ASKED, Asked, Journal, Look
from shared.stream_cache import StreamCache
from tests.positions import POSITIONS

TODAY = date(2019, 12, 31)
CALLER = Caller("agency", ("41",), frozenset(), kind=AgencyKind.ANTI_DRUG_OFFICE)
KEYS = count(1)


def call() -> Call:
    """A call under a key of its own."""
    return Call(CALLER, f"key-{next(KEYS)}", b"hash", None, "00-trace")


class WatchedJournal(Journal):
    """A journal that notes how many events each read of a stream gave."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self.read_events: list[int] = []

    async def look(self, stream_id: str, since: int = 1, asked: Asked = NOTHING_ASKED) -> Look:
        """Look, and note it."""
        found = await super().look(stream_id, since, asked)
        self.read_events.append(len(found.events))
        return found


@dataclass
class Replica:
    """One process of the service: a handler with a memory and connections of its own."""

    journal: WatchedJournal
    handler: CommandHandler

    async def handle(self, case_id: UUID, command: Command) -> Answer:
        """Have a command handled."""
        return await self.handler.handle(call(), case, case_stream(case_id), command)

    async def state(self, case_id: UUID) -> Loaded[Case]:
        """The case as this replica sees it."""
        loaded = await self.handler.load(case, case_stream(case_id))
        return Loaded(loaded.state, loaded.version)


def replica_on(pool: Pool, *, remembers: bool = True) -> Replica:
    """A replica on a database; one that remembers nothing is how it was without the memory."""
    journal = WatchedJournal(pool)
    cache = StreamCache() if remembers else StreamCache(streams=0)
    return Replica(journal, CommandHandler(journal, lambda: TODAY, POSITIONS, cache=cache))


async def a_case(replica: Replica, contacts: int = 0) -> UUID:
    """A programme that was just opened, with some contacts."""
    case_id = new_id()
    await replica.handle(
        case_id,
        OpenCase(
            case_id,
            new_id(),
            new_id(),
            "agency",
            "agency",
            CaseKind.DETOXIFICATION,
            "410102001003",
            None,
            date(2019, 1, 10),
        ),
    )
    for _ in range(contacts):
        await replica.handle(case_id, a_contact())
    return case_id


def a_contact() -> RecordContact:
    """A command that every phase allows."""
    return RecordContact(new_id(), date(2019, 2, 1), ContactMode.PHONE)


def reporting_in() -> ReportIn:
    """A command that is allowed once."""
    return ReportIn(new_id(), date(2019, 1, 12))


async def set_back(dsn: str, case_id: UUID, version: int) -> None:
    """Set the database back to when a case had this version, under running services."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "DELETE FROM events WHERE stream_id = $1 AND version > $2",
            case_stream(case_id),
            version,
        )
    finally:
        await connection.close()


async def versions(dsn: str, case_id: UUID) -> Sequence[int]:
    """The versions of a case's events, in the order they were written."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "SELECT version FROM events WHERE stream_id = $1 ORDER BY position",
            case_stream(case_id),
        )
        return [row[0] for row in rows]
    finally:
        await connection.close()
