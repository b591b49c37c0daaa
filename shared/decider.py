"""Deciders: an aggregate as two pure functions and a first state.

>>> from dataclasses import dataclass
>>> class Counted(Event): pass
>>> class Full(Refused):
...     '''The jar is full.'''
...     zh = "罐子满了。"
>>> def decide(command, state):
...     if state == 2: raise Full
...     return [Counted()]
>>> jar = Decider(initial=0, decide=decide, evolve=lambda state, event: state + 1)
>>> fold(jar, [Counted(), Counted()])
2
>>> jar.decide("count", 2)
Traceback (most recent call last):
    ...
shared.decider.Full: The jar is full.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import ClassVar, Generic, TypeVar

from shared.events import Event

C = TypeVar("C")
S = TypeVar("S")


class Refused(Exception):
    """The command goes against a rule; the docstring of each subclass says which."""

    zh: ClassVar[str] = "该操作不符合规则。"

    @classmethod
    def slug(cls) -> str:
        """The stable name of this refusal: ``AlreadyReportedIn`` is ``already-reported-in``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __str__(self) -> str:
        return (type(self).__doc__ or "").strip()


class Missing(Refused):
    """What the command speaks of does not exist."""

    zh = "所指的内容不存在。"


@dataclass(frozen=True)
class Decider(Generic[C, S]):
    """Pure rules: `decide` turns a command into events or refuses, `evolve` applies an event."""

    initial: S
    decide: Callable[[C, S], list[Event]]
    evolve: Callable[[S, Event], S]


def fold(decider: Decider[C, S], events: Iterable[Event]) -> S:
    """The state that events lead to."""
    return reduce(decider.evolve, events, decider.initial)
