"""What an agency is to a case: looked up before the case is read, many lookups in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.cases.access_table import (
    OVERSEERS,
    Category,
    Relation,
    Right,
    person_fields,
    right,
)
from shared.database import Pool
from shared.events.cases.clients import PersonalField
from shared.identity.claims import Caller
from shared.journal.batching import Batcher

# The same statement, whether there is such a case, and whose it is.
LOOK_UP = """
SELECT wanted.number, kept.region, kept.agency, kept.registration_id, kept.version, ARRAY(
    SELECT (part.relation, part.subject) FROM relations AS part
    WHERE part.case_id = wanted.case_id AND part.agency = wanted.agency AND part.ended IS NULL
) AS parts
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wanted (case_id, agency, number)
LEFT JOIN case_register AS kept USING (case_id)
ORDER BY wanted.number
"""
GROUP_LIMIT = 256


@dataclass(frozen=True, slots=True)
class Access:
    """What a caller is to a case: its relations, with what each is about, and what they grant.

    `agency` is the responsible one; `version` is the case's when it was looked up. `subjects` are
    the appointments for a test that the caller was asked for.
    """

    caller: Caller
    case_id: UUID
    agency: str
    region: str
    registration_id: UUID
    version: int
    relations: frozenset[Relation]
    subjects: frozenset[UUID] = frozenset()

    def may(self, category: Category, wanted: Right) -> bool:
        """Whether one of the relations grants a right."""
        kind = self.caller.kind
        return any(right(kind, relation, category) >= wanted for relation in self.relations)

    @property
    def person_fields(self) -> frozenset[PersonalField]:
        """Which particulars of the person the relations grant to read."""
        kind = self.caller.kind
        each = (person_fields(kind, relation) for relation in self.relations)
        return frozenset().union(*each)

    @property
    def client_id(self) -> UUID | None:
        """The registration that the case names, for the agency that is responsible for it."""
        return self.registration_id if Relation.RESPONSIBLE in self.relations else None


@dataclass(frozen=True, slots=True)
class Found:
    """A case's row of the register, and the parts (relation, subject) that an agency has in it."""

    region: str
    agency: str
    registration_id: UUID
    version: int
    parts: tuple[tuple[str, UUID], ...]


def access_from(caller: Caller, case_id: UUID, found: Found) -> Access | None:
    """What a case is to a caller, by what was found of it; None where it is nothing to it."""
    if not caller.covers(found.region):
        return None
    access = access_within(caller, case_id, found)
    return access if access.relations else None


def access_within(caller: Caller, case_id: UUID, found: Found) -> Access:
    """The same of a case that is known to lie within the caller's regions; perhaps no relation."""
    relations = {Relation(relation) for relation, _ in found.parts}
    if caller.kind in OVERSEERS:
        relations.add(Relation.OVERSEEING)
    asked = Relation.ASKED_FOR_TEST
    return Access(
        caller,
        case_id,
        found.agency,
        found.region,
        found.registration_id,
        found.version,
        frozenset(relations),
        frozenset(subject for relation, subject in found.parts if relation == asked),
    )


class Relations:
    """Looks up what agencies are to cases; safe for many tasks at once."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lookups = Batcher(self._look, workers=2, limit=GROUP_LIMIT)

    async def access(self, caller: Caller, case_id: UUID) -> Access | None:
        """What a caller is to a case; None where it is nothing to it, or there is no such case.

        The case must lie within the caller's regions, whatever the relation.
        """
        found = await self._lookups((case_id, caller.agency))
        return None if found is None else access_from(caller, case_id, found)

    async def _look(self, wanted: Sequence[tuple[UUID, str]]) -> Sequence[Found | None]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(LOOK_UP, *zip(*wanted, strict=True))
        return [
            None
            if region is None
            else Found(region, agency, registration_id, version, tuple(map(tuple, parts)))
            for _, region, agency, registration_id, version, parts in rows
        ]
