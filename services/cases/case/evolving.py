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
    match event:
        case OpeningRequested():
            if isinstance(state, Unopened):
                return Requested(event)
        case OpeningAnnulled():
            if isinstance(state, Requested):
                return Annulled(state.request)
        case CaseOpened():
            if isinstance(state, Unopened | Requested):
                return _opened(event)
        case CaseReassigned():
            if isinstance(state, Opened):
                file = replace(
                    state.file, agency=event.to_agency, registration_id=event.registration_id
                )
                return replace(state, file=file)
        case DrugTestAppointed():
            if isinstance(state, Opened):
                asked = {**state.file.asked, event.entry_id: event.asked_of}
                return replace(state, file=replace(_with(state.file, event), asked=asked))
        case ReportedIn():
            if isinstance(state, Ordered):
                return Reported(_with(state.file, event), state.decided_on, event)
        case AgreementSigned():
            if isinstance(state, Reported):
                file = _with(state.file, event)
                return Agreed(file, state.decided_on, state.reported_in, event)
        case DrugTestRecorded():
            if isinstance(state, Opened):
                file = _asked_no_more(_with(state.file, event), event.appointment_id)
                return replace(state, file=file)
        case ContactRecorded() | RiskAssessed():
            if isinstance(state, Opened):
                return replace(state, file=_with(state.file, event))
        case EntryVoided():
            if isinstance(state, Opened):
                return _without(state, event)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


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
    """The file without an agency that was asked for a test."""
    if appointment_id not in file.asked:
        return file
    asked = {each: agency for each, agency in file.asked.items() if each != appointment_id}
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
