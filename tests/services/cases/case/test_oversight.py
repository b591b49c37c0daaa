"""What overseers decide on openings, sentence by sentence."""

from datetime import date

import pytest

from services.cases.case import oversight
from services.cases.case.decider import case
from services.cases.case.drug_test_refusals import AppointmentUnknown, DueBeforeAppointment
from services.cases.case.drug_tests import AppointDrugTest
from services.cases.case.drug_tests import RecordDrugTest as RecordTest
from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.opening import OpenCase
from services.cases.case.oversight import (
    AnnulOpening,
    ConfirmOpening,
    ReassignCase,
    WithdrawOpening,
)
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import (
    Annulled,
    CaseNotConfirmed,
    Opened,
    OpeningWasAnnulled,
    Phase,
    phase,
)
from services.cases.register import rows
from services.cases.relation_rows import BEGUN, ENDED
from shared.decider import Refused, fold
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OpeningAnnulled,
    ReassignmentReason,
)
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
)
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    contact,
    opened,
    reported_in,
    requested,
)

MISTAKEN = VoidReason.MISTAKEN
confirm = ConfirmOpening(an_id(2), "police", an_id(3), an_id(4))
annulled = OpeningAnnulled(case_id=an_id(1), annulled_by="police", reason=MISTAKEN)
confirmed = CaseOpened(
    **ON_CASE,
    occurred_on=date(2019, 1, 10),
    registration_id=an_id(9),
    agency="provider",
    confirmed_by="police",
)
reassigned = CaseReassigned(
    case_id=an_id(1),
    registration_id=an_id(11),
    from_agency="agency",
    to_agency="workstation",
    reassigned_by="police",
    reason=ReassignmentReason.MOVED,
)
appointed = DrugTestAppointed(
    **ON_CASE,
    entry_id=an_id(20),
    occurred_on=date(2019, 2, 1),
    asked_of="laboratory",
    due_on=date(2019, 2, 9),
)
tested = DrugTestRecorded(
    **ON_CASE,
    entry_id=an_id(21),
    occurred_on=date(2019, 2, 8),
    result=DrugTestResult.NEGATIVE,
    appointment_id=an_id(20),
)


def test_what_nobody_stands_behind_is_requested() -> None:
    """It says which registration is meant, and not which person."""
    command = OpenCase(
        an_id(1),
        an_id(2),
        an_id(9),
        "provider",
        "",
        CaseKind.DETOXIFICATION,
        "410102001003",
        None,
        date(2019, 1, 10),
        ReportIn(an_id(3), date(2019, 1, 15)),
        SignAgreement(an_id(4), date(2019, 1, 16)),
    )
    given(case).when(command).then(requested)


def test_a_confirmed_opening_is_a_case_with_its_first_steps() -> None:
    """As if it had been opened so, by the authority of who confirms it."""
    steps = [
        ReportedIn(**ON_CASE, entry_id=an_id(3), occurred_on=date(2019, 1, 15)),
        AgreementSigned(**ON_CASE, entry_id=an_id(4), occurred_on=date(2019, 1, 16)),
    ]
    given(case, requested).when(confirm).then(confirmed, *steps)


def test_an_opening_is_confirmed_once() -> None:
    """What stands needs no confirmation, what is annulled takes none."""
    given(case, opened).when(confirm).refused(oversight.AlreadyConfirmed)
    given(case, requested, annulled).when(confirm).refused(OpeningWasAnnulled)


@pytest.mark.parametrize(
    ("past", "reason"),
    [((requested,), CaseNotConfirmed), ((requested, annulled), OpeningWasAnnulled)],
)
def test_what_is_not_confirmed_takes_no_entries(past: tuple, reason: type[Refused]) -> None:  # type: ignore[type-arg]
    """Nor steps of a programme."""
    given(case, *past).when(ReportIn(an_id(3), date(2019, 1, 15))).refused(reason)


