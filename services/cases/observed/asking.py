"""What is so today, by the queries of the lists, and what was observed and is so no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog

from services.cases.carrying import roles_of
from services.cases.observed.rows import LIMIT, POST, STAFF, WORKER
from services.cases.observed.rules import (
    Begun,
    Command,
    ObserveBegun,
    ObserveOver,
    TakeObservedBack,
)
from services.cases.orphaned import has_nobody, orphaned_today
from services.cases.post.listing import stations_due
from services.cases.staff.caseload import over_limit
from services.cases.streams import lacking_stream, over_limit_stream
from services.cases.workstation.staffing import all_understaffed
from shared.database import Pool
from shared.events.cases.kinds import CaseKind
from shared.events.cases.observed import (
    CaseWithoutWorker,
    StationUnderstaffed,
    StationWithoutPost,
    WorkerOverLimit,
)
from shared.policies.policies import Policies

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
_NOT_VOID = "kept.phase NOT IN ('opened_in_error', 'annulled')"
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
    AND (NOT {_IS_SO} OR kept.region <> observed.region) AND {_NOT_VOID}
"""
# What was observed of a void case, so now or before: it is taken back once.
VOID = f"""
SELECT kept.case_id FROM observed JOIN case_register AS kept ON kept.case_id = observed.subject
WHERE observed.what = '{WORKER}' AND NOT observed.is_void AND NOT {_NOT_VOID}
"""
KNOWN = "SELECT subject, region FROM observed WHERE what = $1 AND is_so"

log = structlog.get_logger(__name__)


class Found(NamedTuple):
    """What is to be said of a case, a workstation or a worker."""

    what: str
    subject: UUID
    command: Command

    @property
    def stream(self) -> str:
        """Where it is said."""
        if self.what == LIMIT:
            return over_limit_stream(self.subject)
        return lacking_stream(self.what, self.subject)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks, by the policies of a day, what has begun and what is over."""

    pool: Pool
    policies: Policies
    today: date

    async def all_found(self, counties: Iterable[str]) -> list[Found]:
        """Of cases and posts county by county; of void cases, staff and workers at once."""
        counties = list(counties)
        return [
            *await self._cases(counties),
            *await self._posts(counties),
            *await self._staff(),
            *await self._workers(),
        ]

    async def _cases(self, counties: Iterable[str]) -> list[Found]:
        nobody = orphaned_today(self.today, self.policies)
        async with self.pool.acquire() as connection:
            void = await connection.fetch(VOID)
        found = [Found(WORKER, row["case_id"], TakeObservedBack()) for row in void]
        for county in counties:
            asked = (county, nobody.carrying, nobody.today, nobody.absences)
            async with self.pool.acquire() as connection:
                found += [self._ended(row) for row in await connection.fetch(OVER, *asked)]
                found += [self._begun(row) for row in await connection.fetch(BEGUN, *asked)]
        return found

    def _begun(self, row: asyncpg.Record) -> Found:
        event = CaseWithoutWorker(
            region=row["region"],
            since=self.today,
            case_id=row["case_id"],
            client_id=row["person_id"],
            kind=CaseKind(row["kind"]),
        )
        return Found(WORKER, row["case_id"], ObserveBegun(event))

    def _ended(self, row: asyncpg.Record) -> Found:
        left: date | None = row["left_on"]
        return Found(WORKER, row["case_id"], ObserveOver(min(left or self.today, self.today)))

    async def _posts(self, counties: Iterable[str]) -> list[Found]:
        """Of a county with too many cases to count nothing is said; nor is anything over then."""
        due: dict[UUID, Begun] = {}
        are_all_counted = True
        for county in counties:
            found = await stations_due(self.pool, [county], self.policies, self.today)
            if found is None:
                log.warning("stations_not_counted", region=county)
                are_all_counted = False
            for each in found or ():
                due[each.workstation_id] = StationWithoutPost(
                    workstation_id=each.workstation_id,
                    region=each.region,
                    since=self.today,
                    clients=each.clients,
                    due_at=each.due_at,
                )
        return await self._changed(POST, due, ends=are_all_counted)

    async def _staff(self) -> list[Found]:
        return await self._changed(
            STAFF,
            {
                each.workstation_id: StationUnderstaffed(
                    workstation_id=each.workstation_id,
                    region=each.region,
                    since=self.today,
                    workers=each.workers,
                    fewest=each.fewest,
                )
                for each in await all_understaffed(self.pool, self.policies, self.today)
            },
        )

    async def _workers(self) -> list[Found]:
        return await self._changed(
            LIMIT,
            {
                each.worker_id: WorkerOverLimit(
                    worker_id=each.worker_id,
                    agency=each.agency,
                    region=each.region,
                    since=self.today,
                    cases=each.cases,
                    allowed=each.allowed,
                )
                for each in await over_limit(self.pool, self.policies, self.today)
            },
        )

    async def _changed(
        self, what: str, is_so: Mapping[UUID, Begun], *, ends: bool = True
    ) -> list[Found]:
        """What is so and is not known yet, and what is known and is so no more, or elsewhere.

        What is so elsewhere begins there with the next look.
        """
        async with self.pool.acquire() as connection:
            known = {row["subject"]: row["region"] for row in await connection.fetch(KNOWN, what)}
        over = [
            subject
            for subject, region in known.items()
            if ends and (subject not in is_so or is_so[subject].region != region)
        ]
        return [
            *(Found(what, each, ObserveOver(self.today)) for each in over),
            *(Found(what, each, ObserveBegun(is_so[each])) for each in is_so.keys() - known),
        ]
