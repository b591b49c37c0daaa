"""From a programme to a file at large, and taking that back, sentence by sentence."""

from datetime import date

import pytest

from services.cases.case import kind_changes, leave, ledger
from services.cases.case.assessments import MakeEvaluation, WriteSummary
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.events import CaseEvent
from services.cases.case.evidence import WrongDocument
from services.cases.case.guidance import MakeRegularReport, WarnClient
from services.cases.case.kind_changes import ChangeKind, EntriesNeedTheProgramme
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave
from services.cases.case.maintenance import CreditTimeServed
from services.cases.case.programme import NotAProgramme, ReportIn, SuspendProgramme
from services.cases.case.standing import spans
from services.cases.case.state import AtLarge, Existing, Ordered, Reported, UnderAgreement
from services.cases.case.term import months_served
from shared.decider import fold
from shared.events.cases.assessments import Evaluated, SummaryWritten
from shared.events.cases.case import CaseEntry
from shared.events.cases.evidence import Document
from shared.events.cases.guidance import ReportingMode, WarningReason
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveReason, LeaveReported
from shared.events.cases.programme import KindChanged, ServedWhere, SuspensionReason
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    agreed,
    an_id,
    contact,
    ended,
    opened,
    opened_at_large,
    rehabilitation,
    reopened,
    reported_in,
    suspended,
)

LEFT_ON = date(2020, 6, 1)
FAR = "411300000000"
REVOCATION = Document.REVOCATION_DECISION
LEAVE = ChangeKind(an_id(60), LEFT_ON, CaseKind.AT_LARGE, REVOCATION)
PROGRAMME: tuple[CaseEvent, ...] = (opened, reported_in, agreed)
left = KindChanged(
    **AT_LARGE,
    entry_id=an_id(60),
    occurred_on=LEFT_ON,
    from_kind=CaseKind.DETOXIFICATION,
    evidence=REVOCATION,
)
ordered = KindChanged(
    **ON_CASE,
    entry_id=an_id(61),
    occurred_on=date(2019, 2, 1),
    from_kind=CaseKind.AT_LARGE,
    evidence=Document.DECISION,
)


def void(entry: CaseEntry) -> VoidEntry:
    """The command that takes an entry back."""
    return VoidEntry(stored(entry, entry.entry_id), VoidReason.MISTAKEN)


def after(*events: CaseEvent) -> Existing:
    """The case after these events."""
    state = fold(case, events)
    assert isinstance(state, Existing)
    return state


@pytest.mark.parametrize(
    "past",
    [
        (opened,),
        (opened, reported_in),
        PROGRAMME,
        (*PROGRAMME, suspended),
        (*PROGRAMME, ended, reopened),
    ],
)
def test_a_revoked_programme_leaves_a_file_at_large(past: tuple[CaseEvent, ...]) -> None:
    """In every phase of it, also while it is suspended, or after the case was opened again."""
    state = after(*past)
    day = max(LEFT_ON, state.file.last_step_on or LEFT_ON)
    [changed] = case.decide(ChangeKind(an_id(60), day, CaseKind.AT_LARGE, REVOCATION), state, TODAY)
    assert isinstance(changed, KindChanged)
    assert (changed.kind, changed.from_kind) == (CaseKind.AT_LARGE, CaseKind.DETOXIFICATION)
    at_large = after(*past, changed)
    assert isinstance(at_large, AtLarge)
    assert at_large.file.kind is CaseKind.AT_LARGE
    assert months_served(at_large, TODAY) is None


@pytest.mark.parametrize("document", Document)
def test_only_its_revocation_ends_a_programme_that_goes_on(document: Document) -> None:
    """A completion is an ending of its own: its outcome and its months are recorded with that."""
    command = ChangeKind(an_id(60), LEFT_ON, CaseKind.AT_LARGE, document)
    past = given(case, *PROGRAMME)
    if document is REVOCATION:
        past.when(command).then(left)
    elif document in (Document.COMPLETION_CERTIFICATE, Document.RELEASE_CERTIFICATE):
        past.when(command).refused(kind_changes.ProgrammeGoesOn)
    else:
        past.when(command).refused(WrongDocument)


@pytest.mark.parametrize(
    "document", [Document.COMPLETION_CERTIFICATE, Document.RELEASE_CERTIFICATE, REVOCATION]
)
def test_who_ended_a_programme_stays_on_the_register_in_the_same_file(document: Document) -> None:
    """It is opened again, on the day of its end at the earliest, and becomes one at large."""
    back = reopened.model_copy(update={"occurred_on": ended.occurred_on})
    past = (*PROGRAMME, ended, back)
    command = ChangeKind(an_id(60), ended.occurred_on, CaseKind.AT_LARGE, document)
    [changed] = case.decide(command, after(*past), TODAY)
    state = after(*past, changed)
    assert [(str(each.phase), each.since, each.until) for each in spans(state)][-2:] == [
        ("agreed", date(2019, 1, 16), ended.occurred_on),
        ("at_large", ended.occurred_on, None),
    ]
    twice = ChangeKind(an_id(62), ended.occurred_on, CaseKind.AT_LARGE, document)
    given(case, *past, changed).when(twice).refused(kind_changes.KindCannotChangeSo)


