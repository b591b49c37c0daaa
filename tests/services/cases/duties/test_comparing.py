"""What is recorded of duties is proved by the journal, and a change is shown before it is made."""

from collections.abc import AsyncIterator
from datetime import date

import asyncpg
import pytest

from services.cases.duties.comparing import Compared, restated, verified
from services.cases.duties.versions import EVER, Applied, Versions
from shared.events.cases.duties import DutyOutcome
from shared.policies.reading import built_in
from tests.services.cases.duties.places import Duties, a_pool
from tests.services.cases.duties.test_versions import NO_CONTACT, policies

pytestmark = pytest.mark.postgres

DAY = date(2019, 9, 15)
FALSE = """
UPDATE events SET data = replace(data::text, '"outcome":"missed"', '"outcome":"met"')::json
WHERE event_id = (
    SELECT event_id FROM events WHERE type = 'cases.DutyClosed.v1'
    AND data ->> 'outcome' = 'missed' ORDER BY position LIMIT 1
)
"""


@pytest.fixture
async def duties(dsn: str) -> AsyncIterator[Duties]:
    """Some cases with a year of entries, whose duties are kept until a day."""
    connection = await asyncpg.connect(dsn)
    it = Duties(dsn, connection)
    await it.open_some(5)
    await it.keep(DAY)
    yield it
    await connection.close()


async def verify(duties: Duties, day: date = DAY) -> Compared:
    """What comparing all cases comes to."""
    async with a_pool(duties.dsn) as pool:
        found = [each async for each in verified(pool, Versions.only(built_in()), day)]
    return found[-1]


async def test_all_outcomes_are_proved(duties: Duties) -> None:
    """As many as stand, of all cases; and nothing differs."""
    compared = await verify(duties)
    assert (compared.cases, compared.outcomes) == (5, len(await duties.standing()))
    assert (compared.windows, compared.waiting) == (0, 0)


async def test_a_false_outcome_is_found(duties: Duties) -> None:
    """It says in which case and window, and what it should be."""
    await duties.connection.execute(FALSE)
    compared = await verify(duties)
    assert (compared.windows, compared.differing_cases) == (1, 1)
    [found] = compared.first
    assert (found.before, found.after) == (DutyOutcome.MET, DutyOutcome.MISSED)


async def test_what_is_not_looked_at_yet_is_told_apart(duties: Duties) -> None:
    """Late entries, and windows that have closed since, are no fault of what is recorded."""
    await duties.enter_late(date(2019, 8, 30))
    compared = await verify(duties)
    assert compared.windows == 0
    assert 0 < compared.waiting <= 5
    assert (await verify(duties, date(2019, 11, 1))).windows == 0


async def test_a_change_is_shown_before_it_is_made(duties: Duties) -> None:
    """How many windows of how many cases, from what to what; nothing is recorded by it."""
    before = await duties.standing()
    now = Versions.only(built_in())
    then = Versions((*now.applied, Applied(EVER, policies(NO_CONTACT))))
    async with a_pool(duties.dsn) as pool:
        compared = [each async for each in restated(pool, now, then, DAY)][-1]
    contacts, findings = (
        sum(which.duty == duty for _, which in before) for duty in ("contact", "finding")
    )
    assert compared.differing_cases == 5
    # Without a contact that was missed nobody is proposed to have absconded.
    assert contacts < compared.windows <= contacts + findings
    assert {after for _, after in compared.changes} == {None}
    assert await duties.standing() == before
