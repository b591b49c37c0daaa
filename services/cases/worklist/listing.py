"""The worklist page by page, one query each: crises first, then by the last day.

What a case is to the caller is asked of the register in the same query: the worklist follows the
journal a moment behind, and a part that has ended shows nothing any more.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from services.cases.access_table import Category, Relation, Right, right
from services.cases.duties.access import CATEGORY_OF
from services.cases.duties.names import AwaitedState, DutyState, awaited_state
from services.cases.relations import Access, Found, access_within, held
from services.cases.staff.own_file import own_cases
from shared.agencies import AgencyKind
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Noticed
from shared.identity.claims import Caller
from shared.lists import by_county
from shared.lists.paging import DAYS, PAGE, SCANNED, cut

FEW = 2  # times the rows of a page are looked at where nothing but the day leaves one out
# Between the places of crises and those of all other rows; see the migration.
BEHIND_CRISES = date(1500, 1, 1)
TABLE, KEY, AT, WAY = "live_worklist", "row_id", "listed_on", "ASC"

# $1: regions; $2 to $5: the range; $6: the agency; $7: today; $8 to $11: filters; $12: the user;
# $13: workers; $14: duties in cases of other agencies in whose teams the caller's has a member.
_JOINED = """(
        SELECT worklist.*, now.agency AS responsible, now.region AS lies_in,
            now.registration_id, now.version
        FROM live_worklist AS worklist JOIN case_register AS now USING (case_id)
    ) AS joined"""
_MATCHES = """
    kept.lies_in ^@ ANY ($1::text[]) AND kept.since <= $7::date
    AND kept.duty = ANY ({duties})
    AND ($9::uuid IS NULL OR kept.workstation_id = $9)
    AND ($10::uuid IS NULL OR kept.case_id = $10)
    AND ($11::text IS NULL OR $11 = CASE
        WHEN kept.until <= $7 THEN 'overdue' WHEN kept.soon_from <= $7 THEN 'due_soon' ELSE 'due'
    END){only} AND kept.case_id <> ALL ({own_cases})"""

# A candidate is one of the caller's own: a page that is short because of others would tell of them.
_OF_ONE = """(
    SELECT listed_on AS at, row_id AS id FROM live_worklist
    WHERE {column} = {given} AND {own}
        AND (listed_on, row_id) > ($2::date, $3::uuid)
        AND (listed_on, row_id) < ($4::date, $5::uuid)
    ORDER BY listed_on, row_id LIMIT {scanned}
)"""
# Those of some workers: their cases are few.
_OF_WORKERS = """(
    SELECT due.at, due.id
    FROM (
        SELECT DISTINCT case_id FROM team_members
        WHERE worker_id = ANY ($13::uuid[]) AND left_on IS NULL
    ) AS theirs CROSS JOIN LATERAL (
        SELECT listed_on AS at, row_id AS id FROM live_worklist
        WHERE case_id = theirs.case_id AND (listed_on, row_id) > ($2::date, $3::uuid)
            AND (listed_on, row_id) < ($4::date, $5::uuid) OFFSET 0
    ) AS due
    ORDER BY due.at, due.id LIMIT {scanned}
)"""
_IN_TEAM = """EXISTS (
        SELECT FROM relations AS part
        WHERE part.case_id = kept.case_id AND part.agency = $6
            AND part.relation = 'team_member' AND part.ended IS NULL
    )"""
_OWN = "agency || '' = $6"  # no condition that an index could be read by: there is a better one
_OF_REGIONS = "region ^@ ANY ($1::text[])"

# What the agency is to each of the listed cases, as `relations.LOOK_UP` has it.
_WITH_PARTS = """
SELECT listed.*, ARRAY(
    SELECT (part.relation, part.subject, part.until) FROM relations AS part
    WHERE part.case_id = listed.case_id AND part.agency = $6 AND part.ended IS NULL
) AS parts
FROM ({page}) AS listed ORDER BY listed.at, listed.id
"""

By = Literal["county", "agency", "workstation_id", "case_id", "workers"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; `crisis` for follow-ups of crises alone.

    `workers` for the cases in whose teams one of these is, also those of other agencies.
    """

    region: str | None = None
    crisis: bool = False
    state: AwaitedState | None = None
    duty: Duty | None = None
    workstation_id: UUID | None = None
    case_id: UUID | None = None
    relation: Relation | None = None
    workers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is awaited in a case, and what the case is to the caller."""

    access: Access
    duty: Duty
    subject: UUID | None
    to_whom: Noticed | None
    since: date
    until: date
    soon_from: date
    rule: str
    workstation_id: UUID | None

    @property
    def last_day(self) -> date:
        """The last day in time."""
        return self.until - timedelta(days=1)

    def state(self, today: date) -> AwaitedState:
        """How it stands on a day."""
        return awaited_state(self.until, self.soon_from, today)


def branch(kind: AgencyKind, question: Question) -> Relation | None:
    """The relation by which cases are looked for: what overseers see holds all others."""
    wanted = {
        relation
        for relation in (Relation.OVERSEEING, Relation.RESPONSIBLE)
        if right(kind, relation, Category.DUTIES) >= Right.READ
        and (question.relation in (None, relation))
        and (
            question.workstation_id is None or right(kind, relation, Category.OPENING) >= Right.READ
        )
    }
    return Relation.OVERSEEING if Relation.OVERSEEING in wanted else next(iter(wanted), None)


def duties_for(kind: AgencyKind, relation: Relation, duty: Duty | None) -> list[Duty]:
    """The duties, or the one that is asked for, that a kind of agency may read in a relation."""
    return [
        each
        for each, category in CATEGORY_OF.items()
        if duty in (None, each) and right(kind, relation, category) >= Right.READ
    ]


@lru_cache(64)
def statement(relation: Relation, by: By, *, scanned: int, limit: int) -> str:
    """The query of a page of those that the caller oversees, or is responsible for."""
    oversees = relation is Relation.OVERSEEING
    only = "" if oversees else " AND kept.responsible = $6"
    duties = "$8::text[]"
    if by == "county":
        candidates = by_county.candidates(TABLE, KEY, AT, DAYS.sql, WAY, scanned)
    elif by == "workers":
        candidates = _OF_WORKERS.format(scanned=scanned)
        if not oversees:
            only = f" AND (kept.responsible = $6 OR {_IN_TEAM})"
            duties = "CASE WHEN kept.responsible = $6 THEN $8::text[] ELSE $14::text[] END"
    else:
        candidates = _OF_ONE.format(
            column=by,
            given={"agency": "$6", "workstation_id": "$9", "case_id": "$10"}[by],
            own="true" if by == "agency" else _OF_REGIONS if oversees else _OWN,
            scanned=scanned,
        )
    page = PAGE.format(
        table=_JOINED,
        key=KEY,
        candidates=candidates,
        matches=_MATCHES.format(
            only=only,
            duties=duties,
            own_cases=own_cases(agency="$6", user="$12"),
        ),
        way=WAY,
        scanned=scanned,
        limit=limit,
    )
    return _WITH_PARTS.format(page=page)


def query(
    caller: Caller,
    question: Question,
    after: tuple[date, UUID] | None,
    limit: int,
    today: date,
    user: str | None = None,
) -> tuple[str, list[Any], int] | None:
    """The statement of a page, its arguments, and how many candidates it reads at most.

    None where nothing can be the caller's.
    """
    relation = branch(caller.kind, question)
    shared = _in_teams(caller.kind, question)
    regions = by_county.within(caller.regions, question.region)
    duties = duties_for(caller.kind, relation, question.duty) if relation else []
    if not (regions and (duties or shared)):
        return None
    relation = relation or Relation.RESPONSIBLE
    by: By = "county" if relation is Relation.OVERSEEING else "agency"
    if question.workers:
        by = "workers"
    elif question.case_id is not None:
        by = "case_id"
    elif question.workstation_id is not None:
        by = "workstation_id"
    # In the order of days what is overdue comes first, and what is due soon after it.
    is_plain = question.duty is None and question.state is not DutyState.DUE
    if by == "county":
        is_plain &= by_county.whole_counties(regions)
    else:
        is_plain &= question.region is None
    scanned = FEW * limit + 1 if is_plain else SCANNED
    since, before = _places(question, today)
    given = [
        regions,
        *DAYS.between(after, descending=False, since=since, before=before),
        caller.agency,
        today,
        [each.value for each in duties],
        question.workstation_id,
        question.case_id,
        question.state,
        user,
    ]
    if by == "workers":
        given.append([*question.workers])
        if relation is not Relation.OVERSEEING:
            given.append([each.value for each in shared])
    return statement(relation, by, scanned=scanned, limit=limit), given, scanned


def _in_teams(kind: AgencyKind, question: Question) -> list[Duty]:
    """The duties that are shown of a worker's cases of which another agency is responsible."""
    relation = Relation.TEAM_MEMBER
    if not question.workers or question.relation not in (None, relation):
        return []
    return duties_for(kind, relation, question.duty)


