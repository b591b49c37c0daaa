"""Places in lists as callers see them: a cursor, for the same agency and question alone."""

import json
from collections.abc import Sequence

from shared.http.cursors import Cursors, NotACursor, bad_cursor


def cursor_of(
    cursors: Cursors, agency: str, question: str, place: Sequence[str] | None
) -> str | None:
    """The cursor of the place behind which the next page begins, if there is one."""
    return None if place is None else cursors.seal(agency, json.dumps(place), question)


def place_of(cursors: Cursors, agency: str, question: str, after: str | None) -> list[str] | None:
    """The place of a cursor; a 400 Problem where it was not answered to this question."""
    if after is None:
        return None
    try:
        place: list[str] = json.loads(cursors.open(agency, after, question))
    except NotACursor:
        raise bad_cursor("after") from None
    return place
