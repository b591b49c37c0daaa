"""The column of a last day, which the service knows as the first day that no longer counts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.ledger import Column
from deploy.ledgers.reasons import Reason
from shared import strict

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LastDay(Column):
    """A cell has the last day; its value is the day after, as the service has it."""

    def shown(self, value: Any) -> str:
        """The day before."""
        return before(value)


def last_day(
    name: str,
    field: str,
    *,
    also: Collection[str] = (),
    fold: Callable[[Any], Any] = values.as_it_is,
) -> Column:
    """A column of last days; the last of all days has none after it, and is refused."""
    return LastDay(name, field, _after, "2000-01-02", fold, also, needed=True)


def before(day: str) -> str:
    """The day before one.

    >>> before("2019-07-01")
    '2019-06-30'
    """
    return (strict.day(day) - _ONE_DAY).isoformat()


def _after(cell: str) -> str:
    last = strict.day(values.day(cell))
    if last == date.max:
        raise values.Unreadable(Reason.BAD_DATE)
    return (last + _ONE_DAY).isoformat()
