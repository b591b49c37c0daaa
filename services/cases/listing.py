"""Lists of cases: those that the caller's agency has a part in, page by page, one query each.

Overseers have a part in every case of their regions; others in those that they are responsible for,
and in those that they were asked for a test in or have a member of the team in. Of these, only that
is known here: they stand at the moment when it began, and no filter on what such an agency may not
read finds them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from services.cases.access_table import Category, Relation, Right, right
from services.cases.case.state import Phase
from services.cases.listing_statements import (
    BOTH,
    CHANGED_AT,
    IS_OWN,
    MATCHES,
    NOT_OWN,
    NOT_RESPONSIBLE,
    RESPONSIBLE,
    TAKEN_PART,
    WITH_PARTS,
)
from services.cases.orphaned import ORPHANED, Orphaned
from services.cases.relations import Access, Found, access_within, held
from shared.agencies import AgencyKind
from shared.database import Pool
from shared.events.cases.kinds import CaseKind
from shared.identity.claims import Caller
from shared.lists import by_county
from shared.lists.paging import MOMENTS, PAGE, SCANNED, cut, way

ONE = """
SELECT kept.*, ARRAY(
    SELECT (part.relation, part.subject, part.until) FROM relations AS part
    WHERE part.case_id = kept.case_id AND part.agency = $2 AND part.ended IS NULL
) AS parts
FROM case_register AS kept WHERE kept.case_id = $1
"""


# What says which cases of the register an index has.
Only = Literal["true", "phase = 'requested'", "crisis"]


@dataclass(frozen=True, slots=True)
class Question:
    """Which cases are asked for, and in which order."""

    region: str | None = None
    phase: Phase | None = None
    kind: CaseKind | None = None
    workstation_id: UUID | None = None
    relation: Relation | None = None
    changed_since: datetime | None = None
    crisis_open: bool = False
    level: str | None = None
    by_change: bool = False
    descending: bool = True
    orphaned: Orphaned | None = None

    @property
    def is_about(self) -> frozenset[Category]:
        """What only those see on whom a filter is: who may not read it, finds nothing by it."""
        filters = {
            Category.OPENING: any((self.phase, self.kind, self.workstation_id)),
            Category.ASSESSMENTS: self.level is not None,
            Category.CONTACTS: self.crisis_open,
            Category.TEAM: self.orphaned is not None,
        }
        return frozenset(category for category, is_asked in filters.items() if is_asked)

    @property
    def only(self) -> Only:
        """The few cases, if any, that an index of their own has."""
        if self.phase is Phase.REQUESTED:
            return "phase = 'requested'"
        return "crisis" if self.crisis_open else "true"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on a page, and what the caller is to it."""

    access: Access
    kind: str
    phase: str
    level: str | None
    workstation_id: UUID | None
    opened_at: datetime
    changed_at: datetime


def relations_of(kind: AgencyKind) -> frozenset[Relation]:
    """The relations in which a kind of agency may read anything of a case.

    >>> sorted(relations_of(AgencyKind.LABORATORY)), sorted(relations_of(AgencyKind.OTHER))
    ([<Relation.ASKED_FOR_TEST: 'asked_for_test'>], [])
    """
    return frozenset(
        relation
        for relation in Relation
        if any(right(kind, relation, category) >= Right.READ for category in Category)
    )


def branches(kind: AgencyKind, question: Question) -> frozenset[Relation]:
    """The relations by which cases are looked for: what overseers see holds all others."""
    wanted = relations_of(kind)
    if question.relation is not None:
        wanted &= {question.relation}
    elif Relation.OVERSEEING in wanted:
        wanted = frozenset({Relation.OVERSEEING})
    return frozenset(
        relation
        for relation in wanted
        if all(right(kind, relation, each) >= Right.READ for each in question.is_about)
    )


