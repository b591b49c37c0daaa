"""How many cases a worker has: those that go on, of whose team the worker carries the case.

Against the number of clients that the policies allow one worker in the region.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.cases.carrying import carrying_rules, roles_of
from services.cases.staff.own_file import own_cases
from shared.database import Pool
from shared.identity.claims import Caller
from shared.policies.policies import Policies
from shared.policies.values import Value

_GOES_ON = "kept.phase NOT IN ('ended', 'opened_in_error', 'annulled')"
# $2: which roles carry a case, by its own region, kind and level.
_COUNTS = f"""
SELECT member.worker_id, count(DISTINCT member.case_id) AS cases
FROM team_members AS member
WHERE {{whose}} AND member.left_on IS NULL AND EXISTS (
    SELECT FROM case_register AS kept
    WHERE kept.case_id = member.case_id AND {_GOES_ON}
        AND member.role = ANY ({roles_of("kept", "$2")})
    OFFSET 0
)
GROUP BY member.worker_id
"""
COUNTS = _COUNTS.format(whose="member.worker_id = ANY ($1::uuid[])")  # $1: workers
# $1: how many cases are allowed where fewest are; $3: the day. Whoever is in so few teams that
# it cannot be more is not looked at. Who serves is asked as by the list.
_IN_MANY = """member.worker_id IN (
    SELECT worker_id FROM team_members WHERE left_on IS NULL AND worker_id IS NOT NULL
    GROUP BY worker_id HAVING count(*) > $1
)"""
OVER = f"""
SELECT worker.worker_id, worker.agency, worker.region, counted.cases
FROM ({_COUNTS.format(whose=_IN_MANY)}) AS counted
JOIN workers AS worker ON worker.worker_id = counted.worker_id
WHERE counted.cases > $1 AND worker.joined_on <= $3
    AND (worker.left_on IS NULL OR $3 < worker.left_on)
"""
# $1: the worker; $2: the caller's regions; $3 and $4: the last of the page before; $5: the agency;
# $6: the user, whose own file is left out; $7: which roles carry a case.
PLACES = f"""
SELECT member.case_id, member.joining_id, member.role, member.joined_on,
    member.role = ANY ({roles_of("kept", "$7")}) AS carries
FROM team_members AS member JOIN case_register AS kept ON kept.case_id = member.case_id
WHERE member.worker_id = $1 AND member.left_on IS NULL AND {_GOES_ON}
    AND (member.case_id, member.joining_id) > ($3::uuid, $4::uuid)
    AND kept.region ^@ ANY ($2::text[])
    AND kept.case_id <> ALL ({own_cases(agency="$5", user="$6")})
ORDER BY member.case_id, member.joining_id LIMIT {{limit}}
"""
_FIRST = (UUID(int=0), UUID(int=0))


@dataclass(frozen=True, slots=True)
class Caseload:
    """How many cases a worker has, and how many the policies allow."""

    cases: int
    allowed: int

    @property
    def is_over(self) -> bool:
        """Whether there are more than are allowed."""
        return self.cases > self.allowed


@dataclass(frozen=True, slots=True)
class OverLimit:
    """A worker who serves, and has more cases than the policies allow in the region of service."""

    worker_id: UUID
    agency: str
    region: str
    cases: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Served:
    """A case in whose team a worker is; `carries` where it counts in the caseload."""

    case_id: UUID
    joining_id: UUID
    role: str
    joined_on: date
    carries: bool


async def caseloads(
    pool: Pool, workers: Mapping[UUID, str], policies: Policies, today: date
) -> Mapping[UUID, Caseload]:
    """The caseloads of workers, each with the region of service."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(COUNTS, list(workers), carrying_rules(policies, today))
    counts = {row["worker_id"]: row["cases"] for row in rows}
    return {
        worker_id: Caseload(
            counts.get(worker_id, 0), policies.number(Value.CLIENTS_PER_WORKER, region, today)
        )
        for worker_id, region in workers.items()
    }


async def over_limit(pool: Pool, policies: Policies, today: date) -> list[OverLimit]:
    """All workers who have more cases than one may: what `caseloads` says of each is over."""
    given = (policies.smallest(Value.CLIENTS_PER_WORKER), carrying_rules(policies, today), today)
    async with pool.acquire() as connection:
        rows = await connection.fetch(OVER, *given)
    return [
        OverLimit(**row, allowed=allowed)
        for row in rows
        if row["cases"]
        > (allowed := policies.number(Value.CLIENTS_PER_WORKER, row["region"], today))
    ]


async def served_cases(
    pool: Pool,
    caller: Caller,
    worker_id: UUID,
    after: tuple[UUID, UUID] | None,
    limit: int,
    user: str | None,
    policies: Policies,
    today: date,
) -> tuple[list[Served], Sequence[str] | None]:
    """A page of the cases that a worker serves, and the place behind which the next one begins."""
    given: list[Any] = [worker_id, list(caller.regions), *(after or _FIRST), caller.agency, user]
    given.append(carrying_rules(policies, today))
    async with pool.acquire() as connection:
        rows = await connection.fetch(PLACES.format(limit=limit + 1), *given)
    page = [Served(**row) for row in rows[:limit]]
    if len(rows) <= limit:
        return page, None
    return page, (str(page[-1].case_id), str(page[-1].joining_id))
