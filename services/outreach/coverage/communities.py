"""The communities of regions in a year, by the list of regions in force. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from shared.regions import Regions, level

_BEHIND = ":"  # follows the digits


@lru_cache(maxsize=4)
def communities(regions: Regions, year: int) -> tuple[str, ...]:
    """The codes of all listed communities that were in force in a year, in order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return tuple(
        sorted(
            {
                row.code
                for row in regions
                if level(row.code) == "community"
                and not row.begins_after(last)
                and (row.valid_to is None or row.valid_to > first)
            }
        )
    )


def following(listed: Sequence[str], prefixes: Sequence[str], after: str, limit: int) -> list[str]:
    """The first of the codes behind `after` that begin with one of the prefixes, in order.

    No prefix holds another, and they are in order.

    >>> following(["410102001001", "410102001002", "410103001001"], ["410102", "410103"], "", 2)
    ['410102001001', '410102001002']
    >>> following(["410102001001", "410103001001"], ["410102", "410103"], "410102001001", 2)
    ['410103001001']
    """
    found: list[str] = []
    for prefix in prefixes:
        begin = max(bisect_left(listed, prefix), bisect_right(listed, after))
        end = bisect_left(listed, prefix + _BEHIND)
        found += listed[begin : min(end, begin + limit - len(found))] if begin < end else []
    return found
