"""The year's table over HTTP at 100,000 and at 1,000,000 events, beside an indexed lookup.

One caller at a time; medians of the seconds an answer takes. The floor is a bare FastAPI route
that fetches one row by its primary key through asyncpg's pool; ours checks the token and adds up
a city's year. Each server is a process of its own over a read model of its own; the three are
asked in turn.
"""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from statistics import median

from services.reporting.counting.consume import Consumer
from services.reporting.counting.later import count_left
from services.reporting.counting.migrations import migrate_reporting
from shared.clock import utc_now
from shared.database import connect_pool
from shared.journal.received_event import ReceivedEvent
from tests.bench.ledger import YEAR, ledger
from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.rounds import Measure, Row, in_turn, timed
from tests.bench.served import ISSUER, serving

BATCH = 10_000
REPORT = f"/v1/reports/annual?region=4101&year={YEAR}"
FLAT, TIMES = 1.2, 3.0


async def report(place: Place) -> list[Row]:
    """Report latency."""
    token = ISSUER.mint("bench", ["41"], ["statistics:read"])
    few, many = place.scale.events, place.scale.events * 10
    async with AsyncExitStack() as stack:
        contenders: dict[str, Measure] = {}
        small = await _counted(place, few)
        for name, what, database, path in (
            ("floor", "lookup", small, "/v1/offsets/cases"),
            ("few", "reporting", small, REPORT),
            ("many", "reporting", await _counted(place, many), REPORT),
        ):
            port = await stack.enter_async_context(serving(place, what, database))
            contenders[name] = measured(port, get(path, token), place.scale.seconds / 2)
        taken = await in_turn(contenders, place.scale.rounds)
    return [
        timed(
            f"annual report at {many:,} events; beside {few:,}", taken["few"], taken["many"], FLAT
        ),
        timed(
            f"annual report at {many:,} events; floor: an indexed lookup",
            taken["floor"],
            taken["many"],
            TIMES,
        ),
    ]


async def _counted(place: Place, number: int) -> str:
    """A read model that has counted a number of events."""
    dsn = await place.new_database(migrate_reporting)
    pool = await connect_pool(dsn, application_name="bench", TimeZone="UTC")
    consumer, now = Consumer(pool), utc_now()
    await consumer.begin()
    batch: list[ReceivedEvent] = []
    for offset, (stream, version, event_id, type_name, data, _) in enumerate(ledger(number)):
        batch.append(ReceivedEvent(offset, event_id, type_name, stream, version, now, data))
        if len(batch) == BATCH or offset == number - 1:
            await consumer.apply("cases", 0, batch[0].offset, batch)
            batch = []
    async with pool.acquire() as connection:
        await count_left(connection, "live")  # else the service does, while it is measured
        await connection.execute("VACUUM (ANALYZE)")
    await pool.close()
    return dsn


def get(path: str, token: str) -> Callable[[], bytes]:
    """A read of a path, as bytes."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
    ).encode()
    return lambda: request


def measured(port: int, request: Callable[[], bytes], seconds: float) -> Measure:
    """The median of the seconds that an answer takes, one caller at a time."""

    async def measure() -> float:
        answers = await press(port, request, 1, seconds)
        assert set(answers.statuses) == {200}, answers.statuses
        return median(answers.seconds)

    return measure


async def pages(
    place: Place,
    token: str,
    paths: Mapping[str, str],
    ports: Mapping[int, int],
    at_most: float,
    of: str = "",
) -> list[Row]:
    """First pages of lists by their names, of services with few and with many; `of` what."""
    few, many = sorted(ports)
    rows = []
    for name, path in paths.items():
        contenders: dict[str, Measure] = {
            str(number): measured(ports[number], get(path, token), place.scale.seconds / 4)
            for number in (few, many)
        }
        taken = await in_turn(contenders, place.scale.rounds)
        title = f"a page {name}, {many:,}{of and ' '}{of} in all; beside {few:,}"
        rows.append(timed(title, taken[str(few)], taken[str(many)], at_most))
    return rows
