"""The table [[days]]: days that are off, and working days at a weekend. Pure."""

from dataclasses import dataclass
from datetime import date

from shared.policies.fields import NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fault, Fields, Table, narrower
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days that are off though of the week, and working ones at a weekend, by the list's code.

    `year` is the year that the list has whole; without it, it only adds to others. `regions` are
    prefixes, "" is the country.
    """

    code: str
    regions: tuple[str, ...] = ("",)
    year: int | None = None
    off: tuple[date, ...] = ()
    working: tuple[date, ...] = ()
    source: Text = UNSAID
    note: str = ""

    @property
    def holding(self) -> Holding:
        """Where it holds: each day is its own."""
        return Holding(regions=self.regions)


def _read(entry: Entry) -> Days:
    year = entry.number("year", 1949, 2200) if entry.has("year") else None
    off, working = entry.days("off"), entry.days("working")
    both = sorted({*off} & {*working})
    if both:
        entry.fault(
            "working", f"{both[0]} 也在 off 中。", f"{both[0]} is among those in off as well."
        )
    outside = [day for day in (*off, *working) if year is not None and day.year != year]
    if outside:
        entry.fault("year", f"{outside[0]} 不在该年。", f"{outside[0]} is not of this year.")
    if not any(map(entry.has, ("off", "working", "year"))):
        entry.fault(
            "off", "off、working 至少写一项。", "say off, working or both; else it does nothing."
        )
    return Days(
        code=entry.code(),
        regions=entry.holding().regions,
        year=year,
        off=off,
        working=working,
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def _own_fields(days: Days) -> Fields:
    year = {} if days.year is None else {"year": days.year}
    return {**year, "off": [*days.off], "working": [*days.working]}


def _check_replacing(own: Days, before: Days, fault: Fault) -> None:
    if own.year != before.year or own.regions != ("",):
        narrower(fault)


DAYS = Table(
    table="days",
    attribute="days",
    name=Text(zh="日历", en="days"),
    fields=("code", "year", "off", "working", "regions", *NOTES),
    read=_read,
    own_fields=_own_fields,
    check_replacing=_check_replacing,
)
