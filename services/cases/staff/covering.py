"""Who is absent on a day, and who stands in: one query.

Who is named to stand in and does not serve that day, or is absent too, stands in for nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.database import Pool

# $1: the agency; $2: the day; $3 and $4: the last of the page before; $5: only those without cover;
# $6: one worker, or null.
ABSENT = """
SELECT absent.worker_id, absent.absence_id, absent.since, absent.until,
    cover.worker_id AS covered_by
FROM worker_absences AS absent
JOIN workers AS away ON away.worker_id = absent.worker_id
    AND (away.left_on IS NULL OR $2 < away.left_on)
LEFT JOIN LATERAL (
    SELECT covered_by FROM worker_covers AS named
    WHERE named.absence_id = absent.absence_id AND named.since <= $2
    ORDER BY named.since DESC LIMIT 1
) AS named ON true
LEFT JOIN workers AS cover ON cover.worker_id = named.covered_by
    AND cover.joined_on <= $2 AND (cover.left_on IS NULL OR $2 < cover.left_on)
    AND NOT EXISTS (
        SELECT FROM worker_absences AS too
        WHERE too.worker_id = cover.worker_id AND too.since <= $2 AND $2 < too.until
    )
WHERE absent.agency = $1 AND absent.since <= $2::date AND $2 < absent.until
    AND (absent.until, absent.absence_id) > ($3::date, $4::uuid)
    AND (cover.worker_id IS NULL OR NOT $5::bool)
    AND ($6::uuid IS NULL OR absent.worker_id = $6)
ORDER BY absent.until, absent.absence_id LIMIT {limit}
"""
_WITHOUT = """EXISTS (
        SELECT FROM worker_absences AS absent
        WHERE absent.worker_id = {worker} AND absent.since < {since}::date
            AND {day}::date < absent.until
            AND NOT EXISTS (
                SELECT FROM worker_covers AS named
                JOIN workers AS cover ON cover.worker_id = named.covered_by
                    AND (cover.left_on IS NULL OR {day} < cover.left_on)
                WHERE named.absence_id = absent.absence_id AND named.since <= {day}
                    AND NOT EXISTS (
                        SELECT FROM worker_covers AS later
                        WHERE later.absence_id = named.absence_id
                            AND later.since > named.since AND later.since <= {day}
                    )
                    AND NOT EXISTS (
                        SELECT FROM worker_absences AS too
                        WHERE too.worker_id = cover.worker_id
                            AND too.since <= {day} AND {day} < too.until
                    )
                OFFSET 0
            )
        OFFSET 0
    )"""
_FIRST = (date.min, UUID(int=0))


def is_without(worker: str, *, day: str, since: str) -> str:
    """SQL: whether a worker is absent on a day, since before another, and nobody stands in."""
    return _WITHOUT.format(worker=worker, day=day, since=since)


@dataclass(frozen=True, slots=True)
class Absent:
    """A worker who is absent on the day that was asked for; `covered_by` stands in, or nobody."""

    worker_id: UUID
    absence_id: UUID
    since: date
    until: date
    covered_by: UUID | None


# $1: who may stand in; $2: the day. Nobody stands in who has left or is absent too.
COVERED = """
SELECT DISTINCT away.worker_id
FROM worker_covers AS named
JOIN worker_absences AS absent ON absent.absence_id = named.absence_id
    AND absent.since <= $2 AND $2 < absent.until
JOIN workers AS away ON away.worker_id = absent.worker_id
    AND (away.left_on IS NULL OR $2 < away.left_on)
JOIN workers AS cover ON cover.worker_id = named.covered_by
    AND cover.joined_on <= $2 AND (cover.left_on IS NULL OR $2 < cover.left_on)
WHERE named.covered_by = $1 AND named.since <= $2::date
    AND NOT EXISTS (
        SELECT FROM worker_covers AS later
        WHERE later.absence_id = named.absence_id AND later.since > named.since
            AND later.since <= $2
    )
    AND NOT EXISTS (
        SELECT FROM worker_absences AS too
        WHERE too.worker_id = $1 AND too.since <= $2 AND $2 < too.until
    )
"""


async def covered_by(pool: Pool, worker_id: UUID, day: date) -> list[UUID]:
    """The absent workers for whom a worker stands in on a day."""
    async with pool.acquire() as connection:
        return [row[0] for row in await connection.fetch(COVERED, worker_id, day)]


async def absent_on(
    pool: Pool,
    agency: str,
    day: date,
    after: tuple[date, UUID] | None,
    limit: int,
    *,
    uncovered: bool = False,
) -> tuple[list[Absent], Sequence[str] | None]:
    """A page of an agency's absent workers of a day, and the place behind which the next begins."""
    async with pool.acquire() as connection:
        statement = ABSENT.format(limit=limit + 1)
        place = after or _FIRST
        rows = await connection.fetch(statement, agency, day, *place, uncovered, None)
    page = [Absent(*row) for row in rows[:limit]]
    if len(rows) <= limit:
        return page, None
    return page, (page[-1].until.isoformat(), str(page[-1].absence_id))


async def covering_on(pool: Pool, agency: str, worker_id: UUID, day: date) -> Absent | None:
    """The absence of a worker on a day, with who stands in; None where the worker is not absent."""
    async with pool.acquire() as connection:
        statement = ABSENT.format(limit=1)
        row = await connection.fetchrow(statement, agency, day, *_FIRST, False, worker_id)
    return None if row is None else Absent(*row)
