"""Records what became of the duties of cases whose windows have closed, once each.

It may be killed at every step, and run in several processes at once: what is to be recorded follows
from the case and from what is recorded, both as they were at one moment; its ids are always the
same; and it is appended behind the version that was read.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

import asyncpg
import structlog
from pydantic_core import from_json

from services.cases.case.decider import case
from services.cases.duties.history import History, all_noted
from services.cases.duties.outcomes import (
    CloseDuties,
    OutcomeEvent,
    Outcomes,
    Stored,
    all_evolved,
    close,
    duties,
    event_id,
)
from services.cases.duties.schedule import PoliciesOver
from services.cases.streams import case_stream, duties_stream
from shared.agencies import SERVICES_AGENCY
from shared.clock import today
from shared.decider import ForeignEvent
from shared.events import MalformedEvent, UnknownEvent, type_of
from shared.events.corrections import StoredEntry
from shared.journal.journal import Append, Conflict, Journal, NewEvent, RecordedEvent

log = structlog.get_logger(__name__)

ATTEMPTS = 5  # at one case, while another process writes in its stream
METADATA = json.dumps({"agency": SERVICES_AGENCY})

# What only newer software can read, or a fault: it holds up no other case.
UNREADABLE = (UnknownEvent, MalformedEvent, ForeignEvent)

# The role of this process may read events, and nothing of answers or claims.
READ_STREAMS = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE stream_id = ANY ($1::text[]) ORDER BY stream_id, version
"""


@dataclass(frozen=True)
class Closed:
    """What was done with a case: how many events were recorded, and when to look again.

    `version` is that of the case; `unreadable` says that it waits for newer software.
    """

    version: int
    events: Sequence[OutcomeEvent] = ()
    next_on: date | None = None
    unreadable: bool = False


@dataclass(frozen=True)
class Known:
    """A case as it was found: its history, and the version that it has.

    `is_waiting` says that what became of its duties is about to be looked at.
    """

    history: History | None
    version: int
    is_waiting: bool = False


# Finds cases by their ids, as they are at the moment of a transaction.
Find: TypeAlias = Callable[[asyncpg.Connection, Collection[UUID]], Awaitable[Mapping[UUID, Known]]]


async def close_cases(
    journal: Journal, find: Find, case_ids: Collection[UUID], policies: PoliciesOver, day: date
) -> dict[UUID, Closed]:
    """Record what became of the duties of cases until a day; what was done with each.

    Raises `Conflict` while another process keeps writing, and what the database raises.
    """
    done: dict[UUID, Closed] = {}
    left = set(case_ids)
    for _ in range(ATTEMPTS):
        found, versions = await look(journal, find, left, policies, day)
        done |= found
        to_append = [case_id for case_id, closed in found.items() if closed.events]
        outcomes = await asyncio.gather(
            *(
                journal.append(_append(case_id, versions[case_id], found[case_id].events))
                for case_id in to_append
            ),
            return_exceptions=True,
        )
        left.clear()
        for case_id, outcome in zip(to_append, outcomes, strict=True):
            if isinstance(outcome, Conflict):
                left.add(case_id)
            elif outcome is not None:
                raise outcome
        if not left:
            return done
    raise Conflict


async def look(
    journal: Journal, find: Find, case_ids: Collection[UUID], policies: PoliciesOver, day: date
) -> tuple[dict[UUID, Closed], dict[UUID, int]]:
    """What is to be recorded of cases, behind which versions of their streams of duties."""
    found: dict[UUID, Closed] = {}
    versions: dict[UUID, int] = {}
    for case_id, (known, recorded) in (await read_cases(journal, find, case_ids)).items():
        await asyncio.sleep(0)  # others of this process have their turn
        versions[case_id] = len(recorded)
        try:
            found[case_id] = _look(known, recorded, policies, day)
        except UNREADABLE as error:
            log.error("duties_not_readable", case_id=str(case_id), reason=type(error).__name__)
            found[case_id] = Closed(known.version, unreadable=True)
    return found, versions


async def read_cases(
    journal: Journal, find: Find, case_ids: Collection[UUID]
) -> dict[UUID, tuple[Known, Sequence[RecordedEvent]]]:
    """Cases, and what is recorded of their duties.

    All is read in one moment: else one who read the case before another did, and its outcomes
    after, would set back what the other has recorded.
    """
    async with (
        journal.pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        known = await find(connection, case_ids)
        streams = await read_streams(connection, map(duties_stream, known))
    return {case_id: (each, streams[duties_stream(case_id)]) for case_id, each in known.items()}


def _look(
    known: Known, recorded: Sequence[RecordedEvent], policies: PoliciesOver, day: date
) -> Closed:
    if known.history is None:
        return Closed(known.version)
    command = CloseDuties(known.history, policies, stored_of(recorded))
    events, next_on = close(command, outcomes_of(recorded), day)
    return Closed(known.version, events, next_on)


def stored_of(recorded: Iterable[RecordedEvent]) -> Stored:
    """What gives entries as they stand in the journal, by their ids; few of them are asked for."""
    by_id = {each.event_id: each for each in recorded}

    def stored(entry_id: UUID) -> StoredEntry:
        entry = by_id[entry_id]
        return StoredEntry(entry_id, entry.type, from_json(entry.data))

    return stored


async def read_streams(
    connection: asyncpg.Connection, stream_ids: Iterable[str]
) -> Mapping[str, Sequence[RecordedEvent]]:
    """Streams by their ids, each in order; of one that is not there, nothing."""
    found = defaultdict[str, list[RecordedEvent]](list)
    for row in await connection.fetch(READ_STREAMS, list(stream_ids)):
        found[row["stream_id"]].append(RecordedEvent(*row))
    return found


async def in_journal(
    connection: asyncpg.Connection, case_ids: Collection[UUID]
) -> dict[UUID, Known]:
    """Cases as the journal has them; what cannot be read is left out, and said in the log."""
    streams = await read_streams(connection, map(case_stream, case_ids))
    found: dict[UUID, Known] = {}
    for case_id in case_ids:
        recorded = streams[case_stream(case_id)]
        try:
            found[case_id] = Known(history_of(recorded), len(recorded))
        except UNREADABLE as error:
            log.error("duties_not_readable", case_id=str(case_id), reason=type(error).__name__)
    return found


def history_of(recorded: Iterable[RecordedEvent]) -> History | None:
    """The history of a case from its stream. Raises what is in `UNREADABLE`."""
    return all_noted(
        None,
        (
            (each.event_id, today(each.recorded_at), case.read(each.type, each.data))
            for each in recorded
        ),
    )


def outcomes_of(recorded: Iterable[RecordedEvent]) -> Outcomes:
    """What is recorded of the duties of a case. Raises what is in `UNREADABLE`."""
    return all_evolved(Outcomes(), (duties.read(each.type, each.data) for each in recorded))


def _append(case_id: UUID, version: int, events: Sequence[OutcomeEvent]) -> Append:
    new = [NewEvent(event_id(event), type_of(event), event.model_dump_json()) for event in events]
    return Append(duties_stream(case_id), version, new, metadata=METADATA)
