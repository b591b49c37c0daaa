"""Follows the journal of outreach, and does in cases what follows from it.

It may be killed at every step, and run in several processes at once: how far it is stands in the
database, moved on after the work; what is done twice has the same key, and is done once. Whether a
case exists is told to nobody: nothing is answered to outreach, and the log names no case.
"""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

import asyncpg
import structlog
from pydantic_core import from_json

from services.cases.access_table import Category, Relation, Right, right
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.reactions.when_client_helped_at_activity_then_earn_points import (
    Command,
    Earn,
    TakeBack,
    commands,
)
from services.cases.register import rows
from services.cases.staff.own_file import ANY_USER, is_own_file
from services.cases.streams import case_stream
from shared.agencies import SERVICES_AGENCY, AgencyKind, Register
from shared.command_handler import CommandHandler, Extras
from shared.database import DatabaseAway
from shared.decider import ForeignEvent, Refused
from shared.events import MalformedEvent, UnknownEvent, from_fields, type_of
from shared.events.corrections import StoredEntry
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.sessions import SessionHeld
from shared.http.call import Call
from shared.identity.claims import Caller
from shared.journal.feed_reader import CursorRefused, Feed, FeedBroken, pages
from shared.journal.journal import Conflict, JournalBusy
from shared.strict import moment

log = structlog.get_logger(__name__)

POLL = 1.0  # seconds between looks at a quiet journal
RETRY = 5.0  # seconds, where a service or the database is away

BEGIN = "INSERT INTO journals_followed (source) VALUES ($1) ON CONFLICT (source) DO NOTHING"
CURSOR = "SELECT cursor FROM journals_followed WHERE source = $1"
MOVE = """
UPDATE journals_followed SET cursor = $3, moved_at = clock_timestamp()
WHERE source = $1 AND cursor = $2
"""
# What the recording agency was to a case at the moment of the record.
# Who recorded it is not known: the own file of one of its workers is left to a colleague to enter.
WAS_RELATED = f"""
SELECT EXISTS (
    SELECT FROM relations WHERE case_id = $1 AND agency = $2 AND relation = ANY ($3)
    AND begun_at <= $4 AND (ended_at IS NULL OR ended_at > $4)
) AND NOT EXISTS (
    SELECT FROM case_register AS kept
    WHERE kept.case_id = $1 AND {is_own_file("kept", agency="$2", user=ANY_USER)}
)
"""
# As a line of the feed has the types, of which most need not be looked at.
_TYPES = tuple(f'"type":"{type_of(model)}"' for model in (SessionHeld, EntryVoided))
_HELPED = '"helpers":["'
_UNREADABLE = (UnknownEvent, MalformedEvent, ForeignEvent)
_AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Told(NamedTuple):
    """What follows from an event: by which agency it was recorded, and when."""

    command: Command
    agency: str
    recorded_at: datetime


def told_by(line: str) -> Iterator[Told]:
    """What follows from a line of the feed."""
    if _HELPED not in line or not any(each in line for each in _TYPES):
        return
    fields: dict[str, Any] = from_json(line)
    try:
        event = from_fields(fields["type"], fields["data"])
        found = commands(event)
    except _UNREADABLE as error:
        log.error("reaction_not_readable", error=type(error).__name__)
        return
    agency = fields["metadata"].get("agency", "")
    recorded_at = moment(fields["recorded_at"])
    for command in found:
        yield Told(command, agency, recorded_at)


@dataclass
class Reactions:
    """Does what follows from the journal of outreach; safe for many processes at once."""

    handler: CommandHandler
    agencies: Register
    feed: Feed

    async def keep_following(self) -> NoReturn:
        """Follow until cancelled; heals by itself when outreach or the database goes away."""
        while True:
            try:
                await self.follow()
            except CursorRefused:  # outreach was set back: what was done is not done again
                await self._start_over()
            except (FeedBroken, Conflict, JournalBusy, *_AWAY) as error:
                log.warning("reactions_wait", error=type(error).__name__)
                await asyncio.sleep(RETRY)
            else:
                await asyncio.sleep(POLL)

    async def follow(self) -> None:
        """Do all that follows from what is written now."""
        source = self.feed.source
        async with self.handler.journal.pool.acquire() as connection:
            cursor = await connection.fetchval(CURSOR, source)
            if cursor is None:
                await connection.execute(BEGIN, source)
        cursor = cursor or ""
        end = await self.feed.end()
        async with aclosing(pages(self.feed, cursor or None, end)) as found:
            async for page in found:
                for line in page.lines:
                    for told in told_by(line):
                        await self._do(told)
                if not await self._move(cursor, page.next_cursor):
                    return  # another process did the same: it goes on from there
                cursor = page.next_cursor

    async def _move(self, cursor: str, following: str) -> bool:
        async with self.handler.journal.pool.acquire() as connection:
            moved: str = await connection.execute(MOVE, self.feed.source, cursor, following)
        return moved == "UPDATE 1"

    async def _start_over(self) -> None:
        async with self.handler.journal.pool.acquire() as connection:
            cursor = await connection.fetchval(CURSOR, self.feed.source)
        await self._move(cursor or "", "")

    async def _do(self, told: Told) -> None:
        """Do it once; where the case does not take it, nothing is done and nobody is told."""
        try:
            match told.command:
                case Earn():
                    if await self._was_related(told):
                        await self._earn(told.command)
                case TakeBack():
                    await self._take_back(told.command)
        except Refused as refused:
            log.info("reaction_refused", reason=refused.slug())
        except _UNREADABLE as error:
            log.error("reaction_not_readable", error=type(error).__name__)

    async def _was_related(self, told: Told) -> bool:
        """Whether the recording agency might have entered help in the case at that time."""
        agency = self.agencies.present().find(told.agency)
        if agency is None:
            return False
        granting = [
            relation.value
            for relation in Relation
            if right(agency.kind, relation, Category.HELP) is Right.WRITE
        ]
        asked = (told.command.case_id, told.agency, granting, told.recorded_at)
        async with self.handler.journal.pool.acquire() as connection:
            related: bool = await connection.fetchval(WAS_RELATED, *asked)
        return related

    async def _earn(self, earn: Earn) -> None:
        stream = case_stream(earn.case_id)
        call = _call(f"helped {earn.command.entry_id}")
        await self.handler.handle(call, case, stream, earn.command, extras=Extras(rows=rows))

    async def _take_back(self, back: TakeBack) -> None:
        """Make the entry void, if there is one: it may never have been made, or be void already."""
        stream = case_stream(back.case_id)
        stored = await self.handler.journal.find(stream, back.entry_id)
        if stored is None:
            return
        entry = StoredEntry(back.entry_id, stored.type, json.loads(stored.data))
        command = VoidEntry(entry, back.reason)
        call = _call(f"not helped {back.entry_id}")
        await self.handler.handle(call, case, stream, command, extras=Extras(rows=rows))


def _call(key: str) -> Call:
    """A call of the service's own, under a key that follows from what is to be done."""
    caller = Caller(SERVICES_AGENCY, (), frozenset(), kind=AgencyKind.OTHER)
    return Call(caller, key, hashlib.sha256(key.encode()).digest(), None, "")
