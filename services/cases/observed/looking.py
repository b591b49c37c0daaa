"""Looks what is so today, and records what has begun and what is over.

It may be killed, and run in several processes at once: each stream is written behind the version
that was read, and what is left is found at the next look.
"""

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, NoReturn
from uuid import UUID

import asyncpg
import structlog

from services.cases.carrying import roles_of
from services.cases.context import Context
from services.cases.duties.in_force import versions_in_force
from services.cases.observed.rows import POST, WORKER, rows
from services.cases.observed.rules import Command, ObserveBegun, ObserveOver, observed
from services.cases.orphaned import has_nobody, orphaned_today
from services.cases.post.listing import stations_due
from services.cases.streams import lacking_stream
from shared.agencies import SERVICES_AGENCY
from shared.clock import present_day
from shared.database import DatabaseAway
from shared.decider import fold
from shared.events.cases.kinds import CaseKind
from shared.events.cases.observed import CaseWithoutWorker, StationWithoutPost
from shared.http.problems import Problem
from shared.journal.journal import Append, Conflict, JournalBusy
from shared.policies.policies import Policies
from shared.recording import new_event

LOOK = 10.0  # seconds between two looks, at least
RESTS = 50  # times as long as a look took: at most a fiftieth of the time is spent on looking
AT_ONCE = 50  # streams that are written at once

COUNTIES = "SELECT DISTINCT county FROM case_register ORDER BY county"
LAST = "SELECT max(position) FROM events"
# $1: county; $2: rules of which roles carry a case; $3: today; $4: of which absences are too long.
# Where nobody in the team of a programme carries the case, its team says so.
_ROLES = roles_of("kept", "$2")
_CARRIED = f"""EXISTS (
    SELECT FROM team_members AS member
    WHERE member.case_id = kept.case_id AND member.role = ANY ({_ROLES})
        AND member.left_on IS NULL OFFSET 0
)"""
_IS_SO = f"""({has_nobody(carrying="$2", today="$3", absences="$4")}
    AND (kept.kind = 'at_large' OR {_CARRIED}))"""
BEGUN = f"""
SELECT kept.case_id, kept.person_id, kept.kind, kept.region FROM case_register AS kept
WHERE kept.county = $1 AND {_IS_SO} AND NOT EXISTS (
    SELECT FROM observed WHERE what = '{WORKER}' AND subject = kept.case_id AND is_so
)
"""
# A team that has nobody any more says so from the day on which the last one left it.
OVER = f"""
SELECT kept.case_id, CASE WHEN {_CARRIED} THEN NULL ELSE (
    SELECT max(left_on) FROM team_members AS member
    WHERE member.case_id = kept.case_id AND member.role = ANY ({_ROLES})
) END AS left_on
FROM observed JOIN case_register AS kept ON kept.case_id = observed.subject
WHERE observed.what = '{WORKER}' AND observed.is_so AND kept.county = $1
    AND (NOT {_IS_SO} OR kept.region <> observed.region)
"""
KNOWN = "SELECT subject, region FROM observed WHERE what = $1 AND is_so"

_AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = structlog.get_logger(__name__)


class Found(NamedTuple):
    """What is to be said of a case or of a workstation."""

    what: str
    subject: UUID
    command: Command


class Looking:
    """Looks again where something was recorded since, or the day is another."""

    def __init__(self, context: Context) -> None:
        self._context = context
        # What comes late has an earlier position than what was seen: so it looks once more.
        self._seen: deque[tuple[date, int | None]] = deque(maxlen=2)

    async def keep_looking(self) -> NoReturn:
        """Look until cancelled, whatever fails: the next look may find it mended."""
        clock = asyncio.get_running_loop()
        while True:
            began = clock.time()
            try:
                await self.look()
            except (Conflict, JournalBusy, Problem, *_AWAY) as error:
                log.warning("observed_waits", error=type(error).__name__)
            except Exception as error:  # such as what newer software wrote
                log.error("fault", exc_info=error)
            await asyncio.sleep(max(LOOK, RESTS * (clock.time() - began)))

    async def look(self) -> int:
        """Record what has begun and what is over; how many events that were."""
        today = present_day()
        async with self._context.pool.acquire() as connection:
            last: int | None = await connection.fetchval(LAST)
            if self._seen.count((today, last)) == self._seen.maxlen:
                return 0
            counties = [row[0] for row in await connection.fetch(COUNTIES)]
        policies = (await versions_in_force(self._context)).in_force_on(today)
        found = [
            *await self._cases(counties, policies, today),
            *await self._stations(counties, policies, today),
        ]
        written = 0
        for at in range(0, len(found), AT_ONCE):
            group = found[at : at + AT_ONCE]
            written += sum(await asyncio.gather(*(self._record(each, today) for each in group)))
        self._seen.append((today, last))
        if written:
            log.info("observed", count=written)
        return written

    async def _cases(self, counties: Iterable[str], policies: Policies, today: date) -> list[Found]:
        found = []
        nobody = orphaned_today(today, policies)
        for county in counties:
            asked = (county, nobody.carrying, nobody.today, nobody.absences)
            async with self._context.pool.acquire() as connection:
                found += [_ended(row, today) for row in await connection.fetch(OVER, *asked)]
                found += [_begun(row, today) for row in await connection.fetch(BEGUN, *asked)]
        return found

    async def _stations(
        self, counties: Iterable[str], policies: Policies, today: date
    ) -> list[Found]:
        """Of a county with too many cases to count nothing is said; nor is anything over then."""
        due: dict[UUID, StationWithoutPost] = {}
        are_all_counted = True
        for county in counties:
            found = await stations_due(self._context.pool, [county], policies, today)
            if found is None:
                log.warning("stations_not_counted", region=county)
                are_all_counted = False
            for each in found or ():
                due[each.workstation_id] = StationWithoutPost(
                    workstation_id=each.workstation_id,
                    region=each.region,
                    since=today,
                    clients=each.clients,
                    due_at=each.due_at,
                )
        async with self._context.pool.acquire() as connection:
            known = {row["subject"] for row in await connection.fetch(KNOWN, POST)}
        over = known - due.keys() if are_all_counted else ()
        return [
            *(Found(POST, each, ObserveOver(today)) for each in over),
            *(Found(POST, each, ObserveBegun(due[each])) for each in due.keys() - known),
        ]

    async def _record(self, found: Found, today: date) -> int:
        """How many events were written; another process may have said the same meanwhile."""
        stream = lacking_stream(found.what, found.subject)
        journal = self._context.journal
        recorded = await journal.read(stream)
        state = fold(observed, [observed.read(each.type, each.data) for each in recorded])
        decided = observed.decide(found.command, state, today)
        if not decided:
            return 0
        try:
            await journal.append(
                Append(
                    stream,
                    len(recorded),
                    [new_event(event) for event in decided],
                    metadata=json.dumps({"agency": SERVICES_AGENCY}),
                    rows=rows(decided),
                )
            )
        except Conflict:
            return 0
        return len(decided)


def _begun(row: asyncpg.Record, today: date) -> Found:
    event = CaseWithoutWorker(
        region=row["region"],
        since=today,
        case_id=row["case_id"],
        client_id=row["person_id"],
        kind=CaseKind(row["kind"]),
    )
    return Found(WORKER, row["case_id"], ObserveBegun(event))


def _ended(row: asyncpg.Record, today: date) -> Found:
    left: date | None = row["left_on"]
    return Found(WORKER, row["case_id"], ObserveOver(min(left or today, today)))
