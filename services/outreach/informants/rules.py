"""The rules of informants: how many a community has from a day on. Pure.

Numbers come in any order of their days. An event says what stood for its days until now, and until
which day it stands, so that the number of any day is a sum of what events changed.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never, get_args

from shared.decider import Decider, Refused, check_day, check_region
from shared.events.outreach.informants import InformantsCounted, InformantsCountVoided
from shared.regions import level


@dataclass(frozen=True)
class Counts:
    """The numbers of one community by their days, in order."""

    region: str = ""
    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()

    def on(self, day: date) -> int:
        """The number that stands for a day: the last one counted until then, 0 before the first."""
        place = bisect_right(self.days, day)
        return self.numbers[place - 1] if place else 0

    def before(self, day: date) -> int:
        """The number that stood for the day before."""
        place = bisect_left(self.days, day)
        return self.numbers[place - 1] if place else 0

    def after(self, day: date) -> date | None:
        """The next later day on which there is a number."""
        place = bisect_right(self.days, day)
        return self.days[place] if place < len(self.days) else None


InformantsEvent: TypeAlias = InformantsCounted | InformantsCountVoided


@dataclass(frozen=True)
class CountInformants:
    """Record how many informants a community has from a day on."""

    region: str
    occurred_on: date
    number: int


@dataclass(frozen=True)
class VoidCount:
    """Nothing was counted on this day."""

    occurred_on: date


Command: TypeAlias = CountInformants | VoidCount


class CountUnknown(Refused):
    """No number of informants is recorded for this community on that day; check the day."""

    zh = "该社区在当日没有信息员统计，请核对日期。"
    field = "occurred_on"


class CountIsTheSame(Refused):
    """This number is recorded for that day already."""

    zh = "该日期已登记相同的信息员人数。"
    field = "number"


class NotACommunity(Refused):
    """Informants are counted by community: give a community's code."""

    zh = "信息员人数按社区统计，请填写社区（村）的区划代码。"
    field = "region"


def decide(command: Command, state: Counts, today: date) -> list[InformantsEvent]:
    """What a command comes to; raises a `Refused` by name."""
    day = command.occurred_on
    match command:
        case CountInformants():
            if level(command.region) != "community":
                raise NotACommunity
            check_day(day, today)
            check_region(command.region, day, today)
            if day in state.days and state.on(day) == command.number:
                raise CountIsTheSame
            return [
                InformantsCounted(
                    region=command.region,
                    occurred_on=day,
                    number=command.number,
                    before=state.on(day),
                    until=state.after(day),
                )
            ]
        case VoidCount():
            if day not in state.days:
                raise CountUnknown
            return [
                InformantsCountVoided(
                    region=state.region,
                    occurred_on=day,
                    number=state.before(day),
                    before=state.on(day),
                    until=state.after(day),
                )
            ]
        case _:
            assert_never(command)


def evolve(state: Counts, event: InformantsEvent) -> Counts:
    """The numbers after an event. Raises TypeError for a history that cannot have been."""
    numbers = dict(zip(state.days, state.numbers, strict=True))
    if state.on(event.occurred_on) != event.before or state.after(event.occurred_on) != event.until:
        raise TypeError(f"{type(event).__name__} does not say what stood before it")
    match event:
        case InformantsCounted():
            numbers[event.occurred_on] = event.number
        case InformantsCountVoided():
            if numbers.pop(event.occurred_on, None) is None:
                raise TypeError("no number is there to be void")
        case _:
            assert_never(event)
    days = sorted(numbers)
    return Counts(event.region, tuple(days), tuple(numbers[day] for day in days))


informants: Decider[Command, Counts, InformantsEvent] = Decider(
    Counts(), get_args(InformantsEvent), decide, evolve
)
