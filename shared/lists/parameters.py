"""The query parameters that lists have in common."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Query

from shared.http.fields import Moment, RegionCode, WholeNumber
from shared.lists.paging import MOST

# A change has its moment before it is committed, and can be read only then. A minute is far longer
# than any append is given.
MARGIN = timedelta(minutes=1)
_LONG_AGO = datetime(1949, 10, 1, tzinfo=UTC)

Region = Annotated[
    RegionCode | None, Query(description="A region, with all below it; your own without it")
]
ChangedSince = Annotated[
    Moment | None,
    Query(
        description="What changed since this moment, or up to a minute before: give the `read_at`"
        " of the first page of the time before, and nothing is left out",
    ),
]
After = Annotated[
    str | None,
    Query(max_length=600, description="The `next` of the page before; all else as it was"),
]
Limit = Annotated[WholeNumber, Query(ge=1, le=MOST, description="How many at most on a page")]


def since(changed_since: datetime | None) -> datetime | None:
    """The moment from which on changes are listed: some time before the one asked for.

    What was being written at that moment could not be read yet.
    """
    return None if changed_since is None else max(changed_since, _LONG_AGO) - MARGIN