def test_a_request_is_annulled_or_withdrawn() -> None:
    """By an overseer, or by the agency itself while it waits."""
    given(case, requested).when(AnnulOpening("police", MISTAKEN)).then(annulled)
    own = annulled.model_copy(update={"annulled_by": "provider"})
    given(case, requested).when(WithdrawOpening("provider", MISTAKEN)).then(own)
    withdraw = WithdrawOpening("agency", MISTAKEN)
    given(case, opened).when(withdraw).refused(oversight.AlreadyConfirmed)
    past: list[CaseEvent] = [requested, annulled]
    state = fold(case, past)
    assert isinstance(state, Annulled)
    assert phase(state) is Phase.ANNULLED


def test_an_annulled_case_has_nothing_that_counts() -> None:
    """Every entry is made void, the last one first and the opening last."""
    entries = (stored(opened, an_id(8)), stored(reported_in), stored(agreed), stored(contact))
    past: list[CaseEvent] = [opened, reported_in, agreed, contact]
    state = fold(case, past)
    events = case.decide(AnnulOpening("police", MISTAKEN, entries), state, date(2024, 1, 1))
    voids = [event for event in events if isinstance(event, EntryVoided)]
    assert [event.entry_id for event in voids] == [an_id(5), an_id(4), an_id(3), an_id(8)]
    for event in events:
        state = evolve(state, event)
    assert not isinstance(state, Opened)


def test_a_case_is_given_to_another_agency() -> None:
    """Which is not the one that has it."""
    command = ReassignCase(an_id(11), "agency", "workstation", "police", ReassignmentReason.MOVED)
    given(case, opened).when(command).then(reassigned.model_copy(update={"given_on": TODAY}))
    again = ReassignCase(an_id(9), "agency", "agency", "police", ReassignmentReason.MOVED)
    given(case, opened).when(again).refused(oversight.AlreadyResponsible)
    given(case, requested).when(command).refused(CaseNotConfirmed)


def test_an_overseer_gives_no_case_to_itself() -> None:
    """It would learn who the person is."""
    command = ReassignCase(an_id(11), "agency", "police", "police", ReassignmentReason.MOVED)
    given(case, opened).when(command).refused(oversight.OverseerCannotTakeIt)


def test_an_agency_is_asked_for_a_test() -> None:
    """By a day that is not before it was asked."""
    command = AppointDrugTest(an_id(20), date(2019, 2, 1), "laboratory", date(2019, 2, 9))
    given(case, opened).when(command).then(appointed)
    late = AppointDrugTest(an_id(20), date(2019, 2, 1), "laboratory", date(2019, 1, 31))
    given(case, opened).when(late).refused(DueBeforeAppointment)


def test_a_test_answers_its_appointment_once() -> None:
    """After it there is nothing that waits."""
    command = RecordTest(
        an_id(21),
        date(2019, 2, 8),
        DrugTestMethod.URINE,
        DrugTestResult.NEGATIVE,
        None,
        an_id(20),
    )
    given(case, opened, appointed).when(command).then(tested)
    given(case, opened, appointed, tested).when(command).refused(AppointmentUnknown)


def test_relations_begin_and_end_in_the_append_of_their_events() -> None:
    """At the version of the event that begins or ends them."""
    past: list[CaseEvent] = [opened, appointed, tested, reassigned]
    of_case = rows(fold(case, past), past, 4)
    begun = [(row.values[1], row.values[2], row.values[4]) for row in of_case if row.part is BEGUN]
    assert begun == [
        ("agency", "responsible", 1),
        ("laboratory", "asked_for_test", 2),
        ("workstation", "responsible", 4),
    ]
    ended = [(row.values[1], row.values[2], row.values[3]) for row in of_case if row.part is ENDED]
    assert ended == [("asked_for_test", an_id(20), 3), ("responsible", an_id(1), 4)]


def test_a_confirmed_request_begins_no_second_relation() -> None:
    """The agency is responsible for its request from the beginning."""
    past: list[CaseEvent] = [requested, confirmed]
    assert BEGUN not in {row.part for row in rows(fold(case, past), [confirmed], 2)}
