"""Publishes what cases stand at whose entries were written before they said it.

It may be killed, and run in several processes at once: each case is written once, by the version
that was read, and what is left is found again.
"""

import asyncio
import json
from uuid import UUID

import asyncpg
import structlog

from services.cases.case.decider import case
from services.cases.case.standing import unsaid
from services.cases.register import rows
from services.cases.streams import case_stream
from shared.agencies import SERVICES_AGENCY
from shared.command_handler import CommandHandler
from shared.database import Pool
from shared.decider import fold
from shared.journal.journal import Append, Conflict
from shared.recording import new_event

# Other phases were never written by software that did not say it.
NEXT = """
SELECT case_id FROM case_register
WHERE NOT standing AND phase IN ('at_large', 'ordered', 'reported', 'agreed') AND case_id > $1
ORDER BY case_id LIMIT $2
"""
PAGE = 200
AT_ONCE = 8

log = structlog.get_logger(__name__)


RETRY_AFTER = 5.0  # seconds, where the database is away


async def keep_publishing(pool: Pool, handler: CommandHandler) -> None:
    """Publish all of it, however often the database is away meanwhile."""
    while True:
        try:
            await publish_all(pool, handler)
            return
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("standing_not_published", error=type(error).__name__)
            await asyncio.sleep(RETRY_AFTER)


async def publish_all(pool: Pool, handler: CommandHandler) -> int:
    """Publish what is not published; how many cases it was."""
    last, count = UUID(int=0), 0
    while found := await _next(pool, last):
        last = found[-1]
        for start in range(0, len(found), AT_ONCE):
            done = await asyncio.gather(
                *(_publish(handler, each) for each in found[start : start + AT_ONCE])
            )
            count += sum(done)
    if count:
        log.info("standing_published", count=count)
    return count


async def _next(pool: Pool, last: UUID) -> list[UUID]:
    async with pool.acquire() as connection:
        return [row["case_id"] for row in await connection.fetch(NEXT, last, PAGE)]


async def _publish(handler: CommandHandler, case_id: UUID) -> bool:
    stream = case_stream(case_id)
    for _ in range(5):
        recorded = await handler.journal.read(stream)
        events = [case.read(each.type, each.data) for each in recorded]
        state = fold(case, events)
        decided = unsaid(state)
        if not decided:
            return False
        after = fold(case, [*events, *decided])
        version = len(recorded) + len(decided)
        try:
            await handler.journal.append(
                Append(
                    stream,
                    len(recorded),
                    [new_event(event) for event in decided],
                    metadata=json.dumps({"agency": SERVICES_AGENCY}),
                    rows=rows(after, decided, version),
                )
            )
        except Conflict:
            continue
        return True
    return False
