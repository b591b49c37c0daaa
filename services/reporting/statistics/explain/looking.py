"""How much is read for a page: of entries some days at a time, of persons not too many facts."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from services.reporting.statistics.bounds import MOST_FACTS, facts_of
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.refusing import refuse
from shared.database import Connection
from shared.text import Text

Days = tuple[date, date]  # [first, next)
GROWTH = 4  # each look that did not find enough is followed by one at so many times the days


async def first_rows(
    read: Callable[[Days, int], Awaitable[list[Any]]], days: Days, width: int, limit: int
) -> list[Any]:
    """The first rows of some days, which have the order of their days, `limit` of them at most.

    At first so many days are looked at as `width` says; `read` gives the first rows of some days.
    """
    start, end = days
    found: list[Any] = []
    while start < end and len(found) < limit:
        until = start + timedelta(min(width, (end - start).days))
        found += await read((start, until), limit - len(found))
        start, width = until, width * GROWTH
    return found


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
