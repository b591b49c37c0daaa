"""A page of an opened figure, for whoever shows it: over HTTP or in a browser."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from services.reporting.counting.position import counted_until
from services.reporting.statistics.answering import not_settled, settle, wait_for
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.explain.asking import Parameters
from services.reporting.statistics.explain.identities import Identities
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import (
    Row,
    Values,
    Wanted,
    every_row,
    explained,
)
from services.reporting.statistics.explain.table import AS_CSV, File, Making, file_of, table_notes
from services.reporting.statistics.settling import NotSettled
from shared.clock import utc_now
from shared.database import Connection
from shared.http.operation import Call
from shared.lists.places import cursor_of, place_of
from shared.text import Language

ORDER = "day region entry"  # of a list: a cursor of another order is refused


@dataclass(frozen=True)
class Page:
    """An opened figure with some of its rows; `following` is the cursor of the next page.

    `person_id` makes the id under which the person of a row is shown. What was recorded before
    `counted_until` is counted, if that is known.
    """

    opening: Opening
    values: Values
    rows: Sequence[Row]
    following: str | None
    person_id: Callable[[str], str]
    are_persons: bool
    asked_at: datetime
    counted_until: datetime | None


async def page_of(request: Request, call: Call, asked: Parameters) -> Page:
    """A page of what is asked for, at one moment of the model.

    Raises Problems: 422 for what cannot be asked, 404 out of scope, 400 for a cursor or a person of
    another figure, 503 while not all that was recorded up to `as_of` is counted. The caller must
    have the action statistics:detail.
    """
    now = utc_now()
    opening = asked.opening(call.caller, now)
    agency, identities = call.caller.agency, identities_of(request)
    wanted = _wanted(request, call, asked, opening)
    listed = f"{ORDER} {opening.figure_text()} {opening.part} {asked.voided} {wanted.owner}"
    place = place_of(identities.cursors, agency, listed, asked.after)
    async with _connection(request, call, asked) as connection:
        # Before the figure: what is counted once stays so, and more may be counted by then.
        counted = await counted_until(connection)
        found = await explained(
            connection,
            opening,
            wanted,
            limit=asked.limit,
            after=place,
            settled_only=asked.as_of is not None,
        )
    return Page(
        opening,
        found.values,
        found.rows,
        cursor_of(identities.cursors, agency, listed, found.following),
        lambda owner: identities.shown(agency, opening, owner),
        wanted.are_persons(opening),
        now,
        counted,
    )


async def table_of(
    request: Request,
    call: Call,
    asked: Parameters,
    language: Language,
    made: Making = AS_CSV,
) -> tuple[Opening, File]:
    """All rows of what is asked for, as a file. Raises as `page_of` does, and 422 for too many."""
    now = utc_now()
    opening = asked.opening(call.caller, now)
    agency, identities = call.caller.agency, identities_of(request)
    wanted = _wanted(request, call, asked, opening)
    async with _connection(request, call, asked) as connection:
        notes = table_notes(opening, now, await counted_until(connection))
        reading = every_row(connection, opening, wanted, settled_only=asked.as_of is not None)
        async with aclosing(reading) as rows:
            file = await file_of(
                opening,
                rows,
                lambda owner: identities.shown(agency, opening, owner),
                language,
                notes=notes,
                are_persons=wanted.are_persons(opening),
                made=made,
            )
    return opening, file


def identities_of(request: Request) -> Identities:
    """What makes the ids of persons, and the cursors."""
    identities: Identities = request.app.state.identities
    return identities


def _wanted(request: Request, call: Call, asked: Parameters, opening: Opening) -> Wanted:
    agency, identities = call.caller.agency, identities_of(request)
    person = asked.person
    owner = None if person is None else identities.meant(agency, opening, person)
    return Wanted(identities.salt(agency, opening), owner, with_void=asked.voided == "include")


@asynccontextmanager
async def _connection(request: Request, call: Call, asked: Parameters) -> AsyncIterator[Connection]:
    """A connection, when what the question waits for is counted."""
    await wait_for(request, call, [*asked.min_position])
    if asked.as_of is not None:
        await settle(request, asked.as_of)
    async with connection_for(request) as connection:
        try:
            yield connection
        except NotSettled:
            raise not_settled(request) from None
