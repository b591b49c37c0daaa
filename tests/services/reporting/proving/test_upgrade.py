"""A read model of before: valid for its own measures, and rebuilt for those that are new."""

from datetime import date
from typing import Any

import asyncpg
import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from services.reporting.counting.consume import Consumer
from services.reporting.counting.watch import Watch
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import ENTRIES, MEASURES, fingerprint
from services.reporting.declared.words import Counting, Indicator, Selection
from services.reporting.proving.rebuild import rebuild
from services.reporting.proving.verify import verify
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import Wanted, explained
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.http.problems import Problem
from shared.text import Text
from tests.services.reporting.declaring import declared, undeclared
from tests.services.reporting.deliveries import DAY, Ledger, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import Cells, naive, one, rollups

pytestmark = pytest.mark.postgres

NEW = ("session_forms", "session_partners")
COUNTED: tuple[Counting, ...] = ("sum", "persons")
VISITS = "FROM live.facts WHERE measure = 'contacts' AND dims LIKE '%/office'"


def known_before(cells: Cells) -> Cells:
    """The cells of the measures that there were."""
    return {cell: value for cell, value in cells.items() if cell[1] not in NEW}


async def outdated(pool: Pool) -> bool:
    """Whether the operator is warned to rebuild, by the metric and by the log alike."""
    registry = CollectorRegistry()
    with capture_logs() as logs:
        async with pool.acquire() as connection:
            await Watch(registry).look(connection)
    warned = [line["event"] for line in logs] == ["read_model_outdated"]
    assert registry.get_sample_value("reporting_model_outdated") == warned
    return warned


async def test_new_measures_need_a_rebuild_and_the_others_do_not(
    reporting_url: str, pool: Pool
) -> None:
    """Until then the operator is warned, the new ones are not answered, and the rest is proved."""
    ledger = some_work()
    entry = ledger.session(DAY, forms=("lecture",))
    with undeclared(*NEW):
        before = fingerprint()
        consumer = Consumer(pool)
        await consumer.begin()
        await consumer.apply("outreach", 0, 0, ledger.events)
        assert not await outdated(pool)
    assert {*before.splitlines()} < {*fingerprint().splitlines()}

    await _go_on(pool, ledger, len(ledger.events), entry)
    assert await outdated(pool)
    assert known_before(await rollups(pool)) == known_before(naive(ledger.events))
    feed = MemoryFeed("outreach", ledger.events)
    proved = await _last(reporting_url, verify, feed)
    assert (proved["equal"], proved["outdated"]) == (True, [*NEW])
    assert await _answered(pool, "sessions") is not None
    with pytest.raises(Problem, match="sessions_by_form"):
        await _answered(pool, "sessions_by_form")

    assert (await _last(reporting_url, rebuild, feed))["differences"] > 0
    assert not await outdated(pool)
    assert await rollups(pool) == naive(ledger.events)
    proved = await _last(reporting_url, verify, feed)
    assert (proved["equal"], proved["outdated"]) == (True, [])
    assert await _answered(pool, "sessions_by_form") is not None
    assert await one(pool, "SELECT declarations FROM live.made_by") == fingerprint()


async def test_a_new_indicator_of_known_measures_needs_no_rebuild(
    reporting_url: str, pool: Pool
) -> None:
    """Its sums are there at once; its persons are counted when the service starts."""
    ledger = some_work()
    await Consumer(pool).begin()
    await Consumer(pool).apply("cases", 0, 0, ledger.events)
    name = Text(zh="试验", en="trial")
    of = [Selection(MEASURES["contacts"], {"mode": ("office",)}, how) for how in COUNTED]
    new = [
        Indicator(code=f"trial_{part.counting}", name=name, unit="次", formula=name, numerator=part)
        for part in of
    ]
    with declared(*new):
        assert not await outdated(pool)
        visits = await one(pool, "SELECT sum(delta) " + VISITS)
        assert await _answered(pool, "trial_sum") == visits > 0
        await Consumer(pool).begin()
        scope = "contacts mode=office"
        kept = await one(pool, "SELECT count(*) FROM live.person_months WHERE scope = $1", scope)
        persons = await one(pool, "SELECT count(DISTINCT subject) " + VISITS)
        assert await _answered(pool, "trial_persons") == persons
        assert kept >= persons > 0
        proved = await _last(reporting_url, verify, MemoryFeed("cases", ledger.events))
        assert (proved["equal"], proved["outdated"]) == (True, [])


