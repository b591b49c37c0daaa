"""The stock of clients at any day equals a plain count over all files, after any history."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.dimensions import GROUP
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.database import Pool
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, STREET, Ledger, cut
from tests.services.reporting.lives import WORDS, Life, any_day, days, lives

CLIENTS = INDICATORS["clients"]
STOCKS = [INDICATORS[c] for c in ("clients", "clients_by_sex_and_age", "clients_by_substance")]
BY_ALL = ("month", "region")
CITY = "410100000000"


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), cases=st.integers(1, 8), steps=st.integers(0, 120))
def test_plus_and_minus_ones_add_up_to_what_the_cases_stand_at(
    seed: int, cases: int, steps: int
) -> None:
    """After late entries, voids, endings and reopenings, by all dimensions at once."""
    chance = random.Random(seed)
    ledger, found = lives(chance, cases, steps)
    facts = [FactRow(*row) for row in fold(ledger.events).facts]
    for day in days(chance, 20):
        standing = [(life.region, life.stands_at(day)) for life in found]
        for indicator in STOCKS:
            measure = indicator.numerator.measure
            stock: Counter[tuple[str, str]] = Counter()
            for fact in facts:
                if fact.measure == measure.code and fact.day <= day:
                    stock[fact.region, fact.dims] += fact.delta
            counted = Counter(
                (region, "/".join(values[each.code] for each in measure.dimensions))
                for region, values in standing
                if values is not None
            )
            assert {key: value for key, value in stock.items() if value} == counted


@pytest.mark.postgres
async def test_the_read_model_answers_what_a_plain_count_finds(
    pool: Pool, consumer: Consumer
) -> None:
    """Some hundred files; on any day, by each dimension, by region, below the county, by month."""
    chance = random.Random(9)
    ledger, found = lives(chance, 300, 6_000)
    for batch in cut(ledger.events, 250):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    ends = [*days(chance, 12)]
    for last in ends:
        for word in (*WORDS, "group"):
            figures = await _asked(pool, last, (word,))
            assert figures == _by(found, last, word), (last, word)
    for last in ends[:6]:
        counties = await _asked(pool, last, ("region",))
        assert counties == _counted(
            found, last, lambda life, _: (f"{life.region[:6]}000000",), CITY
        )
        by = lambda _, values: (values["phase"], values["level"])  # noqa: E731
        below = await _asked(pool, last, ("phase", "level"), region=STREET)
        assert below == _counted(found, last, by, STREET)


@pytest.mark.postgres
async def test_by_month_each_month_has_its_own_end(pool: Pool, consumer: Consumer) -> None:
    """A period that begins and ends within a month, too."""
    chance = random.Random(11)
    ledger, found = lives(chance, 120, 2_400)
    for batch in cut(ledger.events, 250):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    for _ in range(6):
        start, last = sorted((any_day(chance), any_day(chance)))
        expected = {}
        for end in _month_ends(start, last):
            for group, value in _by(found, end, "phase").items():
                expected[(f"{end:%Y-%m}", *group)] = value
        assert await _asked(pool, last, ("month", "phase"), start=start) == expected


@pytest.mark.postgres
async def test_by_month_and_by_what_cases_stand_at(pool: Pool, consumer: Consumer) -> None:
    """Each month has what there is at its end, in whatever order the words of `by` are."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=date(2018, 5, 1))
    file.suspend(date(2019, 2, 1))
    file.resume(date(2019, 3, 31))
    file.end(date(2019, 4, 30))
    ledger.case(AT_LARGE, COMMUNITY)
    await consumer.apply("cases", 0, 0, ledger.events)
    start, last = date(2019, 1, 1), date(2019, 5, 31)
    programme = {
        ("2019-01", "ordered"): 1,
        ("2019-02", "suspended"): 1,
        ("2019-03", "agreed"): 1,
    }
    stock = programme | {(f"2019-{month:02}", "at_large"): 1 for month in range(1, 6)}
    assert await _asked(pool, last, ("month", "phase"), start=start) == stock
    assert await _asked(pool, last, ("month", "phase"), start=start, region=STREET) == programme
    turned = {(phase, month): value for (month, phase), value in stock.items()}
    assert await _asked(pool, last, ("phase", "month"), start=start) == turned
    by_region = {("410102000000", f"2019-{month:02}"): 1 for month in range(1, 4)}
    by_region |= {("410105000000", f"2019-{month:02}"): 1 for month in range(1, 6)}
    assert await _asked(pool, last, ("region", "month"), start=start) == by_region


@pytest.mark.postgres
async def test_a_stock_as_it_was_known_then(pool: Pool, consumer: Consumer) -> None:
    """What was recorded later changes it, and not the answer of that moment."""
    chance = random.Random(12)
    ledger, _ = lives(chance, 60, 1_200)
    await consumer.apply("cases", 0, 0, ledger.events)
    for _ in range(5):
        seen = chance.randrange(len(ledger.events))
        last, moment = any_day(chance), ledger.events[seen].recorded_at
        known = [FactRow(*row) for row in fold(ledger.events[: seen + 1]).facts]
        stock = sum(
            fact.delta
            for fact in known
            if fact.measure == "standing" and fact.day <= last and fact.region.startswith("4101")
        )
        question = Question((CLIENTS,), CITY, last, last + timedelta(1), as_of=moment)
        async with pool.acquire() as connection:
            [figure] = await answer(connection, question)
        assert figure.value == stock


async def _asked(
    pool: Pool,
    last: date,
    by: tuple[str, ...],
    *,
    start: date | None = None,
    region: str = CITY,
) -> dict[tuple[str, ...], int | float | None]:
    """The figures at the end of a day."""
    indicator = next(each for each in STOCKS if {*by} <= {*BY_ALL, *_codes(each)})
    question = Question((indicator,), region, start or last, last + timedelta(1), by)
    async with pool.acquire() as connection:
        return {figure.group: figure.value for figure in await answer(connection, question)}


def _codes(indicator: Indicator) -> set[str]:
    return {dimension.code for dimension in indicator.dimensions}


def _by(found: Sequence[Life], day: date, word: str) -> dict[tuple[str, ...], int]:
    """How many stood at what in the city when a day was over."""
    return _counted(found, day, lambda _, values: (values[word],), CITY)


def _counted(
    found: Iterable[Life],
    day: date,
    group_of: Callable[[Life, dict[str, str]], tuple[str, ...]],
    region: str,
) -> dict[tuple[str, ...], int]:
    within = region.rstrip("0")
    counted: Counter[tuple[str, ...]] = Counter()
    for life in found:
        if life.region.startswith(within) and (values := life.stands_at(day)) is not None:
            counted[group_of(life, {**values, "group": GROUP.groups[values["kind"]]})] += 1
    return dict(counted)


def _month_ends(start: date, last: date) -> list[date]:
    """The last day of each month that has begun, or `last`."""
    found = [start + timedelta(n) for n in range((last - start).days + 1)]
    return [day for day in found if day == last or (day + timedelta(1)).day == 1]
