"""The year's table: five figures of one region, in the order in which they are published."""

from dataclasses import dataclass
from datetime import date

from pydantic_core import from_json

from services.reporting.counting.fold import has_rollups
from services.reporting.counting.position import Standing, standing
from services.reporting.declared.indicators import ANNUAL, INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.figures import answer
from services.reporting.statistics.places import parent_of
from services.reporting.statistics.question import Question
from shared.database import Connection

# One statement, so that one look at the model gives the figures and where it stood.
YEAR = """
SELECT
    (SELECT json_agg(json_build_array(measure, dims, value)) FROM (
        SELECT measure, dims, sum(value)::bigint AS value FROM live.rollups
        WHERE parent = $1 AND region = $2 AND measure = ANY ($3::text[])
            AND month >= $4 AND month < $5
        GROUP BY measure, dims) AS cells),
    ARRAY(SELECT (source, partition, next_offset, newest_at, counted_at) FROM live.offsets
        ORDER BY source, partition)
"""

ROWS: tuple[Indicator, ...] = tuple(INDICATORS[code] for code in ANNUAL)
MEASURES = sorted({indicator.numerator.measure.code for indicator in ROWS})
WANTED = [(row.numerator.measure.code, frozenset(row.numerator.dims())) for row in ROWS]


@dataclass(frozen=True)
class AnnualReport:
    """A region's year: one value for each of `ROWS`, and where the model stood."""

    region: str
    year: int
    values: tuple[int, ...]
    standing: Standing

    def document(self, asked: str) -> dict[str, object]:
        """The report as JSON; `asked` is the region as the caller wrote it."""
        return {
            "region": asked,
            "year": self.year,
            "position": self.standing.position,
            "rows": [
                {
                    "indicator": row.code,
                    "name": {"zh": row.name.zh, "en": row.name.en},
                    "unit": row.unit,
                    "value": value,
                }
                for row, value in zip(ROWS, self.values, strict=True)
            ],
        }


async def annual_report(connection: Connection, region: str, year: int) -> AnnualReport:
    """The table of a year in a region (12 digits)."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    if not has_rollups(region):
        figures, stands = await answer(connection, Question(ROWS, region, start, end))
        return AnnualReport(region, year, tuple(int(f.value or 0) for f in figures), stands)
    row = await connection.fetchrow(YEAR, parent_of(region), region, MEASURES, start, end)
    assert row is not None
    cells = from_json(row[0] or "[]")
    values = tuple(
        sum(value for code, dims, value in cells if code == measure and dims in wanted)
        for measure, wanted in WANTED
    )
    return AnnualReport(region, year, values, standing(row[1]))