@lru_cache(256)
def statement(
    wanted: frozenset[Relation],
    *,
    by_change: bool,
    descending: bool,
    only: Only,
    scanned: int,
    limit: int,
    orphaned: bool = False,
) -> str:
    """The query of a page; `only` says which cases alone are asked for, if an index has them."""
    # What waits has not changed since; so one index serves both orders.
    at = "changed_at" if by_change and only != "phase = 'requested'" else "opened_at"
    order = way(descending=descending)
    words: dict[str, Any] = {"at": at, "way": order, "scanned": scanned}
    words |= {"only": f"{only} AND {NOT_OWN}", "not_own": NOT_OWN}
    if Relation.OVERSEEING in wanted:
        candidates = by_county.candidates(
            "case_register", "case_id", at, MOMENTS.sql, order, scanned, words["only"]
        )
    elif wanted == {Relation.RESPONSIBLE}:
        candidates = RESPONSIBLE.format(**words)
    elif Relation.RESPONSIBLE not in wanted:
        candidates = TAKEN_PART.format(**words, **_of_one(wanted), once="")
    else:
        of_one = _of_one(wanted - {Relation.RESPONSIBLE})
        candidates = BOTH.format(
            **words,
            responsible=RESPONSIBLE.format(**words),
            taken_part=TAKEN_PART.format(**words, **of_one, once=NOT_RESPONSIBLE),
        )
    if (Relation.RESPONSIBLE not in wanted and Relation.OVERSEEING not in wanted) or by_change:
        changed_at = "place.at"
    else:
        changed_at = "kept.changed_at" if Relation.OVERSEEING in wanted else CHANGED_AT
    page = PAGE.format(
        table="case_register",
        key="case_id",
        candidates=candidates,
        matches=MATCHES.format(
            changed_at=changed_at, is_own=IS_OWN, orphaned=ORPHANED if orphaned else ""
        ),
        way=order,
        scanned=scanned,
        limit=limit,
    )
    return WITH_PARTS.format(page=page, way=order)


def _of_one(wanted: frozenset[Relation]) -> dict[str, str]:
    """The words that look for the parts of one relation alone; for several, none."""
    if len(wanted) != 1:
        return {"one": "", "later_one": ""}
    (only,) = wanted
    return {
        "one": f" AND relation = '{only}'",
        "later_one": f" AND later.relation = '{only}'",
    }


def arguments(
    caller: Caller,
    question: Question,
    after: tuple[datetime, UUID] | None,
    user: str | None = None,
) -> list[Any]:
    """The arguments of `statement`."""
    since = question.changed_since if question.by_change else None
    nobody = question.orphaned
    return [
        by_county.within(caller.regions, question.region),
        *MOMENTS.between(after, descending=question.descending, since=since),
        caller.agency,
        question.phase,
        question.kind,
        question.workstation_id,
        question.changed_since,
        question.level,
        question.crisis_open,
        user,
        *((nobody.carrying, nobody.today, nobody.absences) if nobody else ()),
    ]


def query(
    caller: Caller,
    question: Question,
    after: tuple[datetime, UUID] | None,
    limit: int,
    user: str | None = None,
) -> tuple[str, list[Any], int]:
    """The statement of a page, its arguments, and how many candidates it reads at most."""
    wanted = branches(caller.kind, question)
    given = arguments(caller, question, after, user)
    overseeing = Relation.OVERSEEING in wanted
    # Openings that wait are few in a county; those of one agency have no index of their own.
    only = question.only if overseeing or question.only == "crisis" else "true"
    exact = (
        overseeing
        and by_county.whole_counties(given[0])
        and (question.phase is None or (only == "phase = 'requested'" and not question.crisis_open))
        and question.kind is None
        and question.workstation_id is None
        and question.level is None
        and question.orphaned is None
        and (question.changed_since is None or question.by_change)
    )
    scanned = limit + 1 if exact else SCANNED
    text = statement(
        wanted,
        by_change=question.by_change,
        descending=question.descending,
        only=only,
        scanned=scanned,
        limit=limit,
        orphaned=question.orphaned is not None,
    )
    return text, given, scanned


async def read_page(
    pool: Pool,
    caller: Caller,
    question: Question,
    after: tuple[datetime, UUID] | None,
    limit: int,
    today: date,
    user: str | None = None,
) -> tuple[list[Listed], tuple[str, str] | None]:
    """A page of cases, and the place behind which the next one begins, if there may be one.

    `user` is the keyed hash of the user who is calling: the own file is not listed.
    """
    if not branches(caller.kind, question):
        return [], None
    text, given, scanned = query(caller, question, after, limit, user)
    if not given[0]:
        return [], None
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *given)
    page, following = cut(rows, limit, scanned)
    return [_listed(caller, row, today) for row in page], following


async def read_one(pool: Pool, access: Access, today: date) -> Listed | None:
    """One case that the caller has a part in, as a list shows it."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(ONE, access.case_id, access.caller.agency)
    return None if row is None else _listed(access.caller, row, today)


def _listed(caller: Caller, row: Any, today: date) -> Listed:
    parts = held(row["parts"])
    found = Found(row["region"], row["agency"], row["registration_id"], row["version"], parts)
    return Listed(
        access_within(caller, row["case_id"], found, today),
        row["kind"],
        row["phase"],
        row["level"],
        row["workstation_id"],
        row["opened_at"],
        row["changed_at"],
    )


def shown_relations(relations: Collection[Relation]) -> list[Relation]:
    """Relations in the order in which they are declared."""
    return [relation for relation in Relation if relation in relations]
