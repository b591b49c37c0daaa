"""What a case stands at over time: what is published equals what follows from its entries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.assessments import AssessRisk
from services.cases.case.contacts import RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.endings import EndCase, ReopenCase
from services.cases.case.events import CaseEvent
from services.cases.case.facts import CorrectPersonFacts
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.maintenance import EndMaintenance, StartMaintenance
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.standing import spans, unpublished_standing
from services.cases.case.state import Case, Existing
from shared.decider import Refused, fold
from shared.events import Voidable, type_of
from shared.events.cases.case import CaseOpened, OnStanding, StandingPublished
from shared.events.cases.contacts import ContactMode
from shared.events.cases.endings import Ending, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import PersonFacts, Sex
from shared.events.cases.programme import MaintenanceEnd, MaintenanceStarted, SuspensionReason
from shared.events.cases.standing import Span, StandingPhase
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.services.cases.case.history import (
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
)

TODAY = date(2024, 3, 1)
FIRST = date(2019, 1, 10)


def test_a_programme_stands_at_each_phase_until_the_next() -> None:
    """Half-open: the day of a step is the first of the new phase."""
    state = _past(opened, reported_in, agreed)
    assert [(s.phase, s.since, s.until) for s in spans(state)] == [
        (StandingPhase.ORDERED, date(2019, 1, 10), date(2019, 1, 15)),
        (StandingPhase.REPORTED, date(2019, 1, 15), date(2019, 1, 16)),
        (StandingPhase.AGREED, date(2019, 1, 16), None),
    ]


def test_steps_on_one_day_leave_no_empty_span() -> None:
    """The last of them is what the case stands at from that day on."""
    same = agreed.model_copy(update={"occurred_on": reported_in.occurred_on})
    found = spans(_past(opened, reported_in, same))
    assert [span.phase for span in found] == [StandingPhase.ORDERED, StandingPhase.AGREED]


def test_a_case_without_a_day_has_always_been_open() -> None:
    """It has no first day; its ending is one like any other."""
    state = _past(opened_at_large)
    end = EndCase(an_id(9), date(2020, 2, 29), Ending.TAKEN_OFF_REGISTER, Document.REMOVAL_APPROVAL)
    after = _decided(state, end)[0]
    assert [(s.since, s.until) for s in spans(after)] == [(None, date(2020, 2, 29))]


def test_a_late_assessment_changes_the_past() -> None:
    """The spans of before are taken back, and those that are so now are added."""
    state, _ = _said(_past(opened))
    state, _ = _decided(state, AssessRisk(an_id(20), date(2019, 6, 1), "low"))
    state, events = _decided(state, AssessRisk(an_id(21), date(2019, 3, 1), "high"))
    (event,) = events
    assert isinstance(event, OnStanding)
    assert event.standing is not None
    assert [(s.level, s.since, s.until) for s in event.standing.removed] == [
        ("", date(2019, 1, 10), date(2019, 6, 1))
    ]
    assert [(s.level, s.since, s.until) for s in event.standing.added] == [
        ("", date(2019, 1, 10), date(2019, 3, 1)),
        ("high", date(2019, 3, 1), date(2019, 6, 1)),
    ]


def test_what_was_never_published_is_published_once() -> None:
    """Of a case whose entries were written by software that did not say it."""
    state = _past(opened, reported_in)
    state, events = _said(state)
    assert [type(event) for event in events] == [StandingPublished]
    assert _said(state)[1] == []


DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
EVIDENCE = {
    Ending.COMPLETED: Document.COMPLETION_CERTIFICATE,
    Ending.COMPULSORY_ISOLATION: Document.ISOLATION_DECISION,
    Ending.DIED: Document.DEATH_CERTIFICATE,
}


def changed_by(kind: CaseKind) -> Document:
    """The document by which a case can become one of a kind."""
    return Document.REVOCATION_DECISION if kind is CaseKind.AT_LARGE else Document.DECISION


COMMANDS = st.one_of(
    st.builds(ReportIn, st.uuids(), DAYS),
    st.builds(SignAgreement, st.uuids(), DAYS),
    st.builds(
        SuspendProgramme,
        st.uuids(),
        DAYS,
        st.just(SuspensionReason.DETAINED),
        st.just(Document.DETENTION_NOTICE),
    ),
    st.builds(ResumeProgramme, st.uuids(), DAYS, st.just(Document.RELEASE_CERTIFICATE)),
    st.sampled_from(CaseKind).flatmap(
        lambda kind: st.builds(
            ChangeKind, st.uuids(), DAYS, st.just(kind), st.just(changed_by(kind))
        )
    ),
    st.sampled_from([*EVIDENCE]).flatmap(
        lambda e: st.builds(EndCase, st.uuids(), DAYS, st.just(e), st.just(EVIDENCE[e]))
    ),
    st.builds(ReopenCase, st.uuids(), DAYS, st.sampled_from(ReopeningReason)),
    st.builds(AssessRisk, st.uuids(), DAYS, st.sampled_from(["high", "medium", "low"])),
    st.builds(RecordContact, st.uuids(), DAYS, st.just(ContactMode.PHONE)),
    st.builds(StartMaintenance, st.uuids(), DAYS, st.just(Document.CLINIC_RECORD)),
    st.builds(EndMaintenance, st.uuids(), DAYS, st.uuids(), st.just(MaintenanceEnd.LEFT)),
    st.builds(
        CorrectPersonFacts, st.uuids(), DAYS, st.builds(PersonFacts, sex=st.sampled_from(Sex))
    ),
    st.integers(0, 30),  # void the entry of this number, if there is one
)


@settings(max_examples=300, deadline=None)
@for_all(st.sampled_from([opened, opened_at_large]), st.lists(COMMANDS, max_size=25))
def test_spans_kept_equal_spans_recomputed(
    opening: CaseOpened, commands: list[Command | int]
) -> None:
    """After any order of late entries and voids; they never overlap, and are never empty."""
    state, entries = _said(_past(opening))[0], [stored(opening, an_id(99))]
    for wanted in commands:
        assert isinstance(state, Existing)
        command: Command
        match wanted:
            case int():
                command = VoidEntry(entries[wanted % len(entries)], VoidReason.MISTAKEN)
            case EndMaintenance():  # of the last treatment that began, if there is one
                starts = [m for m in state.file.marks if isinstance(m, MaintenanceStarted)]
                command = replace(wanted, started_id=starts[-1].entry_id) if starts else wanted
            case _:
                command = wanted
        try:
            state, events = _decided(state, command)
        except Refused:
            continue
        entries += [
            stored(event)
            for event in events
            if hasattr(event, "entry_id") and isinstance(event, Voidable)
        ]
        assert isinstance(state, Existing)
        assert sorted(state.file.spans, key=_start) == list(spans(state))
        _check_shape(spans(state))


def _check_shape(found: Sequence[Span]) -> None:
    for span in found:
        assert span.until is None or span.since is None or span.since < span.until
    for one, other in pairwise(found):
        assert one.until is not None
        assert other.since is not None
        assert one.until <= other.since


def _start(span: Span) -> date:
    return span.since or date.min


def _past(*events: CaseEvent) -> Case:
    return fold(case, events)


def _decided(state: Case, command: Command) -> tuple[Case, list[CaseEvent]]:
    """The state after a command, and its events."""
    return _after(state, case.decide(command, state, TODAY))


def _said(state: Case) -> tuple[Case, list[CaseEvent]]:
    """The state after all is published, and the event that does it."""
    return _after(state, unpublished_standing(state))


def _after(state: Case, events: list[CaseEvent]) -> tuple[Case, list[CaseEvent]]:
    """The state after events as they are read again."""
    for event in events:
        state = case.evolve(state, case.read(type_of(event), event.model_dump_json()))
    return state, events