def test_a_user_at_large_has_nothing_of_a_programme_and_may_come_into_one_again() -> None:
    """The new programme is ordered anew; months count from its reporting in."""
    at_large = given(case, *PROGRAMME, left)
    on = date(2020, 7, 1)
    at_large.when(ReportIn(an_id(70), on)).refused(NotAProgramme)
    suspend = SuspendProgramme(an_id(70), on, SuspensionReason.DETAINED, Document.DETENTION_NOTICE)
    at_large.when(suspend).refused(NotAProgramme)
    again = ChangeKind(an_id(70), on, CaseKind.REHABILITATION, Document.DECISION)
    [decided] = case.decide(again, after(*PROGRAMME, left), TODAY)
    state = after(*PROGRAMME, left, decided)
    assert isinstance(state, Ordered)
    assert (state.decided_on, state.file.kind) == (on, CaseKind.REHABILITATION)
    [back] = case.decide(ReportIn(an_id(71), on), state, TODAY)
    running = after(*PROGRAMME, left, decided, back)
    assert isinstance(running, Reported)
    assert months_served(running, date(2021, 7, 1)) == 12


OF_PROGRAMME: list[Command] = [
    WriteSummary(an_id(80), LEFT_ON),
    MakeEvaluation(an_id(80), LEFT_ON, Evaluated.KEPT),
    WarnClient(an_id(80), LEFT_ON, WarningReason.MISSED_TEST),
    MakeRegularReport(an_id(80), LEFT_ON, ReportingMode.REMOTE),
    ReportLeave(an_id(80), LEFT_ON, LEFT_ON, date(2020, 6, 2), FAR, LeaveReason.FAMILY, False),
    CreditTimeServed(an_id(80), LEFT_ON, 10, ServedWhere.DETENTION, Document.DETENTION_NOTICE),
]


@pytest.mark.parametrize("command", OF_PROGRAMME)
def test_entries_of_a_programme_come_to_lie_in_none_at_large(command: Command) -> None:
    """Neither by a change that is entered late, nor by taking back the change into a programme.

    The refusal names them; once they are void, the change is made, and taken back.
    """
    [entry] = case.decide(command, after(*PROGRAMME), TODAY)
    assert isinstance(entry, CaseEntry)
    given(case, *PROGRAMME, left).when(command).refused(ledger.NotInAProgramme)
    for past, change in (
        ((*PROGRAMME, entry), LEAVE),
        ((opened_at_large, ordered, entry), void(ordered)),
    ):
        with pytest.raises(EntriesNeedTheProgramme) as refused:
            case.decide(change, after(*past), TODAY)
        assert "1条" in refused.value.text.zh
        assert ": 1)" in refused.value.text.en
        assert refused.value.field == ("occurred_on" if change is LEAVE else None)
        [gone] = case.decide(void(entry), after(*past), TODAY)
        assert case.decide(change, after(*past, gone), TODAY)


def test_entries_before_the_change_and_those_of_everybody_hinder_nothing() -> None:
    """What lay in the programme stays there; a contact may lie in any file."""
    early = SummaryWritten(**ON_CASE, entry_id=an_id(80), occurred_on=date(2020, 5, 31))
    late = contact.model_copy(update={"occurred_on": date(2020, 8, 1)})
    given(case, *PROGRAMME, early, late).when(LEAVE).then(left)
    state = after(opened_at_large, ordered, late)
    assert case.decide(void(ordered), state, TODAY)


def test_what_was_entered_at_large_by_older_software_hinders_no_correction() -> None:
    """It lay at large before as it will: the change is not what makes it so."""
    old = SummaryWritten(**AT_LARGE, entry_id=an_id(80), occurred_on=date(2019, 1, 5))
    assert case.decide(void(ordered), after(opened_at_large, old, ordered), TODAY)


def test_a_leave_that_lies_ahead_needs_the_programme_on_its_first_day() -> None:
    """One that was reported before the programme was revoked is made void first."""
    ahead = _leave(leaves_on=LEFT_ON, reported_on=date(2020, 5, 20))
    given(case, *PROGRAMME, ahead).when(LEAVE).refused(EntriesNeedTheProgramme)


def test_a_leave_is_over_with_the_programme() -> None:
    """No return or extension is recorded at large, nor in a programme that is decided later."""
    away = _leave(leaves_on=date(2020, 5, 25), reported_on=date(2020, 5, 20))
    again = rehabilitation.model_copy(
        update={"occurred_on": date(2020, 7, 1), "from_kind": CaseKind.AT_LARGE}
    )
    for past in ((*PROGRAMME, away, left), (*PROGRAMME, away, left, again)):
        for day in (LEFT_ON, date(2020, 8, 1)):
            for command in (
                ReturnFromLeave(an_id(81), day, an_id(80)),
                ExtendLeave(an_id(81), day, an_id(80), date(2020, 9, 1), in_writing=True),
            ):
                given(case, *past).when(command).refused(leave.LeaveWasOver)
    last = ReturnFromLeave(an_id(81), date(2020, 5, 31), an_id(80))
    assert case.decide(last, after(*PROGRAMME, away, left), TODAY)


def test_a_change_to_at_large_is_taken_back_to_where_the_programme_stood() -> None:
    """With its kind and its spans, and what was entered at large stays."""
    at_large = contact.model_copy(
        update={"entry_id": an_id(90), "occurred_on": date(2020, 8, 1), "kind": CaseKind.AT_LARGE}
    )
    [gone] = case.decide(void(left), after(*PROGRAMME, left, at_large), TODAY)
    state = after(*PROGRAMME, left, at_large, gone)
    assert isinstance(state, UnderAgreement)
    assert state.file.kind is CaseKind.DETOXIFICATION
    assert spans(state) == spans(after(*PROGRAMME))


def _leave(leaves_on: date, reported_on: date) -> LeaveReported:
    return LeaveReported(
        **ON_CASE,
        entry_id=an_id(80),
        occurred_on=reported_on,
        leaves_on=leaves_on,
        returns_on=date(2020, 6, 20),
        destination=FAR,
        reason=LeaveReason.FAMILY,
        in_writing=True,
    )
