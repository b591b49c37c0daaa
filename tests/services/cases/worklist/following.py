"""A projector that follows a journal of made-up cases, and what it must have come to."""

import random
from datetime import date, timedelta
from typing import Any

import asyncpg

from services.cases.worklist.projection import DutyRow, Written, fold, made
from services.cases.worklist.projector import InForce, project_until_caught_up
from shared.database import Pool
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from tests.services.cases.worklist.lives import FIRST, Life

TODAY = date(2019, 9, 15)
ROWS = f"SELECT {', '.join(DutyRow._fields)} FROM live_worklist"
CASES = """
SELECT case_id, version, history, check_on, parked FROM duty_cases JOIN duty_generations
USING (generation) WHERE state = 'live'
"""
# A generation that is still made has all events before it is switched to: it counts for nothing.
IS_WHOLE = """
SELECT (SELECT count(*) FROM events WHERE stream_id LIKE 'case-%') = (
    SELECT sum(version) FROM duty_cases JOIN duty_generations USING (generation)
    WHERE state = 'live'
)
"""
ALL = """
SELECT position, stream_id, version, event_id, type, data, recorded_at FROM events
WHERE stream_id LIKE 'case-%' ORDER BY position
"""


def today() -> date:
    """A day in the middle of the year."""
    return TODAY


def in_force(policies: Policies) -> InForce:
    """These policies, as they are asked for."""

    async def policies_in_force() -> Policies:
        return policies

    return policies_in_force


BUILT_IN = in_force(built_in())


async def catch_up(pool: Pool, policies: Policies | None = None) -> None:
    """Take in all that there is."""
    await project_until_caught_up(pool, in_force(policies or built_in()), today)


async def is_whole(journal: asyncpg.Connection) -> bool:
    """Whether the generation that is read has taken in all that is written."""
    return bool(await journal.fetchval(IS_WHOLE))


async def check(journal: asyncpg.Connection, policies: Policies | None = None) -> int:
    """What is kept is what follows from the whole journal; how many rows that is."""
    events = [Written(*row) for row in await journal.fetch(ALL)]
    whole = made(fold({}, events), policies or built_in(), TODAY)
    assert {tuple(row) for row in await journal.fetch(ROWS)} == set(whole.rows)
    assert {tuple(row) for row in await journal.fetch(CASES)} == set(whole.cases)
    return len(whole.rows)


def some_lives(seed: int, number: int) -> list[list[tuple[Any, ...]]]:
    """The events of some cases; of some more than contacts, and some of their entries are void."""
    chance = random.Random(seed)
    lives = []
    for _ in range(number):
        life = Life(chance, agency=chance.choice(("agency", "other")))
        events = list(life.year(chance.randrange(12)))
        if chance.random() < 0.5:
            events += life.others(FIRST + timedelta(days=chance.randrange(20, 200)))
        if chance.random() < 0.3:
            events.append(life.void(chance.choice(life.entries[1:] or life.entries)))
        lives.append(events)
    return lives


def mixed(seed: int, lives: list[list[tuple[Any, ...]]]) -> list[list[tuple[Any, ...]]]:
    """The events of cases in turn by chance, in transactions of some events each."""
    chance = random.Random(seed)
    left, transactions = [list(each) for each in lives], []
    while left := [each for each in left if each]:
        transactions.append([chance.choice(left).pop(0) for _ in range(1)])
        for _ in range(chance.randrange(4)):
            if fuller := [each for each in left if each]:
                transactions[-1].append(chance.choice(fuller).pop(0))
    return transactions
