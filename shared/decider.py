"""Deciders: an aggregate as two pure functions, a first state, and the events it is made of.

>>> class Counted(Event): pass
>>> class Full(Refused):
...     '''The jar is full.'''
...     zh = "罐子满了。"
>>> def decide(command, state, today):
...     if state == 2: raise Full
...     return [Counted()]
>>> jar = Decider(0, (Counted,), decide, lambda state, event: state + 1)
>>> fold(jar, [Counted(), Counted()])
2
>>> jar.decide("count", 2, date(2019, 1, 1))
Traceback (most recent call last):
    ...
shared.decider.Full: The jar is full.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import ClassVar, Generic, TypeVar, cast

from shared.events import Event, parse
from shared.regions import UnknownRegion, regions_in_force
from shared.text import Text

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)


class Refused(Exception):
    """The command goes against a rule; the docstring of each subclass says which.

    `field` is the field of the request that the rule is about, where there is one.
    """

    zh: ClassVar[str] = "该操作不符合规则。"
    field: str | None = None

    @classmethod
    def slug(cls) -> str:
        """The stable name of this refusal: ``AlreadyReportedIn`` is ``already-reported-in``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @property
    def text(self) -> Text:
        """Which rule, and the way out."""
        return Text(zh=self.zh, en=str(self))

    def __str__(self) -> str:
        return " ".join((type(self).__doc__ or "").split())


class Missing(Refused):
    """What the command speaks of does not exist."""

    zh = "所指的内容不存在。"


class FutureDate(Refused):
    """This day has not come yet; only what has happened can be recorded."""

    zh = "日期在未来；只能登记已经发生的事项，请核对。"
    field = "occurred_on"


class RegionNotInForce(Refused):
    """This region's code was not in force on that day."""

    zh = "该区划代码在当日未启用。"
    field = "region"

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self._why = why

    def __str__(self) -> str:
        return self._why.en

    @property
    def text(self) -> Text:
        """Whether the code was retired by then or not yet in force, and the way out."""
        return self._why


class ForeignEvent(Exception):
    """A stream holds an event that none of its kind can have; the message names the type."""


@dataclass(frozen=True)
class Decider(Generic[C, S, E]):
    """Pure rules: `decide` turns a command into events or refuses, `evolve` applies an event.

    `events` are the models of the closed union that `evolve` takes. `decide` is given the day
    in China, since no rule reads the clock. Events of the models in `light` change the state
    without making it larger.
    """

    initial: S
    events: tuple[type[E], ...]
    decide: Callable[[C, S, date], list[E]]
    evolve: Callable[[S, E], S]
    light: tuple[type[E], ...] = ()

    def read(self, type_name: str, data: str | bytes) -> E:
        """One event of such a stream, from its JSON text.

        Raises `ForeignEvent`, and what `shared.events.parse` raises.
        """
        event = parse(type_name, data)
        if type(event) not in self.events:  # a model has no subclass that is an event of its own
            raise ForeignEvent(type_name)
        return cast(E, event)


def fold(decider: Decider[C, S, E], events: Iterable[E]) -> S:
    """The state that events lead to."""
    return reduce(decider.evolve, events, decider.initial)


def check_day(day: date, today: date) -> None:
    """Refuse a day that has not come; raises `FutureDate`."""
    if day > today:
        raise FutureDate


def check_region(region: str, day: date | None, today: date) -> None:
    """Refuse a region whose code was not in force on a day; raises `RegionNotInForce`.

    Of a fact without a day (None) it is only known that it has been so until today.

    >>> check_region("330103000000", date(2021, 4, 8), date(2024, 1, 1))
    >>> check_region("330103000000", None, date(2024, 1, 1))
    >>> check_region("330103000000", date(2021, 4, 9), date(2024, 1, 1))
    Traceback (most recent call last):
        ...
    shared.decider.RegionNotInForce: This code was no longer in force on that day; use the code \
that replaced it.
    """
    try:
        regions_in_force().check(region, day or today)
    except UnknownRegion as error:
        if day is None and error.reason == "retired":
            return
        raise RegionNotInForce(error.detail) from None
