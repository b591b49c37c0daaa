"""Whose duties another file of policies changes: the cases of an installation, one by one."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from services.cases.duties.history import History, from_json
from services.cases.duties.schedule import PoliciesOver, schedule
from services.cases.duties.versions import Applied, Versions
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.policies.policies import Policies

PIECE = 500  # cases at once
COUNTY = 6  # digits
AHEAD = timedelta(days=366)  # how far is looked

CASES = """
SELECT case_id, history FROM duty_cases
WHERE generation = (SELECT generation FROM duty_generations WHERE state = 'live')
    AND case_id > $1 AND history IS NOT NULL
ORDER BY case_id LIMIT $2
"""


@dataclass
class Affected:
    """How many cases were looked at, of how many duties change, and of how many each, by county.

    A case counts once for each duty that changes.
    """

    cases: int = 0
    changed: int = 0
    by_duty: Counter[tuple[str, Duty]] = field(default_factory=Counter)
    case_ids: list[UUID] = field(default_factory=list)

    def note(self, history: History, found: set[tuple[str, Duty]]) -> None:
        """Note what changes in a case, if anything does."""
        self.cases += 1
        if found:
            self.changed += 1
            self.by_duty.update(found)
            self.case_ids.append(history.case_id)


def duties_changed(
    history: History, before: PoliciesOver, after: PoliciesOver, today: date
) -> set[tuple[str, Duty]]:
    """The duties of a case, with their county, that have other days by other policies, or none.

    What is open is compared, and what comes within a year: a changed policy reaches no others, and
    often the window that is open goes on as it was.
    """
    one, other = (
        {
            (each.region[:COUNTY], each.duty, each.subject, each.to_whom, each.since, each.due_on)
            for each in schedule(history, policies, today + AHEAD)
            if each.until > today
        }
        for policies in (before, after)
    )
    return {(county, duty) for county, duty, *_ in one ^ other}


async def whose_duties_change(
    pool: Pool, old: Policies, new: Policies, region: str, today: date
) -> AsyncIterator[Affected]:
    """Whose duties change, below a region, if new policies come into force today; as it grows."""
    before = Versions.only(old)
    after = Versions((*before.applied, Applied(today, new)))
    affected, last = Affected(), UUID(int=0)
    while True:
        async with pool.acquire() as connection:
            rows = await connection.fetch(CASES, last, PIECE)
        if not rows:
            return
        for case_id, text in rows:
            history, last = from_json(text), case_id
            if history.region.startswith(region):
                affected.note(history, duties_changed(history, before, after, today))
        yield affected
