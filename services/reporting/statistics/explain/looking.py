"""How much is read for a page: of entries some days and regions, of persons not too many facts."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from services.reporting.statistics.bounds import MOST_FACTS, facts_of
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.places import SOME
from services.reporting.statistics.refusing import refuse
from shared.database import Connection
from shared.text import Text

Days = tuple[date, date]  # [first, next)
Read = Callable[[Days, list[str] | None, int], Awaitable[list[Any]]]
GROWTH = 4  # looks that did not find enough are followed by one at so many times as much


class Look(NamedTuple):
    """Which days and regions are looked at; the first day from the region `begin` on."""

    days: Days
    regions: tuple[str, str]  # codes [first, next)
    begin: str


async def first_rows(
    connection: Connection, read: Read, look: Look, width: int, limit: int
) -> list[Any]:
    """The first rows of some days, `limit` at most, in the order of days and then of regions.

    `read` gives the first rows of some days, of all regions or of some. At first so many days are
    looked at as `width` says, twice, since of the first a part may be shown already. Where one day
    is expected to have enough, not all of its regions are looked at: those of a province are many.
    """
    (start, end), (low, high), begin = look
    found: list[Any] = []
    looks = 0
    while start < end and len(found) < limit:
        until = start + timedelta(min(width, (end - start).days))
        wanted = limit - len(found)
        if width == 1:
            first = low if looks else begin
            found += await _of_a_day(connection, read, (start, until), (first, high), wanted)
        else:
            found += await read((start, until), None, wanted)
        start, looks = until, looks + 1
        if looks > 1:
            width *= GROWTH
    return found


async def _of_a_day(
    connection: Connection, read: Read, day: Days, regions: tuple[str, str], limit: int
) -> list[Any]:
    first, end = regions
    found: list[Any] = []
    number = 2 * limit
    while len(found) < limit:
        some = [row[0] for row in await connection.fetch(SOME, first, end, number)]
        rows = await read(day, some, limit - len(found)) if some else []
        found += rows
        if len(some) < number:
            break
        first, number = f"{int(some[-1]) + 1:012}", following(number, len(rows), limit - len(found))
    return found


def following(number: int, rows: int, wanted: int) -> int:
    """How many regions to look at, after so many had some rows: as if the others had as many.

    Half as many again, and not more than `GROWTH` times.

    >>> following(100, 40, 10), following(100, 0, 10), following(100, 1, 50)
    (38, 400, 400)
    """
    return min(GROWTH * number, 1 + number * 3 * wanted // (2 * rows or 1))


def width_for(rows: int, days: Days, total: int) -> int:
    """About how many days have twice the rows, where a period has `total` of them.

    >>> width_for(100, (date(2019, 1, 1), date(2020, 1, 1)), 73_000)
    2
    """
    start, end = days
    return 1 + 2 * rows * (end - start).days // max(total, 1)


async def check_facts(connection: Connection, opening: Opening) -> None:
    """Refuse to look at more facts of persons than can be in a second: a 422 Problem."""
    if opening.is_rest:
        return  # what is recorded for the region itself is little
    facts, region = opening.facts(), opening.narrowed.region
    asked = (opening.selection, region, facts.start, facts.end)
    if await facts_of(connection, *asked) > MOST_FACTS:
        raise refuse(
            "region",
            "too_much",
            Text(
                zh="该数字涉及的记录过多，无法按人列出；请缩小地区范围（如改查区县）或缩短期间。",
                en="This figure is made of too many entries to list its persons: ask for a smaller"
                " region, such as a county, or for a shorter period.",
            ),
        )