async def test_only_what_rests_on_a_new_measure_waits_for_a_rebuild(
    reporting_url: str, pool: Pool
) -> None:
    """A model of before cases said what they stand at: no stock of clients, and no share of it."""
    ledger = some_work()
    new = ("standing", "standing_persons", "standing_substances")
    with undeclared(*new):
        consumer = Consumer(pool)
        await consumer.begin()
        await consumer.apply("cases", 0, 0, ledger.events)
    resting = [
        code
        for code, indicator in INDICATORS.items()
        if any(part.measure.code in new for part in indicator.parts)
    ]
    refused = []
    for code in INDICATORS:
        try:
            await _answered(pool, code)
        except Problem:
            refused.append(code)
    assert refused == resting
    assert {"clients", "clients_suspended", "share_of_clients_met"} <= {*refused}

    feed = MemoryFeed("cases", ledger.events)
    await _last(reporting_url, rebuild, feed)
    assert await _answered(pool, "clients") == 4
    assert (await _last(reporting_url, verify, feed))["equal"]


async def test_a_model_of_before_answers_figures_and_opens_none(
    reporting_url: str, pool: Pool
) -> None:
    """Its facts do not say of which entry a void took them: 503 until a rebuild, never a guess."""
    ledger = some_work()
    consumer = Consumer(pool)
    await consumer.begin()
    await consumer.apply("cases", 0, 0, ledger.events)
    before = "\n".join(line for line in fingerprint().splitlines() if not line.startswith(ENTRIES))
    await one(pool, "UPDATE live.made_by SET declarations = $1", before)
    await one(pool, "UPDATE live.facts SET event_id = gen_random_uuid() WHERE delta < 0")
    assert await outdated(pool)
    feed = MemoryFeed("cases", ledger.events)
    proved = await _last(reporting_url, verify, feed)
    assert (proved["equal"], proved["outdated"]) == (True, [ENTRIES])
    figure = await _answered(pool, "contacts")
    with pytest.raises(Problem, match="cannot be opened"):
        await _opened(pool, "contacts")
    await _last(reporting_url, rebuild, feed)
    assert not await outdated(pool)
    assert await _answered(pool, "contacts") == figure == len(await _opened(pool, "contacts"))
    assert (await _last(reporting_url, verify, feed))["equal"]


async def _opened(pool: Pool, code: str) -> Any:
    """The rows of an indicator over some years."""
    question = Question((INDICATORS[code],), "410000000000", date(2000, 1, 1), date(2030, 1, 1))
    async with pool.acquire() as connection:
        page = await explained(connection, Opening(question), Wanted("salt"), limit=200)
    return page.rows


async def _go_on(pool: Pool, ledger: Ledger, offset: int, entry: Any) -> None:
    """The new software starts over the old model; an old session is made void, a new one held."""
    ledger.void(entry)
    ledger.session(DAY, forms=("boards", "advice"))
    consumer = Consumer(pool)
    await consumer.begin()
    await consumer.apply("outreach", 0, offset, ledger.events[offset:])


async def _answered(pool: Pool, code: str) -> Any:
    """The figure of an indicator over some years."""
    question = Question((INDICATORS[code],), "410000000000", date(2000, 1, 1), date(2030, 1, 1))
    async with pool.acquire() as connection:
        figures = await answer(connection, question)
    return figures[0].value


async def _last(dsn: str, work: Any, feed: MemoryFeed) -> Any:
    """The last line of a rebuild or verification."""
    connection = await asyncpg.connect(dsn)
    try:
        return [line async for line in work(connection, [feed])][-1]
    finally:
        await connection.close()
