"""What became of duties at a month's end: recorded for all cases, and what calls wait beside it.

Every case has a contact's window that closes, and a test's that was not done: so an outcome is
recorded of each, and what stood for the test before is taken back and becomes another. 50,000 cases
beside 5,000, cases a second, in a process as `waystation duties` runs it, each round a month later.

Beside: one caller records contacts on other cases of the same database, medians of the seconds an
answer takes. The floor is the same with nothing else going on; ours has the outcomes of 50,000
cases recorded meanwhile, by a process of its own or by the service's own, as in an embedded
instance.
"""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import date
from itertools import count, islice
from statistics import median
from typing import Any

from services.cases.worklist.projector import project_until_caught_up
from shared.database import connect_pool
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from tests.bench.duties import append, life
from tests.bench.load import press
from tests.bench.place import Place, beside
from tests.bench.posting import contacts, open_cases
from tests.bench.rounds import Measure, Row, compared, in_turn, ratios, timed
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

FEWER = 10  # times
ENTRIES = 8  # of a case, with contacts until June
PIECE = 1_000  # cases that are written at once
CALLED = 200  # cases that are called meanwhile
FIRST_DAY = date(2019, 3, 31)
AT_MOST = {"a process of its own": 2.0, "the same process": 5.0}


async def month_end(place: Place) -> list[Row]:
    """A month's end of many cases beside few, and of a call beside it."""
    many = place.scale.events // 2
    databases = {number: await _kept(place, number) for number in (many // FEWER, many)}
    rows = await _at_any_size(place, databases)
    rows += await _meanwhile(place, databases[many])
    return rows


async def _at_any_size(place: Place, databases: dict[int, str]) -> list[Row]:
    few, many = databases
    memory: dict[int, list[float]] = {few: [], many: []}

    def measure(number: int) -> Measure:
        days = _months()

        async def measured() -> float:
            settings = {"database": databases[number], "day": next(days), "beside": False}
            async with beside("tests.bench.keeping", settings) as said:
                rate, memory_used = map(float, said.split())
            memory[number].append(memory_used)
            return rate

        return measured

    rates = await in_turn(
        {str(number): measure(number) for number in databases}, place.scale.rounds
    )
    each = ratios(memory[few], memory[many])
    return [
        compared(
            f"a month's end of {many:,} cases; beside {few:,}",
            rates[str(few)],
            rates[str(many)],
            unit="cases/s",
            at_least=0.8,
        ),
        Row(
            f"its memory, of {many:,} cases; beside {few:,}",
            f"{median(memory[few]):.0f} MiB",
            f"{median(memory[many]):.0f} MiB",
            f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})",
            "≤ 1.2 ×",
            median(each) <= 1.2,
        ),
    ]


async def _meanwhile(place: Place, database: str) -> list[Row]:
    token = ISSUER.mint("bench", ["41"], ["cases:write"])
    request = contacts(await open_cases(database, CALLED), token)
    days = _months(2020)

    @asynccontextmanager
    async def alone() -> Any:
        async with serving(place, "cases", database) as port:
            yield port

    @asynccontextmanager
    async def by_another() -> Any:
        async with serving(place, "cases", database) as port:
            settings = {"database": database, "day": next(days), "beside": True}
            async with beside("tests.bench.keeping", settings):
                yield port

    @asynccontextmanager
    async def by_itself() -> Any:
        async with serving(place, "cases", database, keeping=next(days)) as port:
            yield port

    def measure(which: Any) -> Measure:
        async def measured() -> float:
            async with which() as port:
                answers = await press(port, request, 1, place.scale.seconds)
            assert set(answers.statuses) == {201}, answers.statuses
            return median(answers.seconds)

        return measured

    contenders = {"alone": alone, "a process of its own": by_another, "the same process": by_itself}
    taken = await in_turn(
        {name: measure(which) for name, which in contenders.items()}, place.scale.rounds
    )
    return [
        timed(
            f"POST of a contact beside it, {name}; floor: alone", taken["alone"], taken[name], most
        )
        for name, most in AT_MOST.items()
    ]


def _months(year: int = 2019) -> Iterator[str]:
    """The first days of months, from April on."""
    return (date(year + n // 12, n % 12 + 1, 1).isoformat() for n in count(3))


async def _kept(place: Place, number: int) -> str:
    """A journal of cases whose worklist is kept; its database."""
    database = await place.new_database(migrated)
    for first in range(0, number, PIECE):
        cases = range(first, min(first + PIECE, number))
        await append(database, [each for case in cases for each in islice(life(case), ENTRIES)])
    pool = await connect_pool(database, application_name="bench", TimeZone="UTC")
    try:
        await project_until_caught_up(pool, _in_force, lambda: FIRST_DAY)
    finally:
        await pool.close()
    return database


async def _in_force() -> Policies:
    return built_in()
