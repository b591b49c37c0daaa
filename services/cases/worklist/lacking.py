"""Whom the teams on a page of the worklist lack: read for the rows of the page alone, one query."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from services.cases.case.team import lacking_of
from shared.database import Pool
from shared.events.cases.kinds import CaseKind

# $1: cases.
TEAMS = """
SELECT kept.case_id, kept.region, kept.kind, kept.level, ARRAY(
    SELECT member.role FROM team_members AS member
    WHERE member.case_id = kept.case_id AND member.left_on IS NULL
) AS roles
FROM case_register AS kept WHERE kept.case_id = ANY ($1::uuid[])
"""


async def lacking_in(
    pool: Pool, cases: Collection[UUID], today: date
) -> Mapping[UUID, Mapping[str, int]]:
    """How many members of which role the team of each case lacks now, by its policy of today."""
    if not cases:
        return {}
    async with pool.acquire() as connection:
        rows = await connection.fetch(TEAMS, [*cases])
    return {
        row["case_id"]: lacking_of(
            Counter(row["roles"]), row["region"], CaseKind(row["kind"]), row["level"] or "", today
        )
        for row in rows
    }
