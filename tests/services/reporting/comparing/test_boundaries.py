"""Boundaries of then and of now: what was merged is added, what was split is not divided."""

from datetime import date
from typing import Any

import pytest

from services.reporting.comparing.boundaries import Boundaries, Moves, is_replaced, moves_of
from services.reporting.comparing.compare import Compared, compared
from services.reporting.comparing.sides import ONCE_EACH, OUT_OF_SCOPE
from services.reporting.statistics.samples import why_withheld
from shared.database import Pool
from shared.regions import Region, RegionYear
from tests.services.reporting.comparing.asking import (
    CITY,
    JINSHUI,
    ZHONGYUAN,
    asked,
    count,
    listed,
    sees_all,
    sessions,
)
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.surveyed import answers

OLD, NEW, OTHER = "410191000000", "410192000000", "410193000000"
AWAY = "410291000000"  # of the next city
DAY = date(2019, 4, 1)


def ended(code: str, *successors: str, on: date = DAY) -> Region:
    """A county that others have replaced."""
    return Region(code, f"甲{code[4:6]}", f"Old {code[4:6]}", None, on, "", successors)


def begun(code: str, on: date | None = DAY) -> Region:
    """A county that is in force."""
    return Region(code, f"乙{code[4:6]}", f"New {code[4:6]}", on)


def codes(moves: Moves) -> tuple[list[str], list[str], list[str]]:
    """What is added, taken and unclear, by code."""
    added, taken, unclear = ([row.code for row in each] for each in vars(moves).values())
    return added, taken, unclear


@pytest.mark.parametrize(
    ("rows", "of_new", "of_city"),
    [
        ([ended(OLD, NEW), begun(NEW)], ([OLD], [], []), ([], [], [])),
        ([ended(OLD, NEW, OTHER), begun(NEW), begun(OTHER)], ([], [], [OLD]), ([], [], [])),
        ([ended(AWAY, NEW), begun(NEW)], ([AWAY], [], []), ([AWAY], [], [])),
        ([ended(OLD, AWAY), begun(NEW), begun(AWAY)], ([], [], []), ([], [OLD], [])),
        ([ended(NEW, NEW, OTHER), begun(NEW), begun(OTHER)], ([], [], [NEW]), ([], [], [])),
        # Twice in a row: what became of a successor counts.
        ([ended(OLD, OTHER), ended(OTHER, NEW, on=date(2019, 9, 1)), begun(NEW)],
         ([OLD, OTHER], [], []), ([], [], [])),
        # Not yet.
        ([ended(OLD, NEW, on=date(2030, 1, 1)), begun(NEW, None)], ([], [], []), ([], [], [])),
    ],
)  # fmt: skip
def test_what_moved(rows: list[Region], of_new: Any, of_city: Any) -> None:
    """Within a region nothing moves; across its border it is added, taken, or unclear."""
    with listed(rows) as regions:
        assert codes(moves_of(NEW, regions, date(2020, 6, 15))) == of_new
        assert codes(moves_of(CITY, regions, date(2020, 6, 15))) == of_city


def test_a_county_and_its_streets_move_once() -> None:
    """What is listed below a code that moved moves with it."""
    street = Region("410191001000", "街", "Street", None, DAY, "", ("410192001000",))
    new_street = Region("410192001000", "街", "Street", DAY)
    with listed([ended(OLD, NEW), begun(NEW), street, new_street]) as regions:
        assert codes(moves_of(NEW, regions, date(2020, 6, 15)))[0] == [OLD]
        assert is_replaced(OLD, regions, date(2020, 6, 15))
        assert not is_replaced(NEW, regions, date(2020, 6, 15))


async def rows_of(
    pool: Pool, boundaries: Boundaries, *args: Any, sees: Any = sees_all, **more: Any
) -> dict[str, Compared]:
    """The rows of a comparison by region."""
    async with pool.acquire() as connection:
        made = await compared(connection, asked(*args, **more), sees, boundaries)
    return {row.region: row for row in made.rows}


@pytest.mark.postgres
async def test_a_merger_counts_for_the_successor(pool: Pool) -> None:
    """On the boundaries of now; of then, each code has its own. The city's total is one."""
    ledger = Ledger()
    with listed([ended(OLD, JINSHUI), begun(JINSHUI, None)]):
        sessions(ledger, OLD, (date(2019, 2, 1), 3), (date(2019, 3, 31), 2))
        sessions(ledger, JINSHUI, (date(2019, 2, 1), 1), (date(2019, 5, 1), 6))
        sessions(ledger, ZHONGYUAN, (date(2019, 2, 1), 10))
        await count(pool, ledger)
        [row] = (await rows_of(pool, "then", "2019-Q2", "sessions", region=JINSHUI)).values()
        assert (row.side.value, row.before.side.value, row.before.percent) == (6, 1, 500.0)
        [row] = (await rows_of(pool, "now", "2019-Q2", "sessions", region=JINSHUI)).values()
        assert (row.side.value, row.before.side.value, row.before.percent) == (6, 6, 0.0)
        then = await rows_of(pool, "then", "2019-Q2", "sessions", by_region=True)
        now = await rows_of(pool, "now", "2019-Q2", "sessions", by_region=True)
    assert {code: row.before.side.value for code, row in then.items()} == {
        OLD: 5, JINSHUI: 1, ZHONGYUAN: 10,
    }  # fmt: skip
    assert {code: row.before.side.value for code, row in now.items()} == {
        JINSHUI: 6, ZHONGYUAN: 10,
    }  # fmt: skip


