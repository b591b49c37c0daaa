"""What is observed begins once, and is over once; of a void case it is taken back. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never, get_args

from shared.decider import Decider
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithoutWorkerVoided,
    CaseWithWorkerAgain,
    SpanWithoutWorker,
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)

Begun: TypeAlias = CaseWithoutWorker | StationWithoutPost | WorkerOverLimit | StationUnderstaffed
Over: TypeAlias = (
    CaseWithWorkerAgain | StationWithPostAgain | WorkerWithinLimit | StationStaffedAgain
)
ObservedEvent: TypeAlias = Begun | Over | CaseWithoutWorkerVoided
BEGINS: tuple[type[Begun], ...] = get_args(Begun)


@dataclass(frozen=True)
class NotSo:
    """It is not so, or not so any more; `last` is what was over last, `past` all that a case was
    observed of.
    """

    past: tuple[SpanWithoutWorker, ...] = ()
    last: CaseWithWorkerAgain | None = None


@dataclass(frozen=True)
class So:
    """It is so, as the event said that began it; `past` is what a case was observed of before."""

    begun: Begun
    past: tuple[SpanWithoutWorker, ...] = ()


State: TypeAlias = NotSo | So


@dataclass(frozen=True)
class ObserveBegun:
    """It is so now."""

    event: Begun


@dataclass(frozen=True)
class ObserveOver:
    """It is so no more, from a day on."""

    until: date


@dataclass(frozen=True)
class TakeObservedBack:
    """The case is void, and with it all that was observed of it."""


Command: TypeAlias = ObserveBegun | ObserveOver | TakeObservedBack


def decide(command: Command, state: State, today: date) -> list[ObservedEvent]:
    """What a look comes to; nothing where it is known already. It ends no earlier than it began."""
    match command, state:
        case ObserveBegun(), NotSo():
            return [command.event]
        case ObserveOver(), So():
            return [_over(state.begun, max(command.until, state.begun.since))]
        case TakeObservedBack(), So(begun=CaseWithoutWorker() as begun):
            return [_taken_back(begun, (*state.past, _span(begun, None)))]
        case TakeObservedBack(), NotSo(last=CaseWithWorkerAgain() as last):
            return [_taken_back(last, state.past)]
        case _:
            return []


def _over(begun: Begun, until: date) -> Over:
    match begun:
        case CaseWithoutWorker():
            return CaseWithWorkerAgain(**begun.model_dump(), until=until)
        case StationWithoutPost():
            given = begun.model_dump(exclude={"clients", "due_at"})
            return StationWithPostAgain(**given, until=until)
        case WorkerOverLimit():
            given = begun.model_dump(exclude={"cases", "allowed"})
            return WorkerWithinLimit(**given, until=until)
        case StationUnderstaffed():
            given = begun.model_dump(exclude={"workers", "fewest"})
            return StationStaffedAgain(**given, until=until)
        case _:
            assert_never(begun)


def _taken_back(
    event: CaseWithoutWorker | CaseWithWorkerAgain, removed: tuple[SpanWithoutWorker, ...]
) -> CaseWithoutWorkerVoided:
    return CaseWithoutWorkerVoided(
        region=event.region, case_id=event.case_id, client_id=event.client_id, removed=removed
    )


def _span(event: CaseWithoutWorker | CaseWithWorkerAgain, until: date | None) -> SpanWithoutWorker:
    return SpanWithoutWorker(region=event.region, kind=event.kind, since=event.since, until=until)


def evolve(state: State, event: ObservedEvent) -> State:
    """What is so after an event."""
    match event:
        case CaseWithoutWorker() | StationWithoutPost() | WorkerOverLimit() | StationUnderstaffed():
            return So(event, state.past)
        case CaseWithWorkerAgain():
            return NotSo((*state.past, _span(event, event.until)), event)
        case StationWithPostAgain() | WorkerWithinLimit() | StationStaffedAgain():
            return NotSo()
        case CaseWithoutWorkerVoided():  # what begins after that is all there is
            return NotSo()
        case _:
            assert_never(event)


observed: Decider[Command, State, ObservedEvent] = Decider(
    NotSo(), get_args(ObservedEvent), decide, evolve
)
