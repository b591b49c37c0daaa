"""Figures: months, ragged ends, moments of the past, persons, regions; and the plan of the year."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.position import reached
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.annual import annual_report
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import NoSuchDimension, Question
from shared.database import Pool
from shared.events.cases.contacts import ContactMode
from shared.ids import new_id
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, REHAB, STREET, Ledger

pytestmark = pytest.mark.postgres

CITY = "410100000000"
DAY = date(2019, 3, 4)
YEAR_2019 = (date(2019, 1, 1), date(2020, 1, 1))


async def ask(
    pool: Pool,
    indicator: str,
    region: str = CITY,
    period: tuple[date, date] = YEAR_2019,
    by: Sequence[str] = (),
    **more: Any,
) -> Any:
    """The one value of an indicator, or its values by group."""
    question = Question((INDICATORS[indicator],), region, *period, tuple(by), **more)
    async with pool.acquire() as connection:
        figures = await answer(connection, question)
    if not by:
        return figures[0].value
    return {figure.group if len(by) > 1 else figure.group[0]: figure.value for figure in figures}


async def count(pool: Pool, ledger: Ledger) -> None:
    """Take a ledger in."""
    await Consumer(pool).apply("cases", 0, 0, ledger.events)


async def test_a_period_is_half_open(pool: Pool) -> None:
    """The first day counts, the last does not."""
    ledger = Ledger()
    for day in (date(2019, 3, 4), date(2019, 3, 5), date(2019, 3, 6)):
        ledger.session(day)
    await count(pool, ledger)
    assert await ask(pool, "sessions", period=(date(2019, 3, 4), date(2019, 3, 6))) == 2


async def test_groups_come_in_the_order_of_their_dimension(pool: Pool) -> None:
    """As the codes are declared, which is not the alphabet's."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for mode in reversed(ContactMode):
        file.contact(DAY, mode)
    await count(pool, ledger)
    found = [*await ask(pool, "contacts", by=["mode"])]
    assert sorted(found) != found == [each.value for each in ContactMode]


async def test_months_and_days_agree(pool: Pool) -> None:
    """Any period gives the days' own sum, whether it takes rollups, facts, or both."""
    rng = random.Random(5)
    ledger = Ledger()
    days = [date(2019, 1, 1) + timedelta(days=rng.randrange(365)) for _ in range(300)]
    for day in days:
        ledger.session(day, region=rng.choice([STREET, COMMUNITY]))
    await count(pool, ledger)
    for _ in range(40):
        start, end = sorted(date(2019, 1, 1) + timedelta(rng.randrange(366)) for _ in range(2))
        expected = sum(start <= day < end for day in days)
        if start < end:
            assert await ask(pool, "sessions", period=(start, end)) == expected


async def test_streets_and_communities_are_added_up_too(pool: Pool) -> None:
    """Below the county by month, with the days between from the facts."""
    ledger = Ledger()
    for region, times in ((STREET, 2), ("410102001003", 3), ("410102001004", 4), (COMMUNITY, 5)):
        for _ in range(times):
            ledger.session(DAY, region=region)
    await count(pool, ledger)
    for region, sessions in (
        ("410102001003", 3), (STREET, 9), ("410102000000", 9), (CITY, 14), ("410000000000", 14),
    ):  # fmt: skip
        assert await ask(pool, "sessions", region) == sessions
    assert await ask(pool, "sessions", "420000000000") == 0


