"""``make working-days``: writes shared/policies/days.toml from the package chinese-calendar.

The package is fetched for this alone, from `deploy/working-days.lock`; to have another year, put a
newer version there. A year is written down only whole.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

FILE = Path(__file__).parents[1] / "shared" / "policies" / "days.toml"
HEAD = """\
# Holidays and make-up working days, as the State Council announces them for each year: which days
# of the week are off, and which days of a weekend are working ones. All others are as the week has
# them. Written by `make working-days` from chinese-calendar {version} (MIT, (c) LKI and others).
"""


def page(working: Callable[[date], bool], first: int, last: int, version: str) -> str:
    """The whole file, of the years from `first` to `last`."""
    parts = [HEAD.format(version=version)]
    for year in range(first, last + 1):
        off = [day for day in _days(year) if day.weekday() < 5 and not working(day)]
        made_up = [day for day in _days(year) if day.weekday() >= 5 and working(day)]
        parts.append(f'[[days]]\ncode = "{year}"\nyear = {year}\n')
        parts[-1] += f"off = [{_written(off)}]\nworking = [{_written(made_up)}]\n"
    return "\n".join(parts)


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _written(days: list[date]) -> str:
    return "".join(f"\n    {day}," for day in days) + "\n" if days else ""


def main() -> None:
    """Write the file."""
    calendar, listed = (
        import_module("chinese_calendar"),
        import_module("chinese_calendar.constants"),
    )
    years = {day.year for day in listed.holidays}
    text = page(calendar.is_workday, min(years), max(years), sys.argv[1])
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
