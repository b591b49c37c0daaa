"""Places by name that must be entered and have not been this year, page by page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.reporting.declared.measures.places import NAMED_PLACES, PLACES_ENTERED
from services.reporting.declared.measures.sessions import PLACE_KIND
from services.reporting.declared.words import ALWAYS, stored_values
from services.reporting.statistics.names import names_of
from services.reporting.statistics.places import WITHIN, codes_within
from shared.database import Connection
from shared.regions import ancestors

# Places that must be entered at the end of the days: the stock that `places_to_enter` counts, one
# by one. $1: the measure; $2, $3: days; $4, $5: codes of regions; $6: known at; $7, $8: the region
# and the stream behind which the page begins; $9: the measure of those entered; $10: the first day
# of the year; $11: the regions above, whose sessions may have been here; $12: how many.
NOT_ENTERED = f"""
WITH entered AS MATERIALIZED (
    SELECT subject FROM (
        SELECT subject, delta FROM live.facts
        WHERE measure = $9 AND day >= $10 AND day < $3
            AND {WITHIN} AND coalesce(recorded_at <= $6, true)
        UNION ALL
        SELECT subject, delta FROM live.facts
        WHERE measure = $9 AND day >= $10 AND day < $3
            AND region = ANY ($11::text[]) AND coalesce(recorded_at <= $6, true)
    ) AS seen
    GROUP BY subject HAVING sum(delta) > 0
)
SELECT region, stream_id, dims FROM (
    SELECT region, stream_id, dims, sum(delta) AS standing FROM live.facts
    WHERE measure = $1 AND day >= $2 AND day < $3
        AND {WITHIN} AND coalesce(recorded_at <= $6, true)
        AND split_part(dims, '/', 2) = 'yes' AND (region, stream_id) > ($7, $8)
    GROUP BY region, stream_id, dims
) AS place
WHERE standing > 0 AND substr(stream_id, 7)::uuid NOT IN (SELECT subject FROM entered)
ORDER BY region, stream_id LIMIT $12
"""


class PlaceNotEntered(NamedTuple):
    """A place of a region that must be entered; `name` is "" where the model knows none."""

    region: str
    stream_id: str
    place_kind: str
    name: str


async def not_entered(
    connection: Connection,
    region: str,
    days: tuple[date, date],
    moment: datetime | None,
    after: Sequence[str] | None,
    limit: int,
) -> tuple[list[PlaceNotEntered], tuple[str, str] | None]:
    """A page of those in a region that no session was held at in [start, end), in the order of
    their regions; and behind which one the next page begins.

    A place whose text earlier declarations have stored is left out, as it is of the figure.
    """
    start, end = days
    above = [each for each in ancestors(region) if each != region]
    rows = await connection.fetch(
        NOT_ENTERED,
        NAMED_PLACES.code,
        *(ALWAYS, end, *codes_within(region), moment, *(after or ("", ""))),
        *(PLACES_ENTERED.code, start, above, limit + 1),
    )
    names = await names_of(connection, [row["stream_id"] for row in rows], moment)
    found = []
    for row in rows[:limit]:
        values = stored_values(NAMED_PLACES, row["dims"])
        if values is None:
            continue
        stream, kind = row["stream_id"], values[PLACE_KIND.code]
        found.append(PlaceNotEntered(row["region"], stream, kind, names.get(stream, "")))
    last = None
    if len(rows) > limit:
        last = (rows[limit - 1]["region"], rows[limit - 1]["stream_id"])
    return found, last
