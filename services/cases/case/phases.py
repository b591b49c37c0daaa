"""Phases of a case: which one a step leads to, and through which a path of steps led. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.cases.case.events import Step
from services.cases.case.state import (
    AtLarge,
    Ended,
    File,
    Opened,
    Ordered,
    Reported,
    Running,
    Suspended,
    UnderAgreement,
)
from shared.events.cases.case import CaseOpened
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
)


def moved(state: Opened, step: Step) -> Opened | None:
    """The phase that a step leads to, with the file as it was; None where it cannot be taken."""
    match step, state:
        case ReportedIn(), Ordered():
            return Reported(state.file, state.decided_on, step)
        case AgreementSigned(), Reported():
            return UnderAgreement(state.file, state.decided_on, state.reported_in, step)
        case ProgrammeSuspended(), Ordered() | Reported() | UnderAgreement():
            return Suspended(state.file, state)
        case ProgrammeResumed(), Suspended():
            return replace(state.before, file=state.file)
        case KindChanged(kind=CaseKind.AT_LARGE), _ if isinstance(state, Running):
            return AtLarge(replace(state.file, kind=step.kind))
        case KindChanged(), _ if isinstance(state, Running):
            return Ordered(replace(state.file, kind=step.kind), step.occurred_on)
        case CaseEnded(), _ if isinstance(state, Running):
            return Ended(state.file, state, step)
        case CaseReopened(), Ended():
            return replace(state.before, file=state.file)
    return None


def walked(opening: CaseOpened, path: Iterable[Step]) -> Iterator[Opened]:
    """The phases that a path leads through; a step that cannot be taken changes nothing.

    The rules make no such path, but an opening that was annulled by older software has voids of
    the steps in the order in which they were taken.
    """
    state = phase_opened(opening)
    yield state
    for step in path:
        state = moved(state, step) or state
        yield state


def phase_opened(event: CaseOpened) -> Opened:
    """The phase that a case is opened in."""
    file = File(
        event.case_id,
        event.client_id,
        event.kind,
        event.region,
        event.registration_id or event.client_id,
        event,
        event.agency,
        event.workstation_id,
    )
    if file.kind is CaseKind.AT_LARGE or event.occurred_on is None:
        return AtLarge(file)
    return Ordered(file, event.occurred_on)
