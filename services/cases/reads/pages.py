"""Pages of the log of reads, the newest first, each by one indexed query.

A page ends with a moment, and all entries of that moment are on it: the next page is what was
before. So no number of an entry is shown, from which could be counted what others read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.cases.staff.own_file import is_own_file, is_own_registration
from shared.database import Pool
from shared.identity.claims import Caller

# An entry may be of several of the caller's regions; it is shown once. An opening is logged under
# the id that its case was to have: where it came to nothing, it is about no case.
# Who read the own file of the worker who asks is not shown either, whether it goes on or has ended,
# nor who asked about the own registrations. $8: the agency, $9: the user.
_OWN_CASE = is_own_file("own_file", agency="$8", user="$9")
_OWN_PERSON = is_own_registration("look.person_id::text", agency="$8", user="$9")
OF_REGIONS = f"""
SELECT DISTINCT entry.*
FROM unnest($1::text[]) AS own (region) CROSS JOIN LATERAL (
    SELECT look.read_at, look.read_id, look.what, look.agency, look.acting_user, look.jti,
        look.purpose, look.legal_basis,
        (SELECT case_id FROM case_register AS kept WHERE kept.case_id = look.case_id) AS case_id
    FROM vault_read_regions AS part JOIN vault_reads AS look USING (read_id)
    WHERE part.region = own.region
        AND part.read_at >= coalesce($2, '-infinity'::timestamptz)
        AND part.read_at < coalesce($3, 'infinity'::timestamptz)
        AND ($4::text IS NULL OR look.agency = $4)
        AND ($5::text IS NULL OR look.acting_user = $5)
        AND ($6::text IS NULL OR look.what = $6)
        AND NOT coalesce((
            SELECT {_OWN_CASE} FROM case_register AS own_file
            WHERE own_file.case_id = look.case_id
        ), false) AND (look.person_id IS NULL OR NOT {_OWN_PERSON})
    ORDER BY part.read_at DESC FETCH FIRST ($7) ROWS WITH TIES
) AS entry
ORDER BY entry.read_at DESC FETCH FIRST ($7) ROWS WITH TIES
"""

# What was read or asked by the case, and by the registration that it names. Whose own it is sees
# all; others, since an overseer gave the case to that agency: what it knew before is not theirs.
OF_CASE = """
WITH named AS (
    SELECT coalesce(
        (
            SELECT begun_at FROM relations
            WHERE case_id = $1 AND relation = 'responsible' AND ended IS NULL
                AND begun > 1 AND NOT $5
        ), '-infinity'
    ) AS since
)
SELECT DISTINCT entry.*
FROM (
    (
        SELECT read_at, read_id, what, agency, acting_user, jti, purpose, legal_basis, case_id
        FROM vault_reads
        WHERE case_id = $1 AND read_at < coalesce($3, 'infinity'::timestamptz)
        ORDER BY read_at DESC FETCH FIRST ($4) ROWS WITH TIES
    ) UNION ALL (
        SELECT read_at, read_id, what, agency, acting_user, jti, purpose, legal_basis, case_id
        FROM vault_reads AS look
        WHERE person_id = $2
            AND NOT EXISTS (SELECT FROM case_register AS kept WHERE kept.case_id = look.case_id)
            AND read_at < coalesce($3, 'infinity'::timestamptz)
            AND read_at >= (SELECT since FROM named)
        ORDER BY read_at DESC FETCH FIRST ($4) ROWS WITH TIES
    )
) AS entry
ORDER BY entry.read_at DESC FETCH FIRST ($4) ROWS WITH TIES
"""


class LoggedLook(NamedTuple):
    """An entry of the log, as it was written."""

    read_at: datetime
    read_id: int
    what: str
    agency: str
    user: str
    jti: str
    purpose: str
    legal_basis: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are wanted: from a moment until before another, of one agency, and so on."""

    start: datetime | None = None
    end: datetime | None = None
    agency: str | None = None
    user: str | None = None
    what: str | None = None


async def looks_of_regions(
    pool: Pool, caller: Caller, user_key: str | None, filters: Filters, limit: int
) -> list[LoggedLook]:
    """The entries of the caller's regions: at least `limit` where there are as many."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            OF_REGIONS,
            [*caller.regions],
            filters.start,
            filters.end,
            filters.agency,
            filters.user,
            filters.what,
            limit,
            caller.agency,
            user_key,
        )
    return [LoggedLook._make(row) for row in rows]


async def looks_of_case(
    pool: Pool,
    case_id: UUID,
    registration_id: UUID,
    end: datetime | None,
    limit: int,
    *,
    is_own: bool,
) -> list[LoggedLook]:
    """The entries about the person of a case; `is_own` says whose registration it is."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(OF_CASE, case_id, registration_id, end, limit, is_own)
    return [LoggedLook._make(row) for row in rows]
