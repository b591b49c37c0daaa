"""Figures of duties: a plain count over the outcomes that stand, however often revised."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.consume import Consumer
from services.reporting.declared.indicators import INDICATORS
from services.reporting.proving.verify import verify
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.events.cases.duties import Duty, DutyClosed, DutyOutcome
from shared.http.application import Service
from tests.databases import Databases
from tests.services.reporting.calling import get
from tests.services.reporting.closing import Closed, closed
from tests.services.reporting.deliveries import (
    AT_LARGE,
    COMMUNITY,
    DETOX,
    REHAB,
    STREET,
    Ledger,
    cut,
)
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.proving.rebuilding import run as rebuild
from tests.services.reporting.reading import fresh, naive, one, rollups, settle

pytestmark = pytest.mark.postgres

MET, LATE, OVERDUE, MISSED, EXCUSED, FALLEN_AWAY = DutyOutcome
CITY = "410100000000"
YEAR = (date(2019, 1, 1), date(2020, 1, 1))
OWN = (
    Duty.REPORT_IN,
    Duty.REGULAR_REPORT,
    Duty.TEST,
    Duty.APPOINTED_TEST,
    Duty.RETURN_FROM_LEAVE,
)
Counted = Callable[[DutyClosed], int]


def _due(it: DutyClosed) -> bool:
    return it.outcome not in (EXCUSED, FALLEN_AWAY)


def _own(it: DutyClosed) -> bool:
    return it.kind is not AT_LARGE and it.duty in OWN


# The formulas once more, of one outcome that stands: what it adds above, and below.
FORMULAS: dict[str, tuple[Counted, Counted | None]] = {
    "duties_closed": (lambda _: 1, None),
    "duties_done": (lambda it: it.outcome in (MET, LATE), _due),
    "duties_done_in_time": (lambda it: it.outcome is MET, _due),
    "programme_kept": (
        lambda it: _own(it) and it.outcome in (MET, LATE),
        lambda it: _own(it) and _due(it),
    ),
    "days_late": (lambda it: it.days_late if it.outcome is LATE else 0, None),
    "meeting_rate": (
        lambda it: it.duty is Duty.CONTACT and it.outcome in (MET, LATE),
        lambda it: it.duty is Duty.CONTACT and _due(it),
    ),
    "due_tests_rate": (
        lambda it: it.duty is Duty.TEST and it.outcome in (MET, LATE),
        lambda it: it.duty is Duty.TEST and _due(it),
    ),
    "lost_rate": (
        lambda it: it.duty is Duty.CONTACT and it.lost and it.outcome in (OVERDUE, MISSED),
        lambda it: it.duty is Duty.CONTACT and _due(it),
    ),
}


async def ask(
    pool: Pool,
    code: str,
    period: tuple[date, date] = YEAR,
    by: Sequence[str] = (),
    as_of: datetime | None = None,
    region: str = CITY,
) -> Any:
    """The one value of an indicator, or its values by group."""
    question = Question((INDICATORS[code],), region, *period, tuple(by), as_of=as_of)
    async with pool.acquire() as connection:
        figures = await answer(connection, question)
    if not by:
        return figures[0].value
    return {figure.group[0]: figure.value for figure in figures}


def plain(code: str, standing: Iterable[DutyClosed], period: tuple[date, date] = YEAR) -> Any:
    """The value by a count over the outcomes that stand."""
    above, below = FORMULAS[code]
    start, end = period
    among = [each for each in standing if start <= each.occurred_on < end]
    value = sum(map(above, among))
    if below is None:
        return value
    of = sum(map(below, among))
    return round(100 * value / of, 2) if of else None


def revised(chance: random.Random, ledger: Ledger, windows: int, steps: int) -> list[Closed]:
    """Windows of some cases, closed, closed again as something else, and taken back."""
    files = [
        ledger.case(chance.choice((DETOX, REHAB, AT_LARGE)), chance.choice((STREET, COMMUNITY)))
        for _ in range(windows // 3 + 1)
    ]
    found = []
    for _ in range(windows):
        since = date(2018, 12, 1) + timedelta(days=chance.randrange(400))
        until = since + timedelta(days=chance.randrange(1, 60))
        duty = chance.choice((Duty.CONTACT, Duty.TEST, Duty.REPORT_IN, Duty.SUMMARY))
        found.append(Closed(chance.choice(files), duty, since, until))
    for _ in range(steps):
        window = chance.choice(found)
        if chance.random() < 0.2:
            window.take_back()
            continue
        outcome = chance.choice([*DutyOutcome])
        met_on = None
        if outcome is LATE:
            met_on = window.until + timedelta(days=chance.randrange(50))
        failed = outcome in (OVERDUE, MISSED)
        window.close(outcome, met_on, lost=failed and chance.random() < 0.5)
    return found


def standing_of(windows: Iterable[Closed]) -> list[DutyClosed]:
    """The outcomes that stand."""
    return [each.outcome for each in windows if each.outcome is not None]


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seed=st.integers(0, 2**32),
    windows=st.integers(1, 20),
    steps=st.integers(0, 80),
    batch=st.integers(1, 40),
)
def test_figures_are_a_plain_count_over_what_stands(
    databases: Databases, seed: int, windows: int, steps: int, batch: int
) -> None:
    """Taken back and replaced in any order and in any batches, some of which come twice."""
    chance = random.Random(seed)
    ledger = Ledger()
    found = revised(chance, ledger, windows, steps)
    standing = standing_of(found)
    ragged = (date(2019, 1, 20), date(2019, 8, 7))

    async def deliver() -> None:
        async with fresh(databases) as pool:
            consumer = Consumer(pool)
            for some in cut(ledger.events, batch):
                for _ in range(chance.randrange(1, 3)):
                    await consumer.apply("cases", 0, some[0].offset, some)
            assert await rollups(pool) == naive(ledger.events)
            for code in FORMULAS:
                for period in (YEAR, ragged):
                    assert await ask(pool, code, period) == plain(code, standing, period), code
            overdue = Counter(each.duty for each in standing if each.outcome is OVERDUE)
            forever = (date(2020, 12, 31), date(2021, 1, 1))
            assert await ask(pool, "duties_overdue", forever, ("duty",)) == dict(overdue)

    asyncio.run(deliver())


async def test_a_revision_changes_what_is_known_now_and_not_what_was_known_then(
    pool: Pool, consumer: Consumer
) -> None:
    """A meeting that was entered late; a test that was done late."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    met = closed(file, Duty.CONTACT, OVERDUE, lost=True)
    test = closed(file, Duty.TEST, OVERDUE)
    then = ledger.events[-1].recorded_at
    met.close(MET, date(2019, 3, 20))
    between = ledger.events[-2].recorded_at  # taken back, and not yet replaced
    test.close(LATE, date(2019, 4, 10))
    now = ledger.events[-1].recorded_at
    await consumer.apply("cases", 0, 0, ledger.events)

    async def known(moment: datetime | None) -> tuple[Any, ...]:
        codes = ("meeting_rate", "due_tests_rate", "duties_overdue", "clients_lost", "days_late")
        return tuple([await ask(pool, code, as_of=moment) for code in codes])

    assert await known(then) == (0.0, 0.0, 2, 1, 0)
    assert await known(between) == (None, 0.0, 1, 0, 0)
    assert await known(now) == await known(None) == (100.0, 100.0, 0, 0, 10)


