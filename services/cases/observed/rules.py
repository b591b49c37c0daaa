"""What is observed begins once, and is over once. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from shared.decider import Decider
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithWorkerAgain,
    StationWithoutPost,
    StationWithPostAgain,
)

Begun: TypeAlias = CaseWithoutWorker | StationWithoutPost
ObservedEvent: TypeAlias = (
    CaseWithoutWorker | CaseWithWorkerAgain | StationWithoutPost | StationWithPostAgain
)


@dataclass(frozen=True)
class NotSo:
    """It is not so, or not so any more."""


@dataclass(frozen=True)
class So:
    """It is so, as the event said that began it."""

    begun: Begun


State: TypeAlias = NotSo | So


@dataclass(frozen=True)
class ObserveBegun:
    """It is so now."""

    event: Begun


@dataclass(frozen=True)
class ObserveOver:
    """It is so no more, from a day on."""

    until: date


Command: TypeAlias = ObserveBegun | ObserveOver


def decide(command: Command, state: State, today: date) -> list[ObservedEvent]:
    """What a look comes to; nothing where it is known already. It ends no earlier than it began."""
    match command, state:
        case ObserveBegun(), NotSo():
            return [command.event]
        case ObserveOver(), So():
            return [_over(state.begun, max(command.until, state.begun.since))]
        case _:
            return []


def _over(begun: Begun, until: date) -> ObservedEvent:
    match begun:
        case CaseWithoutWorker():
            return CaseWithWorkerAgain(**begun.model_dump(), until=until)
        case StationWithoutPost():
            given = begun.model_dump(exclude={"clients", "due_at"})
            return StationWithPostAgain(**given, until=until)
        case _:
            assert_never(begun)


def evolve(state: State, event: ObservedEvent) -> State:
    """What is so after an event."""
    match event:
        case CaseWithoutWorker() | StationWithoutPost():
            return So(event)
        case CaseWithWorkerAgain() | StationWithPostAgain():
            return NotSo()
        case _:
            assert_never(event)


observed: Decider[Command, State, ObservedEvent] = Decider(
    NotSo(),
    (CaseWithoutWorker, CaseWithWorkerAgain, StationWithoutPost, StationWithPostAgain),
    decide,
    evolve,
)
