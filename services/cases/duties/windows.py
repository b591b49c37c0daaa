"""Windows: the time in which something is due, and what became of it. Pure."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import Policies
from shared.policies.shapes import EachWindow, Every, Per
from shared.policies.values import Value

DAY = timedelta(days=1)
_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12}
_IN_EVERY_MONTH = 28


class Window(NamedTuple):
    """Something that is due from `since` until the day before `until`.

    `subject` is the entry that it is about, where there is one, and `to_whom` the party that it is
    for. `rule` is the code of its policy, of the version `policies`. `outcome` is None until it is
    closed, on `until`; it may be met before. `settled` is what becomes of one that is not met, as
    far as is recorded, also before it is closed: excused, fallen away, or missed, since it can be
    done no more; None where it is awaited. `in_a_row` counts how many were not met one after the
    other, this one included. `planned_until` is until when it would have lasted, had it not been
    over sooner: an interval is over when it was met, and all that is open when the case ends. `by`
    are the policies that it was made by. `overdue_since` is the day since when the duty is overdue,
    of the one that is: the last day of the first of those not met before it that are awaited still.
    """

    duty: Duty
    since: date
    until: date
    kind: CaseKind
    region: str
    rule: str
    policies: str
    subject: UUID | None = None
    to_whom: str = ""
    outcome: DutyOutcome | None = None
    settled: DutyOutcome | None = None
    met_by: UUID | None = None
    met_on: date | None = None
    in_a_row: int = 0
    planned_until: date | None = None
    by: Policies | None = None
    overdue_since: date | None = None

    @property
    def last_day(self) -> date:
        """The last day of the window; in time, unless it was over sooner."""
        return self.until - DAY

    @property
    def due_on(self) -> date:
        """The last day in time, also of a window that was over sooner."""
        return (self.planned_until or self.until) - DAY

    @property
    def days_late(self) -> int:
        """How many days after its last one it was met."""
        return 0 if self.met_on is None else max(0, (self.met_on - self.last_day).days)

    @property
    def soon_from(self) -> date:
        """The day from which on it is due soon, by the policies that it was made by."""
        return max(self.since, self.due_on - timedelta(days=self.number(Value.DUE_SOON_DAYS)))

    @property
    def is_lost(self) -> bool:
        """Whether so many contacts were not met one after the other that the client is lost."""
        is_unmet = self.outcome in (DutyOutcome.OVERDUE, DutyOutcome.MISSED)
        if self.duty is not Duty.CONTACT or not is_unmet:
            return False
        return self.in_a_row >= self.number(Value.LOST_AFTER)

    def number(self, value: Value) -> int:
        """A number of the policies that it was made by, as on its first day."""
        assert self.by is not None, "made by a schedule"
        return self.by.number(value, self.region, self.since, self.kind)

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to be done, in time or not."""
        return self.met_on is None and self.settled is None


def first_of(per: Per, day: date) -> date:
    """The first day of the window of the calendar that a day is in.

    >>> first_of(Per.WEEK, date(2019, 3, 14)), first_of(Per.HALF_YEAR, date(2019, 9, 30))
    (datetime.date(2019, 3, 11), datetime.date(2019, 7, 1))
    """
    return calendar(per, day)[0]


@lru_cache(maxsize=10_000)
def calendar(per: Per, day: date) -> tuple[date, date]:
    """The window of the calendar that a day is in; half-open.

    >>> calendar(Per.QUARTER, date(2019, 12, 31))
    (datetime.date(2019, 10, 1), datetime.date(2020, 1, 1))
    """
    if per is Per.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=7)
    months, year = _MONTHS[per], day.year
    first_month = (day.month - 1) // months * months + 1
    next_month = first_month + months
    until = date(year, next_month, 1) if next_month <= 12 else date(year + 1, 1, 1)
    return date(year, first_month, 1), until


def following(shape: EachWindow | Every, since: date) -> date:
    """The day on which a window ends that begins on a day; half-open.

    >>> following(EachWindow(Per.MONTH), date(2019, 1, 28))
    datetime.date(2019, 2, 1)
    >>> following(Every(months=6), date(2019, 8, 31))
    datetime.date(2020, 3, 1)
    """
    if isinstance(shape, Every):
        return add_months(since, shape.months) + timedelta(days=shape.days + 1)
    return calendar(shape.per, since)[1]


@lru_cache(maxsize=100_000)
def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day.

    >>> add_months(date(2019, 8, 31), 6), add_months(date(2016, 2, 29), 12)
    (datetime.date(2020, 2, 29), datetime.date(2017, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))