@pytest.mark.postgres
async def test_shares_and_persons_of_a_merger(pool: Pool) -> None:
    """A share is of both numerators and denominators; persons in both codes are not added up."""
    ledger = Ledger()
    with listed([ended(OLD, JINSHUI), begun(JINSHUI, None)]):
        old, new = ledger.case(DETOX, OLD), ledger.case(DETOX, JINSHUI)
        old.test(date(2019, 2, 1), "not_done", "refused")
        for result in ("negative", "positive"):
            new.test(date(2019, 2, 1), result)
        for file in (old, new):
            file.contact(date(2019, 2, 2))
        await count(pool, ledger)
        codes_asked = ("test_rate", "persons_contacted", "contacts")
        async with pool.acquire() as connection:
            asking = asked("2019-Q2", *codes_asked, region=JINSHUI)
            made = await compared(connection, asking, sees_all, "now")
        rate, persons, contacts = (row.before.side for row in made.rows)
        assert rate.value == 66.67
        assert (persons.value, persons.why) == (None, ONCE_EACH)
        assert contacts.value == 2


@pytest.mark.postgres
async def test_a_split_is_not_divided(pool: Pool) -> None:
    """Nothing is said of the time before, and why is: by name, with the successors."""
    ledger = Ledger()
    with listed([ended(OLD, NEW, OTHER), begun(NEW), begun(OTHER)]):
        sessions(ledger, OLD, (date(2019, 2, 1), 3))
        sessions(ledger, NEW, (date(2019, 5, 1), 2))
        await count(pool, ledger)
        [row] = (await rows_of(pool, "now", "2019-Q2", "sessions", region=NEW)).values()
        assert row.side.value == 2
        assert row.before.side.value is None
        assert row.before.why is not None
        assert NEW in row.before.why.en
        assert OTHER in row.before.why.zh
        [row] = (await rows_of(pool, "then", "2019-Q2", "sessions", region=NEW)).values()
        assert row.before.side.value == 0


@pytest.mark.postgres
async def test_a_code_that_the_caller_may_not_see_is_not_added(pool: Pool) -> None:
    """Else the figures of now less those of then would be those of another's region."""
    ledger = Ledger()
    with listed([ended(AWAY, JINSHUI), begun(JINSHUI, None)]):
        sessions(ledger, AWAY, (date(2019, 2, 1), 3))
        await count(pool, ledger)
        found = await rows_of(
            pool, "now", "2019-Q2", "sessions", region=JINSHUI, sees=lambda code: code != AWAY
        )
        assert found[JINSHUI].before.side.value is None
        assert found[JINSHUI].before.why == OUT_OF_SCOPE


@pytest.mark.postgres
async def test_residents_of_a_merger_are_those_of_both(pool: Pool) -> None:
    """As far as both were in force at the year's end."""
    ledger = Ledger()
    years = [
        RegionYear(OLD, 2018, 10_000), RegionYear(JINSHUI, 2018, 30_000),
        RegionYear(JINSHUI, 2019, 50_000),
    ]  # fmt: skip
    with listed([ended(OLD, JINSHUI), begun(JINSHUI, None)], years):
        sessions(ledger, OLD, (date(2018, 2, 1), 4))
        sessions(ledger, JINSHUI, (date(2018, 2, 1), 4), (date(2019, 5, 1), 5))
        await count(pool, ledger)
        [row] = (await rows_of(pool, "now", "2019", "sessions", region=JINSHUI, per=True)).values()
        assert (row.side.value, row.before.side.value) == (1.0, 2.0)


@pytest.mark.postgres
async def test_a_small_sample_does_not_follow_from_both_boundaries(pool: Pool) -> None:
    """Five answers under the old code are the difference of what is said of then and of now; and of
    what a filter leaves out."""
    ledger = Ledger()
    with listed([ended(OLD, JINSHUI), begun(JINSHUI, None)]):
        answers(ledger, date(2019, 2, 1), {"residents": (4, 5)}, OLD)
        answers(ledger, date(2019, 2, 1), {"residents": (70, 80), "students": (3, 5)}, JINSHUI)
        answers(ledger, date(2019, 5, 1), {"residents": (40, 50)}, OLD)
        answers(ledger, date(2019, 5, 1), {"residents": (60, 90)}, JINSHUI)
        await count(pool, ledger)
        asking = ("2019-Q2", "awareness_rate")
        [row] = (await rows_of(pool, "now", *asking, region=JINSHUI)).values()
        assert row.side.value == 71.43, "100 of 140: each code has a sample"
        assert row.before.side.value is None
        assert row.before.side.why == why_withheld(30)
        listed_now = (await rows_of(pool, "now", *asking, by_region=True))[JINSHUI]
        assert (listed_now.side.value, listed_now.before.side.value) == (71.43, None)
        residents = {"audience": ("residents",)}
        [row] = (await rows_of(pool, "then", *asking, region=JINSHUI, where=residents)).values()
        assert row.before.side.value is None, "else the five students follow"
        [row] = (await rows_of(pool, "now", *asking, region=JINSHUI, where=residents)).values()
        assert row.before.side.value is None
