"""How much is due, by state: one query over what an agency has, or a region, of bounded cost."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.access_table import Relation
from services.cases.staff.own_file import own_cases
from services.cases.worklist.listing import Question, branch, duties_for
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.identity.claims import Caller
from shared.lists import by_county

MOST = 200_000  # rows that are read for one answer: those of a large city, in a moment

# As the states of a list: $2 is today. A crisis that is overdue is both.
_COUNTS = f"""
SELECT count(*) AS read,
    count(*) FILTER (WHERE wanted AND duty = '{Duty.CRISIS_FOLLOW_UP}') AS crisis,
    count(*) FILTER (WHERE wanted AND until <= $2::date) AS overdue,
    count(*) FILTER (WHERE wanted AND until > $2 AND soon_from <= $2
        AND duty <> '{Duty.CRISIS_FOLLOW_UP}') AS due_soon,
    count(*) FILTER (WHERE wanted AND until > $2 AND soon_from > $2
        AND duty <> '{Duty.CRISIS_FOLLOW_UP}') AS due
"""
_WANTED = f"""since <= $2 AND duty = ANY ($3::text[])
    AND ($4::uuid IS NULL OR work.workstation_id = $4)
    AND work.case_id <> ALL ({own_cases(agency="$5", user="$7")})"""

# $1: regions, as prefixes none of which holds another; $5: the agency; $6: how many rows to read;
# $7: the user.
OF_REGIONS = f"""
{_COUNTS}
FROM (
    SELECT work.*, {_WANTED} AND region ^@ prefix AND $5::text IS NOT NULL AS wanted
    FROM unnest($1::text[]) AS wanted (prefix)
    JOIN live_worklist AS work ON county >= left(prefix, 6) COLLATE "C"
        AND county < left(prefix, 6) COLLATE "C" || ':'
    LIMIT $6
) AS counted
"""
OF_AGENCY = f"""
{_COUNTS}
FROM (
    SELECT work.*, {_WANTED} AND now.agency = $5 AND now.region ^@ ANY ($1::text[]) AS wanted
    FROM (SELECT * FROM live_worklist WHERE agency = $5 LIMIT $6) AS work
    LEFT JOIN case_register AS now USING (case_id)
) AS counted
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties are in each state."""

    crisis: int = 0
    overdue: int = 0
    due_soon: int = 0
    due: int = 0


async def count(
    pool: Pool,
    caller: Caller,
    region: str | None,
    workstation_id: UUID | None,
    relation: Relation | None,
    today: date,
    user: str | None = None,
) -> Counts | None:
    """How much is due to a caller today, in a region or of a workstation; None if it is too much.

    However much there is, no more than `MOST` rows are read.
    """
    question = Question(region=region, workstation_id=workstation_id, relation=relation)
    found = branch(caller.kind, question)
    regions = by_county.within(caller.regions, region)
    if found is None or not regions:
        return Counts()
    duties = [each.value for each in duties_for(caller.kind, found, None)]
    text = OF_REGIONS if found is Relation.OVERSEEING else OF_AGENCY
    async with pool.acquire() as connection:
        given = regions, today, duties, workstation_id, caller.agency, MOST + 1, user
        row = await connection.fetchrow(text, *given)
    assert row is not None
    read, *counts = row
    return None if read > MOST else Counts(*counts)
