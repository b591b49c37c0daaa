"""The steps of a programme, and what changes it, sentence by sentence."""

from datetime import date, timedelta

import pytest

from services.cases.case import kind_changes, programme
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent, Step
from services.cases.case.evidence import WrongDocument
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.programme import (
    RESUMED_BY,
    SUSPENDED_BY,
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.state import (
    AtLarge,
    Case,
    CaseHasEnded,
    CaseUnknown,
    Existing,
    Ordered,
    Reported,
    Suspended,
    UnderAgreement,
)
from shared.decider import FutureDate, Refused, fold
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import SuspensionReason
from tests.given import given
from tests.services.cases.case.history import (
    agreed,
    an_id,
    ended,
    opened,
    opened_at_large,
    rehabilitation,
    reopened,
    reported_in,
    resumed,
    suspended,
)

SUSPEND = SuspendProgramme(
    an_id(31), date(2019, 6, 3), SuspensionReason.DETAINED, Document.DETENTION_NOTICE
)
RESUME = ResumeProgramme(an_id(32), date(2019, 6, 18), Document.RELEASE_CERTIFICATE)
CHANGE = ChangeKind(an_id(33), date(2020, 1, 15), CaseKind.REHABILITATION, Document.DECISION)
STEPS = (
    ReportIn(an_id(40), date(2023, 1, 1)),
    SignAgreement(an_id(40), date(2023, 1, 1)),
    SuspendProgramme(
        an_id(40), date(2023, 1, 1), SuspensionReason.DETAINED, Document.DETENTION_NOTICE
    ),
    ResumeProgramme(an_id(40), date(2023, 1, 1), Document.RELEASE_CERTIFICATE),
    ChangeKind(an_id(40), date(2023, 1, 1), CaseKind.REHABILITATION, Document.DECISION),
)


STEPS_TAKEN: tuple[Step, ...] = (
    reported_in,
    agreed,
    suspended,
    resumed,
    rehabilitation,
    ended,
    reopened,
)


def past_of(*events: CaseEvent) -> Case:
    """The case after these events."""
    return fold(case, events)


def test_the_client_reports_in() -> None:
    """Reporting in carries the kind and region of the case."""
    given(case, opened).when(ReportIn(an_id(3), date(2019, 1, 15))).then(reported_in)


def test_the_client_reports_in_once() -> None:
    """A second reporting in is refused, also after the agreement."""
    again = ReportIn(an_id(6), date(2019, 1, 20))
    given(case, opened, reported_in).when(again).refused(programme.AlreadyReportedIn)
    given(case, opened, reported_in, agreed).when(again).refused(programme.AlreadyReportedIn)


def test_nobody_reports_in_before_the_decision() -> None:
    """The order of the days is checked."""
    command = ReportIn(an_id(3), date(2019, 1, 9))
    given(case, opened).when(command).refused(programme.ReportedInBeforeDecision)


def test_a_user_at_large_takes_no_step_of_a_programme() -> None:
    """A user at large is in no programme: nothing to report in for, to sign, or to suspend."""
    past = given(case, opened_at_large)
    past.when(ReportIn(an_id(3), date(2019, 1, 15))).refused(programme.NotAProgramme)
    past.when(SignAgreement(an_id(4), date(2019, 1, 16))).refused(programme.NotAProgramme)
    past.when(SUSPEND).refused(programme.NotAProgramme)
    past.when(RESUME).refused(programme.ProgrammeIsNotSuspended)


def test_the_agreement_is_signed_after_reporting_in() -> None:
    """The agreement follows the reporting in, on the same day at the earliest."""
    sign = SignAgreement(an_id(4), date(2019, 1, 16))
    given(case, opened).when(sign).refused(programme.NotReportedIn)
    given(case, opened, reported_in).when(sign).then(agreed)
    early = SignAgreement(an_id(4), date(2019, 1, 14))
    given(case, opened, reported_in).when(early).refused(programme.AgreementBeforeReportingIn)
    given(case, opened, reported_in, agreed).when(sign).refused(programme.AgreementAlreadySigned)


@pytest.mark.parametrize(
    ("past", "phase"),
    [
        ((opened,), Ordered),
        ((opened, reported_in), Reported),
        ((opened, reported_in, agreed), UnderAgreement),
    ],
)
def test_a_programme_is_suspended_and_goes_on_where_it_stood(
    past: tuple[CaseEvent, ...], phase: type
) -> None:
    """Whether the client had reported in, or signed, or neither."""
    given(case, *past).when(SUSPEND).then(suspended)
    assert isinstance(past_of(*past, suspended), Suspended)
    given(case, *past, suspended).when(RESUME).then(resumed)
    assert isinstance(past_of(*past, suspended, resumed), phase)


def test_a_suspended_programme_takes_no_other_step() -> None:
    """It goes on first; it is suspended once, and what is not suspended does not go on."""
    past = given(case, opened, reported_in, agreed, suspended)
    for step in STEPS:
        if not isinstance(step, ResumeProgramme):
            past.when(step).refused(programme.ProgrammeIsSuspended)
    again = given(case, opened, reported_in, agreed, suspended, resumed)
    again.when(STEPS[3]).refused(programme.ProgrammeIsNotSuspended)
    given(case, opened).when(RESUME).refused(programme.ProgrammeIsNotSuspended)


@pytest.mark.parametrize("document", Document)
def test_a_suspension_names_the_document_that_shows_it(document: Document) -> None:
    """A certificate of the hospital shows no arrest; the refusal names the field and what would
    do."""
    for reason in SuspensionReason:
        command = SuspendProgramme(an_id(31), date(2019, 6, 3), reason, document)
        if document in SUSPENDED_BY[reason]:
            assert len(case.decide(command, past_of(opened), date(2024, 1, 1))) == 1
            continue
        with pytest.raises(WrongDocument) as refused:
            case.decide(command, past_of(opened), date(2024, 1, 1))
        assert refused.value.field == "evidence"
        assert all(each in refused.value.text.zh for each in SUSPENDED_BY[reason])
        assert all(each in refused.value.text.en for each in SUSPENDED_BY[reason])
    resume = ResumeProgramme(an_id(32), date(2019, 6, 18), document)
    if document not in RESUMED_BY:
        given(case, opened, suspended).when(resume).refused(WrongDocument)
    change = ChangeKind(an_id(33), date(2020, 1, 15), CaseKind.REHABILITATION, document)
    if document is not Document.DECISION:
        given(case, opened).when(change).refused(WrongDocument)


KINDS_CHANGE = {
    (CaseKind.AT_LARGE, CaseKind.DETOXIFICATION),
    (CaseKind.AT_LARGE, CaseKind.REHABILITATION),
    (CaseKind.DETOXIFICATION, CaseKind.REHABILITATION),
    (CaseKind.DETOXIFICATION, CaseKind.AT_LARGE),
    (CaseKind.REHABILITATION, CaseKind.AT_LARGE),
}


@pytest.mark.parametrize("before", CaseKind)
@pytest.mark.parametrize("after", CaseKind)
def test_a_kind_changes_so_and_not_otherwise(before: CaseKind, after: CaseKind) -> None:
    """At large into a programme and back, and detoxification into rehabilitation; nothing else."""
    opening = opened.model_copy(update={"kind": before})
    is_left = after is CaseKind.AT_LARGE
    document = Document.REVOCATION_DECISION if is_left else Document.DECISION
    command = ChangeKind(an_id(33), date(2020, 1, 15), after, document)
    if (before, after) not in KINDS_CHANGE:
        given(case, opening).when(command).refused(kind_changes.KindCannotChangeSo)
        return
    changed = rehabilitation.model_copy(
        update={"kind": after, "from_kind": before, "evidence": document}
    )
    given(case, opening).when(command).then(changed)
    state = past_of(opening, changed)
    if is_left:
        assert isinstance(state, AtLarge)
        return
    assert isinstance(state, Ordered)
    assert (state.file.kind, state.decided_on) == (after, date(2020, 1, 15))


def test_a_programme_of_another_kind_begins_anew() -> None:
    """The client reports in and signs once more, from the day of the decision on."""
    past = given(case, opened, reported_in, agreed, rehabilitation)
    past.when(SignAgreement(an_id(40), date(2020, 2, 1))).refused(programme.NotReportedIn)
    early = ReportIn(an_id(40), date(2020, 1, 14))
    past.when(early).refused(programme.ReportedInBeforeDecision)
    on_the_day = reported_in.model_copy(
        update={
            "entry_id": an_id(40),
            "kind": CaseKind.REHABILITATION,
            "occurred_on": date(2020, 1, 15),
        }
    )
    past.when(ReportIn(an_id(40), date(2020, 1, 15))).then(on_the_day)


def test_what_happened_before_keeps_its_kind() -> None:
    """An entry carries the kind that the case was of on its day, however late it is made."""
    state = past_of(opened, reported_in, agreed, rehabilitation)
    assert isinstance(state, Existing)
    day = rehabilitation.occurred_on
    assert state.file.kind_on(day - timedelta(days=1)) is CaseKind.DETOXIFICATION
    assert state.file.kind_on(day) is CaseKind.REHABILITATION


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_recorded_in_the_order_of_their_days(step: programme.Command) -> None:
    """On the day of the last step at the earliest, which is refused by name; also in leap years."""
    last = date(2020, 2, 29)
    before: dict[type, tuple[Step, ...]] = {
        ReportIn: (rehabilitation,),
        SignAgreement: (rehabilitation, reported_in),
        SuspendProgramme: (reported_in,),
        ResumeProgramme: (suspended,),
        ChangeKind: (reported_in,),
    }
    *others, latest = before[type(step)]
    late = latest.model_copy(update={"occurred_on": last})
    past = past_of(opened, *others, late)
    on_time = type(step)(**{**vars(step), "occurred_on": last})
    if not (isinstance(step, ChangeKind) and late.kind is CaseKind.REHABILITATION):
        assert len(case.decide(on_time, past, date(2024, 1, 1))) == 1
    early = type(step)(**{**vars(step), "occurred_on": date(2020, 2, 28)})
    with pytest.raises(Refused) as refused:
        case.decide(early, past, date(2024, 1, 1))
    assert refused.value.field == "occurred_on"
    named = (
        programme.BeforeTheLastStep,
        programme.ReportedInBeforeDecision,
        programme.AgreementBeforeReportingIn,
    )
    assert type(refused.value) in named


@pytest.mark.parametrize("step", STEPS)
def test_no_step_is_taken_in_a_case_that_has_ended_or_is_not_there(
    step: programme.Command,
) -> None:
    """Nor on a day that has not come."""
    given(case, opened, reported_in, agreed, ended).when(step).refused(CaseHasEnded)
    given(case).when(step).refused(CaseUnknown)
    given(case, opened).when(step, today=date(2022, 12, 31)).refused(FutureDate)
