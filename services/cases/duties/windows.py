"""Windows: the time in which something is due, and what became of it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.shapes import EachWindow, Every, Per

_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Something that is due from `since` until the day before `until`.

    `subject` is the entry that it is about, where there is one. `outcome` is None until it is
    closed, on `until`; it may be met before. `rule` is the code of its policy.
    """

    duty: Duty
    subject: UUID | None = None
    since: date
    until: date
    kind: CaseKind
    region: str
    rule: str
    policies: str
    outcome: DutyOutcome | None = None
    met_by: UUID | None = None
    met_on: date | None = None
    in_a_row: int = 0

    @property
    def last_day(self) -> date:
        """The last day in time."""
        return self.until - timedelta(days=1)

    @property
    def days_late(self) -> int:
        """How many days after its last one it was met."""
        return 0 if self.met_on is None else max(0, (self.met_on - self.last_day).days)


def first_of(per: Per, day: date) -> date:
    """The first day of the window of the calendar that a day is in.

    >>> first_of(Per.WEEK, date(2019, 3, 14)), first_of(Per.HALF_YEAR, date(2019, 9, 30))
    (datetime.date(2019, 3, 11), datetime.date(2019, 7, 1))
    """
    if per is Per.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[per]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def following(shape: EachWindow | Every, since: date) -> date:
    """The day on which a window ends that begins on a day; half-open.

    >>> following(EachWindow(Per.MONTH), date(2019, 1, 28))
    datetime.date(2019, 2, 1)
    >>> following(Every(months=6), date(2019, 8, 31))
    datetime.date(2020, 3, 1)
    """
    if isinstance(shape, Every):
        return add_months(since, shape.months) + timedelta(days=shape.days + 1)
    first = first_of(shape.per, since)
    if shape.per is Per.WEEK:
        return first + timedelta(days=7)
    return add_months(first, _MONTHS[shape.per])


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day.

    >>> add_months(date(2019, 8, 31), 6), add_months(date(2016, 2, 29), 12)
    (datetime.date(2020, 2, 29), datetime.date(2017, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def calendar(per: Per, since: date) -> Iterator[tuple[date, date]]:
    """The windows of the calendar from a day on; the first may be a part of one."""
    while True:
        until = following(EachWindow(per), since)
        yield since, until
        since = until
