"""How much of the term of a programme is served. Pure.

What was served elsewhere counts; the time in which the programme was suspended, or the case closed,
does not (戒毒条例 中止执行).
"""

from datetime import date, timedelta
from typing import assert_never

from services.cases.case.phases import walked
from services.cases.case.state import (
    AtLarge,
    Ended,
    File,
    Ordered,
    Reported,
    Running,
    Suspended,
    UnderAgreement,
)
from shared.events.cases.programme import KindChanged, TimeServedCredited


def months_served(case: Running, until: date) -> int | None:
    """Whole months of the term that are served; None at large, or before the client reported in."""
    match case:
        case Reported() | UnderAgreement():
            since = case.reported_in.occurred_on
        case Suspended():
            before = case.before
            if isinstance(before, Ordered):
                return None
            since = before.reported_in.occurred_on
        case AtLarge() | Ordered():
            return None
        case _:
            assert_never(case)
    not_served = _interrupted(case.file, since, until) - days_credited(case.file, until)
    return max(0, whole_months(since + timedelta(days=not_served), until))


def _interrupted(file: File, since: date, until: date) -> int:
    """The days from the reporting in on in which the programme did not go on."""
    _, *phases = walked(file.opening, file.path)
    days = [step.occurred_on for step in file.path]
    return sum(
        max(0, (end - max(since, start)).days)
        for phase, start, end in zip(phases, days, [*days[1:], until], strict=True)
        if isinstance(phase, Suspended | Ended)
    )


def days_credited(file: File, day: date) -> int:
    """The days that were served elsewhere, of the programme of a day."""
    decisions = [step.occurred_on for step in file.path if isinstance(step, KindChanged)]
    since = max((each for each in decisions if each <= day), default=date.min)
    until = min((each for each in decisions if each > day), default=date.max)
    return sum(
        entry.days
        for entry in file.named.values()
        if isinstance(entry, TimeServedCredited) and since <= entry.occurred_on < until
    )


def whole_months(since: date, until: date) -> int:
    """How many months have gone by; a month without the day is over on its last one.

    >>> whole_months(date(2019, 1, 12), date(2022, 1, 11)), whole_months(
    ...     date(2019, 1, 12), date(2022, 1, 12)
    ... )
    (35, 36)
    >>> whole_months(date(2016, 2, 29), date(2019, 2, 28))
    36
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    is_over = until.day >= since.day or (until + timedelta(days=1)).day == 1
    return months if is_over else months - 1
