"""Publishes what cases stand at whose entries were written before they said it, or that stand at
something else by policies that were changed for days of before.

It may be killed, and run in several processes at once: each case is written once, by the version
that was read, and what is left is found again.
"""

import asyncio
import json
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import structlog

from services.cases.case.decider import case
from services.cases.case.standing import unpublished_standing
from services.cases.register import rows
from services.cases.streams import case_stream
from shared.agencies import SERVICES_AGENCY
from shared.command_handler import CommandHandler
from shared.database import Pool
from shared.decider import fold
from shared.events import MalformedEvent, UnknownEvent
from shared.journal.journal import Append, Conflict, JournalBusy
from shared.policies.in_force import policies_in_force
from shared.recording import new_event

# Other phases were never written by software that did not say it.
NEXT = """
SELECT case_id FROM case_register
WHERE NOT standing AND phase IN ('at_large', 'ordered', 'reported', 'agreed') AND case_id > $1
ORDER BY case_id LIMIT $2
"""
# Only the team of a case stands at what policies say; whose team has ever had somebody.
WITH_TEAMS = """
SELECT case_id FROM (
    SELECT DISTINCT case_id FROM team_members WHERE case_id > $1 ORDER BY case_id LIMIT $2
) AS following ORDER BY case_id
"""
# By which policies all of them were published.
TEAMS_BY = "SELECT cursor FROM journals_followed WHERE source = 'policies of teams'"
NOTE_TEAMS = """
INSERT INTO journals_followed (source, cursor) VALUES ('policies of teams', $1)
ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, moved_at = clock_timestamp()
"""
PAGE = 200
AT_ONCE = 8

log = structlog.get_logger(__name__)


RETRY_AFTER = 5.0  # seconds, where the database is away or others write all the time
ATTEMPTS = 5


@dataclass
class Published:
    """How many cases were published, and how many are left for another time."""

    count: int = 0
    left: int = 0


async def keep_publishing(pool: Pool, handler: CommandHandler) -> None:
    """Publish all of it, however often the database is away meanwhile.

    A case that this software cannot read holds up no other; it is logged, and tried again at the
    next start.
    """
    unreadable: set[UUID] = set()
    while True:
        try:
            left = (await publish_all(pool, handler, unreadable)).left
            if not left + (await publish_teams(pool, handler, unreadable)).left:
                return
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("standing_not_published", error=type(error).__name__)
        await asyncio.sleep(RETRY_AFTER)


async def publish_all(
    pool: Pool,
    handler: CommandHandler,
    unreadable: set[UUID] | None = None,
    which: str = NEXT,
) -> Published:
    """Publish what is not published, but for what is `unreadable`, which grows."""
    last, done = UUID(int=0), Published()
    skipped = set() if unreadable is None else unreadable
    while found := await _next(pool, last, which):
        last = found[-1]
        wanted = [case_id for case_id in found if case_id not in skipped]
        for start in range(0, len(wanted), AT_ONCE):
            group = wanted[start : start + AT_ONCE]
            outcomes = await asyncio.gather(
                *(_publish(handler, each) for each in group), return_exceptions=True
            )
            for case_id, outcome in zip(group, outcomes, strict=True):
                match outcome:
                    case bool():
                        done.count += outcome
                    case Conflict() | JournalBusy():
                        done.left += 1
                    case UnknownEvent() | MalformedEvent() | TypeError():
                        skipped.add(case_id)
                        error = type(outcome).__name__
                        log.error("standing_not_readable", case_id=str(case_id), error=error)
                    case _:
                        raise outcome
    if done.count:
        log.info("standing_published", count=done.count)
    return done


async def publish_teams(
    pool: Pool, handler: CommandHandler, unreadable: set[UUID] | None = None
) -> Published:
    """Publish how teams stand by the policies in force, where those are not the last ones."""
    digest = policies_in_force().digest
    async with pool.acquire() as connection:
        if await connection.fetchval(TEAMS_BY) == digest:
            return Published()
    done = await publish_all(pool, handler, unreadable, WITH_TEAMS)
    if not done.left:
        async with pool.acquire() as connection:
            await connection.execute(NOTE_TEAMS, digest)
    return done


async def _next(pool: Pool, last: UUID, which: str) -> list[UUID]:
    async with pool.acquire() as connection:
        return [row["case_id"] for row in await connection.fetch(which, last, PAGE)]


async def _publish(handler: CommandHandler, case_id: UUID) -> bool:
    """Whether there was something to publish; raises `Conflict` while others write all the time."""
    stream = case_stream(case_id)
    for _ in range(ATTEMPTS):
        recorded = await handler.journal.read(stream)
        state = fold(case, [case.read(each.type, each.data) for each in recorded])
        decided = unpublished_standing(state)
        if not decided:
            return False
        for event in decided:
            state = case.evolve(state, event)
        version = len(recorded) + len(decided)
        try:
            await handler.journal.append(
                Append(
                    stream,
                    len(recorded),
                    [new_event(event) for event in decided],
                    metadata=json.dumps({"agency": SERVICES_AGENCY}),
                    rows=rows(state, decided, version),
                )
            )
        except Conflict:
            continue
        return True
    raise Conflict
