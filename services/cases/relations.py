"""What an agency is to a case: looked up before the case is read, many lookups in one query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.cases.access_table import (
    OVERSEERS,
    TABLE,
    Category,
    Relation,
    Right,
    person_fields,
    right,
)
from services.cases.staff.keys import key_of
from services.cases.staff.own_file import is_own_file
from shared.database import Pool
from shared.events.cases.clients import PersonalField
from shared.identity.claims import Caller
from shared.journal.batching import Batcher

# The same statement, whether there is such a case, and whose it is; the own file of who is calling
# is nothing, like a case that there is not. `(SELECT …)` keeps it from being planned each time, as
# in the journal's LOOK.
LOOK_UP = f"""
SELECT wanted.number, kept.region, kept.agency, kept.registration_id, kept.version, ARRAY(
    SELECT (part.relation, part.subject, part.until) FROM relations AS part
    WHERE part.case_id = wanted.case_id AND part.agency = wanted.agency AND part.ended IS NULL
) AS parts
FROM unnest((SELECT $1::uuid[]), (SELECT $2::text[]), (SELECT $3::text[]))
    WITH ORDINALITY AS wanted (case_id, agency, user_key, number)
LEFT JOIN case_register AS kept ON kept.case_id = wanted.case_id
    AND NOT {is_own_file("kept", agency="wanted.agency", user="wanted.user_key")}
ORDER BY wanted.number
"""
GROUP_LIMIT = 256


@dataclass(frozen=True, slots=True)
class Access:
    """What a caller is to a case: its relations, with what each is about, and what they grant.

    `agency` is the responsible one; `version` is the case's when it was looked up. `subjects` are
    the appointments for a test that the caller was asked for. `lapsed` are relations in which the
    time is over in which who the person is can be read.
    """

    caller: Caller
    case_id: UUID
    agency: str
    region: str
    registration_id: UUID
    version: int
    relations: frozenset[Relation]
    subjects: frozenset[UUID] = frozenset()
    lapsed: frozenset[Relation] = frozenset()

    def may(self, category: Category, wanted: Right) -> bool:
        """Whether one of the relations grants a right."""
        kind, relations = self.caller.kind, self.relations
        if category is Category.PERSON:
            relations -= self.lapsed
        return any(right(kind, relation, category) >= wanted for relation in relations)

    @property
    def person_fields(self) -> frozenset[PersonalField]:
        """Which particulars of the person the relations grant to read."""
        kind = self.caller.kind
        each = (person_fields(kind, relation) for relation in self.relations - self.lapsed)
        return frozenset().union(*each)

    @property
    def client_id(self) -> UUID | None:
        """The registration that the case names, for the agency that is responsible for it."""
        return self.registration_id if Relation.RESPONSIBLE in self.relations else None

    @property
    def is_only_asked(self) -> bool:
        """Whether the caller sees the case for a test that it was asked for, and for nothing else.

        A relation that grants its kind nothing is nothing else.
        """
        granting = {each for each in self.relations if (self.caller.kind, each) in TABLE}
        return granting == {Relation.ASKED_FOR_TEST}

    def shown(self, version: int) -> int | None:
        """A version of the case, as the caller is shown it.

        None for who was only asked for a test: it would count what others enter.
        """
        return None if self.is_only_asked else version


class Held(NamedTuple):
    """A part that an agency has in a case, and until when it lets the person be known, if asked."""

    relation: str
    subject: UUID
    until: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A case's row of the register, and the parts that an agency has in it."""

    region: str
    agency: str
    registration_id: UUID
    version: int
    parts: tuple[Held, ...]


def access_from(caller: Caller, case_id: UUID, found: Found, today: date) -> Access | None:
    """What a case is to a caller today, by what was found of it; None where it is nothing to it."""
    if not caller.covers(found.region):
        return None
    access = access_within(caller, case_id, found, today)
    return access if access.relations else None


def access_within(caller: Caller, case_id: UUID, found: Found, today: date) -> Access:
    """The same of a case that is known to lie within the caller's regions; perhaps no relation."""
    relations = {Relation(part.relation) for part in found.parts}
    if caller.kind in OVERSEERS:
        relations.add(Relation.OVERSEEING)
    asked = [part for part in found.parts if part.relation == Relation.ASKED_FOR_TEST]
    is_known = any(part.until is not None and today <= part.until for part in asked)
    lapsed = {Relation.ASKED_FOR_TEST} if asked and not is_known else ()
    return Access(
        caller,
        case_id,
        found.agency,
        found.region,
        found.registration_id,
        found.version,
        frozenset(relations),
        frozenset(part.subject for part in asked),
        frozenset(lapsed),
    )


def held(parts: Iterable[Iterable[Any]]) -> tuple[Held, ...]:
    """Parts as `LOOK_UP` has them."""
    return tuple(Held(*part) for part in parts)


class Relations:
    """Looks up what agencies are to cases; safe for many tasks at once.

    `today` says which day it is in China; `index` is the vault's keyed hash.
    """

    def __init__(self, pool: Pool, today: Callable[[], date], index: Callable[[str], str]) -> None:
        self._pool = pool
        self._today = today
        self._index = index
        self._lookups = Batcher(self._look, workers=2, limit=GROUP_LIMIT)

    async def access(self, caller: Caller, case_id: UUID) -> Access | None:
        """What a caller is to a case; None where it is nothing to it, or there is no such case.

        The case must lie within the caller's regions, whatever the relation; and it is not the own
        file of the worker who is calling.
        """
        found = await self._lookups((case_id, caller.agency, key_of(self._index, caller)))
        return None if found is None else access_from(caller, case_id, found, self._today())

    async def _look(self, wanted: Sequence[tuple[UUID, str, str | None]]) -> Sequence[Found | None]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(LOOK_UP, *zip(*wanted, strict=True))
        return [
            None if region is None else Found(region, agency, registration_id, version, held(parts))
            for _, region, agency, registration_id, version, parts in rows
        ]
