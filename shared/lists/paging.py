"""Pages: which rows stand on one, and where the next one begins.

Rows are in the order of a moment (or a day), then of their id. A page of `limit` rows is made of at
most `scanned` candidates, which are read along an index: filters that few rows pass cannot make it
read on and on. Such a page may be short, or empty, and still have a next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypedDict, TypeVar
from uuid import UUID

from shared import strict


class Planning(TypedDict):
    """Settings of a connection by which PostgreSQL plans."""

    enable_bitmapscan: str
    random_page_cost: str


# For connections that read pages. A plan that is made once for all agencies must do for the largest
# too: a bitmap scan would read all of its rows, and sort them, for each page. And what is read
# along an index lies in memory: at the usual cost of a random page the whole table looks cheaper.
SETTINGS: Planning = {"enable_bitmapscan": "off", "random_page_cost": "1.1"}
SCANNED = 1000  # candidates that are read for a page with filters
MOST = 200  # rows on a page
USUAL = 50

_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)

At = TypeVar("At", date, datetime)


@dataclass(frozen=True, slots=True)
class Kind(Generic[At]):
    """What rows are ordered by: days or moments; `sql` is the type, `read` reads its text."""

    sql: str
    read: Callable[[str], At]
    earliest: At
    latest: At

    def place(self, texts: Sequence[str]) -> tuple[At, UUID]:
        """A place from the texts of a cursor."""
        at, row_id = texts
        return self.read(at), UUID(row_id)

    def between(
        self,
        after: tuple[At, UUID] | None,
        *,
        descending: bool,
        since: At | None = None,
        before: At | None = None,
    ) -> list[Any]:
        """The range that a page is read from: the places before its first and behind its last.

        It holds what lies behind the place `after`, from `since` on, and before `before`.

        >>> DAYS.between(None, descending=True, since=date(2019, 1, 1))[0]
        datetime.date(2019, 1, 1)
        """
        low: tuple[At, UUID] = (since or self.earliest, _FIRST)
        high: tuple[At, UUID] = (before, _FIRST) if before else (self.latest, _LAST)
        if after is not None and descending:
            high = min(high, after)
        elif after is not None:
            low = max(low, after)
        return [*low, *high]


DAYS = Kind("date", strict.day, date.min, date.max)
MOMENTS = Kind(
    "timestamptz",
    strict.moment,
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
)


def days_or_moments(
    after: Sequence[str] | None,
    *,
    by_change: bool,
    descending: bool,
    start: date | None,
    end: date | None,
    changed_since: datetime | None,
) -> tuple[list[Any], bool]:
    """The range of a page of a list by days, or by changes; and whether the other filters besides.

    `start` is the first day, `end` the first that no longer counts.
    """
    if by_change:
        moment = MOMENTS.place(after) if after else None
        bounds = MOMENTS.between(moment, descending=descending, since=changed_since)
        return bounds, start is not None or end is not None
    day = DAYS.place(after) if after else None
    bounds = DAYS.between(day, descending=descending, since=start, before=end)
    return bounds, changed_since is not None


# From candidates in order, with $2 to $5 as their range, to a page. `{candidates}` gives `at` and
# `id`, in order; `{matches}` says of a row of `{table}`, as `kept`, whether it is listed. The last
# candidate is there also where it is not: the next page begins behind it. OFFSET 0 has each row
# looked up by its key, whatever the planner would make of a join.
PAGE = """
SELECT kept.*, place.at, place.id, place.number, ({matches}) AS matches
FROM (
    SELECT at, id, row_number() OVER (ORDER BY at {way}, id {way}) AS number
    FROM ({candidates}) AS candidate
) AS place
CROSS JOIN LATERAL (SELECT * FROM {table} WHERE {key} = place.id OFFSET 0) AS kept
WHERE ({matches}) OR place.number = {scanned}
ORDER BY place.at {way}, place.id {way} LIMIT {limit} + 1
"""


def way(*, descending: bool) -> str:
    """The word of SQL for the order."""
    return "DESC" if descending else "ASC"


def cut(
    rows: Sequence[Any], limit: int, scanned: int
) -> tuple[Sequence[Any], tuple[str, str] | None]:
    """The rows on the page that `PAGE` answers, and the place behind which the next one begins.

    >>> row = {"at": date(2019, 3, 14), "id": 7, "number": 1000, "matches": False}
    >>> cut([row], 50, 1000)
    ([], ('2019-03-14', '7'))
    """
    listed = [row for row in rows if row["matches"]]
    if len(listed) > limit:
        return listed[:limit], place_behind(listed[limit - 1])
    if rows and rows[-1]["number"] == scanned:
        return listed, place_behind(rows[-1])
    return listed, None


def place_behind(row: Any) -> tuple[str, str]:
    """The place behind a row, where the next page begins."""
    return row["at"].isoformat(), str(row["id"])
