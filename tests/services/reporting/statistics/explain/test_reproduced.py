"""The rows of an opened figure reproduce it exactly, whatever is asked of whatever ledger."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.consume import Consumer
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.rounding import rounded
from services.reporting.statistics.explain.opening import PARTS, Opening, opening_of
from services.reporting.statistics.explain.rows import Wanted
from services.reporting.statistics.figures import answer
from services.reporting.statistics.groups import Figure
from services.reporting.statistics.places import child_length
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.events import corrections, parse
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.journal.received_event import ReceivedEvent
from shared.regions import prefix
from tests.databases import Databases
from tests.services.reporting.reading import fresh
from tests.services.reporting.statistics import by_hand
from tests.services.reporting.statistics.explain.opening import (
    SALT,
    any_ledger,
    entries,
    opened,
    persons,
    total,
)
from tests.services.reporting.statistics.test_any_question import any_question

pytestmark = pytest.mark.postgres

# Each once, though there are only few of some kinds: the countings in turn.
BY_COUNTING = [
    [code for code, each in INDICATORS.items() if each.numerator.counting == counting]
    for counting in ("sum", "persons", "stock", "recorded")
]


@pytest.mark.parametrize("seed", range(3))
async def test_any_figure_is_reproduced_by_what_it_opens_to(pool: Pool, seed: int) -> None:
    """All indicators, in turn: sums, persons, stocks, entries as recorded, shares and averages."""
    chance = random.Random(seed)
    events = any_ledger(chance, 300)
    await Consumer(pool).apply("cases", 0, 0, events)
    for code in INDICATORS:
        await open_any(pool, chance, events, code)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), size=st.integers(4, 120))
def test_any_figure_of_any_ledger(databases: Databases, seed: int, size: int) -> None:
    """Small ledgers and large ones, with more kinds of taking back than entries at times."""
    chance = random.Random(seed)
    events = any_ledger(chance, size)

    async def run() -> None:
        async with fresh(databases) as pool:
            await Consumer(pool).apply("cases", 0, 0, events)
            for codes in BY_COUNTING:
                for code in chance.sample(codes, min(4, len(codes))):
                    await open_any(pool, chance, events, code)
            for code in by_hand.PARTS:
                await open_by_hand(pool, chance, events, code)

    asyncio.run(run())


async def open_any(
    pool: Pool, chance: random.Random, events: Sequence[ReceivedEvent], code: str
) -> None:
    """Ask, take one of the figures that are answered, and open each of its parts."""
    question = any_question(chance, events, code)
    async with pool.acquire() as connection:
        figures = await answer(connection, question)
    if not figures:
        return
    figure = chance.choice(figures)
    group = [f"{word}:{value}" for word, value in zip(question.by, figure.group, strict=True)]
    chance.shuffle(group)
    if figure.why is not None:
        return  # of too small a sample, which is not opened: test_surveys_of_the_year.py
    parts = PARTS[1:] if INDICATORS[code].of_a_sample else PARTS[: len(INDICATORS[code].parts)]
    for part in parts:
        await reproduce(pool, chance, opening_of(total(question), part, group), figure)


async def reproduce(pool: Pool, chance: random.Random, opening: Opening, figure: Figure) -> None:
    """The amounts of all rows add up to the part, and the parts make the figure."""
    values, rows = await opened(pool, opening, size=chance.choice((1, 7, 200)))
    assert values.value == figure.value, opening
    of_part = values.parts[PARTS.index(opening.part)]
    assert values.total == of_part == sum(row.amount for row in rows), opening
    if len(values.parts) == 1:
        assert of_part == figure.value
    elif values.parts[1]:
        number = opening.indicator.times * values.parts[0]
        assert rounded(number, values.parts[1]) == figure.value
    if opening.selection.counting in ("persons", "stock"):
        everybody = persons(rows)
        assert len({row.owner for row in everybody}) == len(everybody), "one row a person"
        assert all(sum(held.amount for held in row.held) == row.total for row in everybody)
        if opening.selection.counting == "persons":
            assert {row.amount for row in everybody} <= {1}
            assert len(everybody) == of_part
        for row in chance.sample(everybody, min(3, len(everybody))):
            await open_person(pool, opening, row.owner, row.total)
    else:
        single = entries(rows)
        assert [row.day for row in single if row.day] == sorted(
            row.day for row in single if row.day
        )
        if all(row.amount == 1 for row in single):
            assert len(single) == of_part, "as many rows as the figure says"
        where = opening.narrowed.where
        assert all(
            row.values.get(code, "") in allowed for row in single for code, allowed in where.items()
        )


async def open_person(pool: Pool, opening: Opening, owner: str, number: int) -> None:
    """A person's entries add up to what the person's row says; void ones add nothing."""
    values, rows = await opened(pool, opening, Wanted(SALT, owner))
    assert values.total == number == sum(row.amount for row in entries(rows))
    _, more = await opened(pool, opening, Wanted(SALT, owner, with_void=True))
    assert sum(row.amount for row in more) == number
    assert [row for row in more if row in rows] == rows


async def open_by_hand(
    pool: Pool, chance: random.Random, events: Sequence[ReceivedEvent], code: str
) -> None:
    """The entries are those that are found by looking at every event: valid, void, void since."""
    question = replace(any_question(chance, events, code), by=())
    for name, part in zip(PARTS, by_hand.PARTS[code], strict=False):
        opening = Opening(question, name)
        hold = Counted(events, question, part)
        if part.counting == "sum":
            _, rows = await opened(pool, opening, Wanted(SALT, with_void=True))
            amounts: Counter[UUID] = Counter()
            for row in entries(rows):
                amounts[row.entry_id] += row.amount
            void = {row.entry_id for row in entries(rows) if row.voided_at is not None}
            since = {row.entry_id for row in entries(rows) if row.voided_since is not None}
            for test in hold.rechecked:  # by its results, it is another than the one written down
                amounts[test] = hold.amounts[test] = 0
            assert +amounts == +hold.amounts
            assert void - hold.rechecked == hold.void - hold.rechecked
            assert since - hold.rechecked == hold.void_since - hold.rechecked
        elif part.counting == "persons":
            _, rows = await opened(pool, opening)
            assert {row.owner for row in persons(rows)} == hold.persons


class Counted:
    """What events add to a part, one by one: `amounts` by entry, `persons`, and what is void.

    Of tests that were `rechecked` the result before is void, and the test is not.
    """

    def __init__(
        self, received: Sequence[ReceivedEvent], question: Question, part: by_hand.Part
    ) -> None:
        self.amounts: Counter[UUID] = Counter()
        self.persons: set[str] = set()
        self.void: set[UUID] = set()
        self.void_since: set[UUID] = set()
        self.rechecked: set[UUID] = set()
        voids: dict[UUID, Any] = {}
        for event in received:
            read: Any = parse(event.type, event.data)
            if isinstance(read, corrections.TakenBack):
                voids[read.entry_id] = event.recorded_at
            elif isinstance(read, DrugTestRechecked):
                self.rechecked.add(read.test_id)
        for event in received:
            happened: Any = parse(event.type, event.data)
            known = question.as_of is None or event.recorded_at <= question.as_of
            if (
                not known
                or not isinstance(happened, part.model)
                or not self._is_asked(happened, question)
            ):
                continue
            entry_id = UUID(str(event.event_id))
            for values, amount in part.adds(happened):
                if any(values[code] not in each for code, each in question.where.items()):
                    continue
                voided_at = voids.get(entry_id)
                if voided_at is None or (question.as_of and voided_at > question.as_of):
                    self.amounts[entry_id] += amount
                    self.persons.add(str(getattr(happened, "client_id", "")))
                    if voided_at is not None:
                        self.void_since.add(entry_id)
                else:
                    self.void.add(entry_id)

    @staticmethod
    def _is_asked(read: Any, question: Question) -> bool:
        day = read.occurred_on
        in_period = day is not None and question.start <= day < question.end
        return in_period and read.region.startswith(prefix(question.region))


async def test_what_is_recorded_for_the_region_itself_can_be_opened(pool: Pool) -> None:
    """The group of a city among its counties is not the whole city: totals of it open too."""
    chance = random.Random(7)
    events = any_ledger(chance, 200)
    await Consumer(pool).apply("cases", 0, 0, events)
    question = any_question(chance, events, "contacts")
    question = replace(question, region="410100000000", by=("region",), where={}, as_of=None)
    question = replace(question, start=question.start.replace(year=2018))
    async with pool.acquire() as connection:
        figures = {f.group[0]: f for f in await answer(connection, question)}
    assert child_length(question.region) == 6
    own = figures[question.region]
    opening = opening_of(total(question), "numerator", [f"region:{question.region}"])
    values, rows = await opened(pool, opening)
    assert values.value == own.value == len(rows) > 0
    assert {row.region for row in entries(rows)} == {question.region}
    whole, every = await opened(pool, opening_of(total(question), "numerator", ()))
    assert whole.value == sum(f.value or 0 for f in figures.values()) == len(every)