async def test_overdue_counts_from_the_day_after_the_last_one(
    pool: Pool, consumer: Consumer
) -> None:
    """Until the end of a day; by month, what fell due until each month's end and waits still."""
    ledger = Ledger()
    closed(ledger.case(DETOX), Duty.TEST, OVERDUE, until=date(2019, 3, 5))
    closed(ledger.case(REHAB), Duty.CONTACT, OVERDUE, until=date(2019, 4, 1))
    closed(ledger.case(REHAB), Duty.CONTACT, MISSED, until=date(2019, 3, 1))
    await consumer.apply("cases", 0, 0, ledger.events)
    for last, overdue in ((3, 0), (4, 1), (30, 1), (31, 2)):
        day = date(2019, 3, last)
        assert await ask(pool, "duties_overdue", (day, day + timedelta(days=1))) == overdue
    assert await ask(pool, "duties_overdue", by=("whose",)) == {"client": 1, "worker": 1}
    quarter = (date(2019, 2, 1), date(2019, 5, 1))
    by_month = await ask(pool, "duties_overdue", quarter, ("month",))
    assert by_month == {"2019-03": 2, "2019-04": 2}


async def test_an_average_is_no_percentage(pool: Pool, consumer: Consumer) -> None:
    """Days, and not a hundred times as many; nothing where nothing was late."""
    ledger = Ledger()
    last_day = date(2019, 3, 31)
    for duty, days in ((Duty.TEST, 2), (Duty.TEST, 5), (Duty.SUMMARY, 60)):
        closed(ledger.case(DETOX), duty, LATE, last_day + timedelta(days=days))
    closed(ledger.case(DETOX), Duty.EVALUATION, MET)
    await consumer.apply("cases", 0, 0, ledger.events)
    assert await ask(pool, "average_days_late") == 22.33
    assert await ask(pool, "average_days_late", by=("duty",)) == {"test": 3.5, "summary": 60.0}
    assert await ask(pool, "average_days_late", (YEAR[0], date(2019, 2, 1))) is None