async def test_the_year_of_a_street_and_a_community(pool: Pool) -> None:
    """The year's table has their figures too, from their facts."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE, COMMUNITY)
    for day in (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)):
        file.contact(day, "phone")
    ledger.session(DAY, region="410105001000")
    ledger.void(ledger.article(DAY, region=COMMUNITY))
    await count(pool, ledger)
    async with pool.acquire() as connection:
        for region, values in (
            (COMMUNITY, (0, 0, 2, 0, 0)),
            ("410105001000", (0, 0, 2, 1, 0)),
            ("410105000000", (0, 0, 2, 1, 0)),
            (STREET, (0, 0, 0, 0, 0)),
        ):
            report = await annual_report(connection, region, 2019)
            assert report.values == values


async def test_by_region_gives_those_just_below_and_the_rest(pool: Pool) -> None:
    """What was recorded for the region itself, and none below it, stays under its own code."""
    ledger = Ledger()
    for region, times in ((STREET, 2), (COMMUNITY, 5), (CITY, 1)):
        for _ in range(times):
            ledger.session(DAY, region=region)
    await count(pool, ledger)
    by_county = {"410102000000": 2, "410105000000": 5, CITY: 1}
    assert await ask(pool, "sessions", by=["region"]) == by_county
    ragged = (date(2019, 1, 2), date(2019, 12, 31))
    assert await ask(pool, "sessions", period=ragged, by=["region"]) == by_county
    assert await ask(pool, "sessions", "410105000000", by=["region"]) == {"410105001000": 5}
    assert await ask(pool, "sessions", "410105001000", by=["region"]) == {COMMUNITY: 5}
    assert await ask(pool, "sessions", COMMUNITY, by=["region"]) == {COMMUNITY: 5}


async def test_a_city_without_counties_by_region(pool: Pool) -> None:
    """Its streets are what lies just below."""
    ledger = Ledger()
    ledger.session(DAY, region="441900003000")
    ledger.session(DAY, region="441900004001")
    await count(pool, ledger)
    streets = {"441900003000": 1, "441900004000": 1}
    assert await ask(pool, "sessions", "441900000000", by=["region"]) == streets
    assert await ask(pool, "sessions", "441900000000") == 2


async def test_by_month_and_dimension(pool: Pool) -> None:
    """Several words of `by` give their combinations; those without anything are left out."""
    ledger = Ledger()
    ledger.session(date(2019, 1, 31), "school")
    ledger.session(date(2019, 2, 1), "school")
    ledger.session(date(2019, 2, 28), "shop")
    await count(pool, ledger)
    expected = {("2019-01", "school"): 1, ("2019-02", "school"): 1, ("2019-02", "shop"): 1}
    assert await ask(pool, "sessions", by=["month", "place_kind"]) == expected
    ragged = (date(2019, 1, 10), date(2019, 3, 10))
    assert await ask(pool, "sessions", period=ragged, by=["month", "place_kind"]) == expected
    assert await ask(pool, "sessions", where={"place_kind": ("school",)}) == 2


async def test_a_group_is_a_dimension(pool: Pool) -> None:
    """The two programmes are one group, as the year's table has them."""
    ledger = Ledger()
    for kind in (DETOX, REHAB, AT_LARGE):
        ledger.case(kind).contact(DAY)
    await count(pool, ledger)
    assert await ask(pool, "contacts", by=["group"]) == {"programme": 2, "at_large": 1}


async def test_as_of_leaves_out_what_was_recorded_later(pool: Pool) -> None:
    """A late entry and a late correction change today's figure, not that of the day before."""
    ledger = Ledger()
    january = datetime(2020, 1, 2, tzinfo=UTC)
    file = ledger.case(DETOX)
    early = file.contact(DAY, at=january)
    file.contact(DAY, at=january + timedelta(days=10))
    ledger.void(early, at=january + timedelta(days=20))
    await count(pool, ledger)

    async def then(days: float) -> Any:
        as_of = january + timedelta(days=days)
        return await ask(pool, "contacts_in_person_programme", as_of=as_of)

    assert [await then(days) for days in (-1, 0, 9.9, 10, 19.9, 20)] == [0, 1, 1, 2, 2, 1]
    assert await ask(pool, "contacts_in_person_programme") == 1