def _places(question: Question, today: date) -> tuple[date | None, date | None]:
    """From which place on, and before which one, rows are in a state on a day."""
    tomorrow = today + timedelta(days=1)
    if question.crisis:
        return None, BEHIND_CRISES
    match question.state:
        case None:
            return None, None
        case DutyState.OVERDUE:  # crises too, of which the state tells
            return None, tomorrow
        case DutyState.DUE_SOON | DutyState.DUE:
            return tomorrow, None


async def read_page(
    pool: Pool,
    caller: Caller,
    question: Question,
    after: tuple[date, UUID] | None,
    limit: int,
    today: date,
    user: str | None = None,
) -> tuple[list[Due], tuple[str, str] | None]:
    """A page of the worklist, and the place behind which the next one begins, if there may be one.

    What cannot be done yet is not on it; nor is what is due in the own file of who is calling.
    """
    asked = query(caller, question, after, limit, today, user)
    if asked is None:
        return [], None
    text, given, scanned = asked
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *given)
    page, following = cut(rows, limit, scanned)
    return [_due(caller, row, today) for row in page], following


def _due(caller: Caller, row: Any, today: date) -> Due:
    parts = held(row["parts"])
    found = Found(row["lies_in"], row["responsible"], row["registration_id"], row["version"], parts)
    return Due(
        access_within(caller, row["case_id"], found, today),
        Duty(row["duty"]),
        row["subject"],
        Noticed(row["to_whom"]) if row["to_whom"] else None,
        row["since"],
        row["until"],
        row["soon_from"],
        row["rule"],
        row["workstation_id"],
    )
