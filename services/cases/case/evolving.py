"""What each event makes of a case."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from services.cases.case.state import (
    Agreed,
    Annulled,
    AtLarge,
    Case,
    CaseEvent,
    Existing,
    File,
    Opened,
    OpenedInError,
    Ordered,
    Reported,
    Requested,
    Unopened,
)
from shared.events import type_of
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import (
    CaseEntry,
    CaseKind,
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OpeningAnnulled,
    OpeningRequested,
)
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.programme import AgreementSigned, ReportedIn


def evolve(state: Case, event: CaseEvent) -> Case:
    """The case after an event. Raises TypeError for a history that the rules cannot have made."""
    after: Case | None = None
    match event:
        case OpeningRequested() | OpeningAnnulled() | CaseOpened() | CaseReassigned():
            after = _carried(state, event)
        case ReportedIn() | AgreementSigned():
            after = _stepped(state, event)
        case ContactRecorded() | RiskAssessed() | DrugTestAppointed() | DrugTestRecorded():
            if isinstance(state, Opened):
                after = replace(state, file=_entered(state.file, event))
        case EntryVoided():
            if isinstance(state, Opened):
                after = _without(state, event)
        case _:
            assert_never(event)
    if after is None:
        raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")
    return after


def _carried(
    state: Case, event: OpeningRequested | OpeningAnnulled | CaseOpened | CaseReassigned
) -> Case | None:
    """The case after it was opened, or passed on; None where it cannot be."""
    match event, state:
        case OpeningRequested(), Unopened():
            return Requested(event)
        case OpeningAnnulled(), Requested():
            return Annulled(state.request)
        case CaseOpened(), Unopened() | Requested():
            return _opened(event)
        case CaseReassigned(), AtLarge() | Ordered() | Reported() | Agreed():
            agency, registration_id = event.to_agency, event.registration_id
            file = replace(state.file, agency=agency, registration_id=registration_id)
            return replace(state, file=file)
    return None


def _stepped(state: Case, event: ReportedIn | AgreementSigned) -> Case | None:
    """The case after a step of its programme; None where it cannot be taken."""
    match event, state:
        case ReportedIn(), Ordered():
            return Reported(_with(state.file, event), state.decided_on, event)
        case AgreementSigned(), Reported():
            return Agreed(_with(state.file, event), state.decided_on, state.reported_in, event)
    return None


def _entered(
    file: File, event: ContactRecorded | RiskAssessed | DrugTestAppointed | DrugTestRecorded
) -> File:
    """The file after an entry that every phase takes."""
    file = _with(file, event)
    match event:
        case DrugTestAppointed():
            return replace(file, asked={**file.asked, event.entry_id: event.occurred_on})
        case DrugTestRecorded():
            return _asked_no_more(file, event.appointment_id)
    return file


def _opened(event: CaseOpened) -> Opened:
    file = File(
        event.case_id,
        event.client_id,
        event.kind,
        event.region,
        event.registration_id or event.client_id,
        event.agency,
        event.workstation_id,
        event.occurred_on,
    )
    if file.kind is CaseKind.AT_LARGE or event.occurred_on is None:
        return AtLarge(file)
    return Ordered(file, event.occurred_on)


def _with(file: File, entry: CaseEntry) -> File:
    """The file with one more entry that counts."""
    name = type_of(entry)
    return replace(file, counting={**file.counting, name: file.counting.get(name, 0) + 1})


def _asked_no_more(file: File, appointment_id: UUID | None) -> File:
    """The file without an appointment for a test."""
    if appointment_id not in file.asked:
        return file
    asked = {each: day for each, day in file.asked.items() if each != appointment_id}
    return replace(file, asked=asked)


def _without(state: Opened, event: EntryVoided) -> Existing:
    """The case without an entry: a void step is taken back, and so is a void opening."""
    entry, entry_id = event.voided(), event.entry_id
    file = replace(state.file, voided=state.file.voided | {entry_id})
    if isinstance(entry, CaseOpened):
        return OpenedInError(file)
    name = type_of(entry)
    file = replace(file, counting={**file.counting, name: file.counting.get(name, 0) - 1})
    file = _asked_no_more(file, entry_id)
    match state:
        case Reported() if entry_id == state.reported_in.entry_id:
            return Ordered(file, state.decided_on)
        case Agreed() if entry_id == state.agreement.entry_id:
            return Reported(file, state.decided_on, state.reported_in)
        case _:
            return replace(state, file=file)
