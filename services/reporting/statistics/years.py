"""The years for which the year's table has something to say, read from a few rows of an index."""

from collections.abc import Iterable
from datetime import date

from services.reporting.statistics.annual import MEASURES
from services.reporting.statistics.places import codes_within, parent_of
from shared.database import Connection

# From year to year: each step looks for the first cell after the year that was found last.
YEARS = """
WITH RECURSIVE found (parent, region, measure, month) AS (
    SELECT place.parent, place.region, measure, $4::date
    FROM unnest($1::text[], $2::text[]) AS place (parent, region), unnest($3::text[]) AS measure
    UNION ALL
    SELECT parent, region, measure, (
        SELECT held.day FROM live.rollups AS held
        WHERE held.parent = found.parent AND held.region = found.region
            AND held.measure = found.measure AND held.grain = 'month' AND held.value <> 0
            AND held.day >= date_trunc('year', found.month) + interval '1 year'
        ORDER BY held.day LIMIT 1
    ) FROM found WHERE month IS NOT NULL
)
SELECT DISTINCT extract(year FROM month)::integer AS year FROM found WHERE month > $4::date
"""


# What is to be added to the cells yet.
YEARS_LEFT = """
SELECT DISTINCT extract(year FROM day)::integer AS year
FROM live.cell_changes, unnest($1::text[], $2::text[]) AS place (first, next)
WHERE region >= first AND region < next AND measure = ANY ($3::text[]) AND isfinite(day)
"""


async def years_of(
    connection: Connection, regions: Iterable[str], earliest: int, latest: int
) -> list[int]:
    """The years, `latest` to `earliest`, in which one of the regions (12 digits) has facts."""
    codes = [*regions]
    before = date(earliest - 1, 12, 31)
    parents = [parent_of(code) for code in codes]
    rows = await connection.fetch(YEARS, parents, codes, MEASURES, before)
    ranges = [[*column] for column in zip(*map(codes_within, codes), strict=True)] or [[], []]
    rows += await connection.fetch(YEARS_LEFT, *ranges, MEASURES)
    return sorted({row[0] for row in rows if earliest <= row[0] <= latest}, reverse=True)
