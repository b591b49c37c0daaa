"""Compares what is recorded of duties with what follows from the journal: all cases, one by one.

So an operator sees what a version of the policies would change before it does, and that nothing
else has changed.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog

from services.cases.duties.closing import (
    UNREADABLE,
    Find,
    Known,
    in_journal,
    outcomes_of,
    read_cases,
    stored_of,
)
from services.cases.duties.outcomes import CloseDuties, Outcomes, Stored, Which, close, duties, same
from services.cases.duties.schedule import PoliciesOver
from services.cases.duties.versions import Versions, digest_on
from services.cases.streams import case_stream
from shared.database import Pool
from shared.events.cases.duties import DutyClosed, DutyOutcome
from shared.journal.journal import Journal

log = structlog.get_logger(__name__)

PIECE = 100  # cases at once
SHOWN = 20  # differences that are shown one by one

CASES = f"""
SELECT substr(stream_id, {len(case_stream("")) + 1})::uuid FROM events
WHERE stream_id > $1 AND stream_id < 'case.' AND version = 1 ORDER BY stream_id LIMIT $2
"""
# A case whose last entries the worklist does not have yet, or whose windows are to be looked at.
WAITING = """
SELECT wanted.case_id FROM unnest($1::uuid[], $2::integer[]) AS wanted (case_id, version)
LEFT JOIN duty_generations AS live ON live.state = 'live'
LEFT JOIN duty_cases AS kept
    ON kept.case_id = wanted.case_id AND kept.generation = live.generation
WHERE kept.version IS DISTINCT FROM wanted.version OR kept.check_on <= $3
    OR kept.parked IS NOT NULL OR live.policies IS DISTINCT FROM $4
"""


class Difference(NamedTuple):
    """A window whose outcome is another; None where it has none."""

    case_id: UUID
    which: Which
    before: DutyOutcome | None
    after: DutyOutcome | None


@dataclass
class Compared:
    """How many cases and outcomes were compared, and what differs.

    `changes` counts from which outcome to which. `waiting` is how many of the cases that differ are
    about to be looked at by the process that keeps duties; they are not among the others.
    """

    cases: int = 0
    outcomes: int = 0
    differing_cases: int = 0
    waiting: int = 0
    changes: Counter[tuple[DutyOutcome | None, DutyOutcome | None]] = field(default_factory=Counter)
    first: list[Difference] = field(default_factory=list)

    @property
    def windows(self) -> int:
        """How many windows differ."""
        return sum(self.changes.values())

    def note(self, found: Sequence[Difference]) -> None:
        """Note how a case differs, if it does."""
        self.differing_cases += bool(found)
        self.changes.update((each.before, each.after) for each in found)
        self.first += found[: SHOWN - len(self.first)]


class _Case(NamedTuple):
    """A case as the journal has it, and what is recorded of its duties."""

    known: Known
    outcomes: Outcomes
    stored: Stored

    def closed(self, policies: PoliciesOver, day: date) -> Mapping[Which, DutyClosed]:
        """The outcomes that stand once all is recorded that is to be, by policies."""
        if self.known.history is None:
            return self.outcomes.standing
        command = CloseDuties(self.known.history, policies, self.stored)
        events = close(command, self.outcomes, day).events
        return reduce(duties.evolve, events, self.outcomes).standing


async def restated(
    pool: Pool, now: PoliciesOver, then: PoliciesOver, day: date
) -> AsyncIterator[Compared]:
    """What would stand by other policies, beside what does by those of now; as it grows."""
    compared = Compared()
    async for cases in _all(pool):
        for case_id, case in cases.items():
            before, after = case.closed(now, day), case.closed(then, day)
            compared.cases += 1
            compared.outcomes += len(before)
            compared.note(_differences(case_id, before, after))
        yield compared


async def verified(pool: Pool, versions: Versions, day: date) -> AsyncIterator[Compared]:
    """What is recorded, beside what follows from the journal itself; as it grows."""

    async def find(connection: asyncpg.Connection, case_ids: Collection[UUID]) -> dict[UUID, Known]:
        """Cases as the journal has them, of the same moment as what they wait for."""
        known = await in_journal(connection, case_ids)
        at = [each.version for each in known.values()]
        rows = await connection.fetch(WAITING, list(known), at, day, digest_on(versions, day))
        return known | {
            case_id: replace(known[case_id], is_waiting=True) for (case_id,) in map(tuple, rows)
        }

    compared = Compared()
    async for cases in _all(pool, find):
        for case_id, case in cases.items():
            standing = case.outcomes.standing
            compared.cases += 1
            compared.outcomes += len(standing)
            found = _differences(case_id, standing, case.closed(versions, day))
            if found and case.known.is_waiting:
                compared.waiting += 1
            else:
                compared.note(found)
        yield compared


async def _all(pool: Pool, find: Find = in_journal) -> AsyncIterator[dict[UUID, _Case]]:
    """All cases of the journal, piece by piece; but for those that wait for newer software."""
    journal, last = Journal(pool), case_stream("")
    while True:
        async with pool.acquire() as connection:
            case_ids = [case_id for (case_id,) in await connection.fetch(CASES, last, PIECE)]
        if not case_ids:
            return
        last = case_stream(case_ids[-1])
        found: dict[UUID, _Case] = {}
        for case_id, (known, recorded) in (await read_cases(journal, find, case_ids)).items():
            try:
                found[case_id] = _Case(known, outcomes_of(recorded), stored_of(recorded))
            except UNREADABLE as error:
                log.error("duties_not_readable", case_id=str(case_id), reason=type(error).__name__)
        yield found


def _differences(
    case_id: UUID, before: Mapping[Which, DutyClosed], after: Mapping[Which, DutyClosed]
) -> list[Difference]:
    found = []
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        if one is None or other is None or not same(one, other):
            outcomes = (None if each is None else each.outcome for each in (one, other))
            found.append(Difference(case_id, key, *outcomes))
    return found