async def test_persons_are_not_person_times(pool: Pool) -> None:
    """A person met three times, in two months, is one person of the year and one of each month."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for day in (date(2019, 1, 5), date(2019, 1, 6), date(2019, 2, 5)):
        file.contact(day)
    ledger.void(ledger.case(REHAB).contact(DAY))
    await count(pool, ledger)
    assert await ask(pool, "contacts") == 3
    assert await ask(pool, "persons_contacted") == 1
    by_month = {"2019-01": 1, "2019-02": 1}
    assert await ask(pool, "persons_contacted", by=["month"]) == by_month
    assert await ask(pool, "persons_contacted", by=["region"]) == {"410102000000": 1}
    assert await ask(pool, "persons_contacted", by=["group"]) == {"programme": 1}


async def test_clients_are_a_stock(pool: Pool) -> None:
    """Who has an open case at the end of the period, since whenever; not from its ending on."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, opened=date(2018, 5, 1), client_id=person).end(date(2019, 5, 31))
    ledger.case(REHAB, opened=date(2019, 6, 1), client_id=person)
    ledger.case(REHAB, opened=date(2019, 12, 31))
    ledger.case(REHAB, opened=date(2020, 1, 1))
    ledger.case(AT_LARGE)
    await count(pool, ledger)
    assert await ask(pool, "clients") == 3
    assert await ask(pool, "clients", by=["group"]) == {"programme": 2, "at_large": 1}
    turn_of_the_year = (date(2019, 11, 15), date(2020, 1, 15))
    by_month = {"2019-11": 2, "2019-12": 3, "2020-01": 4}
    assert await ask(pool, "clients", period=turn_of_the_year, by=["month"]) == by_month
    assert await ask(pool, "cases_opened") == 2
    for day, clients in ((date(2018, 5, 1), 1), (date(2018, 5, 2), 2), (date(2019, 6, 1), 1)):
        assert await ask(pool, "clients", period=(date(2018, 1, 1), day)) == clients


async def test_a_case_that_was_opened_in_error_counts_no_more(pool: Pool) -> None:
    """Nobody became a client by it; what was known before stays as it was known."""
    ledger, person = Ledger(), new_id()
    wrong = ledger.case(DETOX, opened=date(2019, 6, 1), client_id=person)
    at_large = ledger.case(AT_LARGE)
    before = ledger.events[-1].recorded_at
    ledger.void(wrong.opening)
    ledger.void(at_large.opening)
    await count(pool, ledger)
    assert await ask(pool, "clients") == await ask(pool, "cases_opened") == 0
    assert await ask(pool, "clients", as_of=before) == 2
    ledger.case(REHAB, opened=date(2019, 7, 1), client_id=person)
    await count(pool, ledger)
    assert await ask(pool, "clients", by=["group"]) == {"programme": 1}


async def test_a_share_is_its_numerator_by_its_denominator(pool: Pool) -> None:
    """In per cent; a share of nothing is no number."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for result in ("negative", "positive"):
        file.test(DAY, result)
    file.test(date(2019, 4, 1), "not_done", "refused")
    await count(pool, ledger)
    assert await ask(pool, "test_rate") == 66.67
    assert await ask(pool, "test_rate", by=["month"]) == {"2019-03": 100.0, "2019-04": 0.0}
    assert await ask(pool, "test_rate", "420000000000") is None


async def test_a_dimension_that_an_indicator_lacks_is_refused(pool: Pool) -> None:
    """So is a value that a dimension cannot have."""
    with pytest.raises(NoSuchDimension):
        await ask(pool, "sessions", by=["mode"])
    with pytest.raises(NoSuchDimension):
        await ask(pool, "contacts", where={"mode": ("moon",)})


async def test_waiting_for_a_position(pool: Pool) -> None:
    """True as soon as every stream has come far enough, False when one does not in time."""
    ledger = Ledger()
    ledger.session(DAY)
    await count(pool, ledger)
    stream = ledger.events[0].stream_id
    assert await reached(pool, {stream: 1}, wait=0.05)
    assert not await reached(pool, {stream: 2}, wait=0.05)
    assert not await reached(pool, {stream: 1, "case-unknown": 1}, wait=0.05)
