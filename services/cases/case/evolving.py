"""What each event makes of a case."""

from dataclasses import replace
from datetime import date
from typing import assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent, LedgerEntry, Mark, Step
from services.cases.case.phases import moved, phase_opened, walked
from services.cases.case.resting import NAMED, rests_on
from services.cases.case.state import (
    Annulled,
    Case,
    Existing,
    File,
    Opened,
    OpenedInError,
    Requested,
    Unopened,
)
from shared.events import type_of
from shared.events.cases.case import (
    CaseEntry,
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OnStanding,
    OpeningAnnulled,
    OpeningRequested,
    StandingPublished,
)
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestRecorded,
)
from shared.events.cases.earning import OnPoints
from shared.events.cases.team import TeamMemberJoined


def evolve(state: Case, event: CaseEvent) -> Case:
    """The case after an event. Raises TypeError for a history that the rules cannot have made."""
    after: Case | None = None
    match event:
        case _ if isinstance(event, LedgerEntry):
            if isinstance(state, Opened):
                after = replace(state, file=_entered(state.file, event))
        case CaseOpened() | OpeningRequested() | OpeningAnnulled() | CaseReassigned():
            after = _carried(state, event)
        case EntryVoided():
            if isinstance(state, Opened):
                after = _without(state, event)
        case StandingPublished():
            if isinstance(state, Opened):
                after = state
        case _ if isinstance(event, Step):
            if isinstance(state, Opened):
                after = _walked(state, event)
        case _:
            assert_never(event)
    if after is None:
        raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")
    return _as_said(after, event) if isinstance(after, Existing) else after


def _as_said(case: Existing, event: CaseEvent) -> Existing:
    """The case after what an event says that it changes of what it stands at, and of the points."""
    if isinstance(event, OnPoints) and event.points:
        case = replace(case, file=replace(case.file, points=(*case.file.points, *event.points)))
    if isinstance(event, OnStanding) and event.standing is not None:
        kept = [span for span in case.file.spans if span not in event.standing.removed]
        case = replace(case, file=replace(case.file, spans=(*kept, *event.standing.added)))
    return case


def _carried(
    state: Case, event: CaseOpened | OpeningRequested | OpeningAnnulled | CaseReassigned
) -> Case | None:
    """The case after it was asked for, opened or passed on; None where it cannot be."""
    match event, state:
        case OpeningRequested(), Unopened():
            return Requested(event)
        case OpeningAnnulled(), Requested():
            return Annulled(state.request)
        case CaseOpened(), Unopened() | Requested():
            return phase_opened(event)
        case CaseReassigned(), _ if isinstance(state, Opened):
            agency, registration_id = event.to_agency, event.registration_id
            file = _passed_on(state.file, event.given_on or date.min)
            file = replace(file, agency=agency, registration_id=registration_id)
            return replace(state, file=file)
    return None


def _passed_on(file: File, day: date) -> File:
    """The file without the responsible agency's workers, who are in the team no more."""
    own = {
        entry_id: day
        for entry_id, entry in file.named.items()
        if isinstance(entry, TeamMemberJoined)
        and entry.agency
        and not (entry.external or entry_id in file.passed_on)
    }
    return replace(file, passed_on={**file.passed_on, **own})


def _walked(state: Opened, step: Step) -> Opened | None:
    """The case after one more step; None where it cannot be taken."""
    after = moved(state, step)
    if after is None:
        return None
    file = _with(after.file, step)
    return replace(after, file=replace(file, path=(*file.path, step)))


def _entered(file: File, event: LedgerEntry) -> File:
    """The file after an entry that leaves the phase as it is."""
    about_others = rests_on(file, event)
    file = _with(file, event)
    if isinstance(event, Mark):
        file = replace(file, marks=(*file.marks, event))
    if type(event) in NAMED or (isinstance(event, ContactRecorded) and event.crisis):
        file = replace(file, named={**file.named, event.entry_id: event})
    for about in about_others:
        others = file.resting.get(about, frozenset())
        file = replace(file, resting={**file.resting, about: others | {event.entry_id}})
    match event:
        case DrugTestAppointed():
            return replace(file, asked={**file.asked, event.entry_id: event.occurred_on})
        case DrugTestRecorded():
            return _asked_no_more(file, event.appointment_id)
    return file


def _with(file: File, entry: CaseEntry) -> File:
    """The file with one more entry that counts."""
    name = type_of(entry)
    counting = {**file.counting, name: file.counting.get(name, 0) + 1}
    # Each command does this; `replace` would set all fields one by one, ten times as slowly.
    after = object.__new__(File)
    after.__dict__.update(file.__dict__, counting=counting)
    return after


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
    assert isinstance(entry, CaseEntry)
    name = type_of(entry)
    file = replace(
        file,
        counting={**file.counting, name: file.counting.get(name, 0) - 1},
        marks=tuple(mark for mark in file.marks if mark.entry_id != entry_id),
        named={each: named for each, named in file.named.items() if each != entry_id},
    )
    if any(entry_id in others for others in file.resting.values()):
        resting = {each: others - {entry_id} for each, others in file.resting.items()}
        file = replace(file, resting=resting)
    file = _asked_no_more(file, entry_id)
    if not isinstance(entry, Step):
        return replace(state, file=file)
    path = tuple(step for step in file.path if step.entry_id != entry_id)
    *_, stands = walked(file.opening, path)
    return replace(stands, file=replace(file, path=path, kind=stands.file.kind))
