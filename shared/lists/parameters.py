"""The query parameters that lists have in common."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator

from shared import strict
from shared.http.field_errors import refusal
from shared.http.fields import RegionCode, WholeNumber
from shared.lists.paging import MOST
from shared.text import Text

# A change has its moment before it is committed, and can be read only then. A minute is far longer
# than any append is given.
MARGIN = timedelta(minutes=1)
EARLIEST, LATEST = 1949, 2100  # years


def _moment(text: Any) -> Any:
    """A moment as RFC 3339 has it; pydantic alone takes numbers as well."""
    try:
        if isinstance(text, str):
            moment = strict.moment(text)
            if EARLIEST <= moment.year <= LATEST:
                return moment.astimezone(UTC)
    except ValueError:
        pass
    raise refusal(
        "bad_time",
        Text(
            zh="时间应按 RFC 3339 书写并带时区，如 2020-01-05T08:00:00Z。",
            en="Write a moment as RFC 3339 with its time zone, for example 2020-01-05T08:00:00Z.",
        ),
    )


Region = Annotated[
    RegionCode | None, Query(description="A region, with all below it; your own without it")
]
ChangedSince = Annotated[
    datetime | None,
    BeforeValidator(_moment),
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
    return None if changed_since is None else changed_since - MARGIN
