"""The year's table: five figures of one region, in the order in which they are published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from pydantic_core import from_json

from services.reporting.declared.annual import ANNUAL
from services.reporting.statistics.aims import Aimed, aim_of
from services.reporting.statistics.figures import check_measures
from services.reporting.statistics.places import codes_within, parent_of
from shared.database import Connection
from shared.policies.in_force import policies_in_force
from shared.region_names import full_name
from shared.regions import regions_in_force

# One statement, so that the figures are of the model whose declarations are checked.
YEAR = """
SELECT
    (SELECT json_agg(json_build_array(measure, dims, value)) FROM (
        SELECT measure, dims, sum(value)::bigint AS value FROM (
            SELECT measure, dims, value FROM live.rollups
            WHERE parent = $1 AND region = $2 AND measure = ANY ($3::text[])
                AND grain = 'month' AND day >= $4 AND day < $5
            UNION ALL
            SELECT measure, dims, delta FROM live.cell_changes
            WHERE region >= $6 AND region < $7 AND measure = ANY ($3::text[])
                AND day >= $4 AND day < $5) AS cells
        GROUP BY measure, dims) AS sums),
    (SELECT declarations FROM live.made_by)
"""

MEASURES = sorted({indicator.numerator.measure.code for indicator in ANNUAL})


@dataclass(frozen=True)
class AnnualReport:
    """A region's year: one value for each row of `ANNUAL`.

    `until` is the last day that counts, where the year is not over. `aims` are what the place's
    policies set for the calendar year, by indicator.
    """

    region: str
    year: int
    values: tuple[int, ...]
    until: date | None = None
    aims: Mapping[str, Aimed] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        return self.until or date(self.year, 12, 31)

    def document(
        self, region: str, asked_at: datetime, counted_until: datetime | None
    ) -> dict[str, object]:
        """The report as JSON; `region` is written as the caller wrote it."""
        name = full_name(self.region, regions_in_force(), self.last_day)
        return {
            "region": region,
            "region_name": {"zh": name.zh, "en": name.en},
            "year": self.year,
            **({} if self.until is None else {"until": self.until.isoformat()}),
            "asked_at": asked_at.isoformat(),
            "counted_until": None if counted_until is None else counted_until.isoformat(),
            "rows": [
                {
                    "indicator": row.code,
                    "name": {"zh": row.name.zh, "en": row.name.en},
                    "unit": row.unit,
                    "value": value,
                    "aim": _aim(self.aims.get(row.code), value),
                }
                for row, value in zip(ANNUAL, self.values, strict=True)
            ],
        }


async def annual_report(
    connection: Connection, region: str, year: int, until: date | None = None
) -> AnnualReport:
    """The table of a year in a region (12 digits); a year that is not over, `until` today."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    row = await connection.fetchrow(
        YEAR, parent_of(region), region, MEASURES, start, end, *codes_within(region)
    )
    assert row is not None
    check_measures(ANNUAL, row[1])
    values = [0] * len(ANNUAL)
    for measure, dims, value in from_json(row[0] or "[]"):
        for index in _rows_of(measure, dims):
            values[index] += value
    return AnnualReport(region, year, tuple(values), until, _aims(region, date(year, 12, 31)))


def _aims(region: str, day: date) -> Mapping[str, Aimed]:
    policies = policies_in_force()
    found = {each.code: aim_of(each, policies, region, day) for each in ANNUAL}
    return {code: aim for code, aim in found.items() if aim is not None and aim.yearly}


def _aim(aim: Aimed | None, value: int) -> dict[str, int | float | None] | None:
    return None if aim is None else {"a_year": aim.bands[0], "percent": aim.reached(value)}


@lru_cache(maxsize=10_000)
def _rows_of(measure: str, dims: str) -> tuple[int, ...]:
    """The rows of the table, by their index, to which a cell belongs."""
    return tuple(
        index
        for index, indicator in enumerate(ANNUAL)
        if indicator.numerator.measure.code == measure
        and indicator.numerator.values(dims, {}) is not None
    )