async def test_a_share_of_duties_is_refused_by_outcome(app: Service) -> None:
    """The refusal says by what the share can be asked for."""
    address = "/v1/statistics?region=4101&from=2019-01-01&to=2020-01-01&indicators=meeting_rate"
    for words in ("&by=duty_outcome", "&where=duty_outcome:met"):
        refused = await get(app, address + words)
        assert refused.status == 422
        [error] = refused.json()["errors"]
        assert error["reason"] == "made_of_dimension"


async def test_over_http_by_duty_and_as_of(app: Service) -> None:
    """As a head of office asks: what is overdue by duty, now and as of a settled moment."""
    ledger = Ledger()
    window = closed(ledger.case(DETOX), Duty.TEST, OVERDUE)
    then = ledger.events[-1].recorded_at
    window.close(LATE, date(2019, 4, 2))
    closed(ledger.case(REHAB), Duty.CONTACT, OVERDUE)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    await settle(app.state.pool)
    address = (
        "/v1/statistics?region=4101&from=2019-01-01&to=2020-01-01&indicators=duties_overdue&by=duty"
    )

    async def overdue(more: str = "") -> dict[str, int]:
        answered = await get(app, address + more)
        assert answered.status == 200, answered.body
        return {row["group"]["duty"]: row["value"] for row in answered.json()["rows"]}

    assert await overdue() == {"contact": 1}
    moment = then.isoformat().replace("+00:00", "Z")
    assert await overdue(f"&as_of={moment}") == {"test": 1}


async def test_what_is_taken_back_is_so_in_a_rebuild_and_proved_by_verify(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The rebuilt model is the live one; a correction that was not counted is found."""
    ledger = Ledger()
    revised(random.Random(5), ledger, 40, 200)
    for some in cut(ledger.events, 17):
        await consumer.apply("cases", 0, some[0].offset, some)
    feed = MemoryFeed("cases", ledger.events)
    assert (await rebuild(reporting_url, [feed]))[-1]["differences"] == 0
    assert await rollups(pool) == naive(ledger.events)
    assert (await verified(pool, feed))["equal"]
    await one(pool, "UPDATE live.facts SET delta = 0 WHERE measure = 'duties' AND delta < 0")
    assert not (await verified(pool, feed))["equal"]


async def verified(pool: Pool, feed: MemoryFeed) -> dict[str, Any]:
    """What the verification found."""
    async with pool.acquire() as connection:
        [*_, result] = [line async for line in verify(connection, [feed])]
    return result
