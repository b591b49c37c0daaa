"""The rules of a test that another agency is asked for, and until when it knows the person."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.cases.access_table import KNOWN_AFTER_DUE, Category, Relation, Right
from services.cases.case.api.showing import may_read
from services.cases.case.decider import case
from services.cases.case.drug_test_refusals import AppointmentUnknown, DueTooLate
from services.cases.case.drug_test_refusals import TestBeforeAppointment as BeforeAppointment
from services.cases.case.drug_tests import AppointDrugTest, TakeSample
from services.cases.case.drug_tests import RecordDrugTest as RecordTest
from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.ledger import EntryBeforeDecision
from services.cases.case.state import Opened
from services.cases.register import rows
from services.cases.relation_rows import BEGUN
from services.cases.relations import Found, Held, access_within
from shared.agencies import AgencyKind
from shared.decider import Refused, fold
from shared.events.cases.clients import PersonalField
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.drug_tests import TestPlace as Where
from shared.identity.claims import Caller
from tests.given import given
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    agreed,
    an_id,
    contact,
    ended,
    opened,
    opened_at_large,
    reported_in,
    suspended,
)

DUE = date(2019, 3, 20)
LAST = date(2019, 4, 19)  # 30 days after
APPOINTED_ON = date(2019, 2, 1)
appointed = DrugTestAppointed(
    **ON_CASE, entry_id=an_id(20), occurred_on=APPOINTED_ON, asked_of="hospital", due_on=DUE
)
appointed_at_large = appointed.model_copy(update={"kind": AT_LARGE["kind"]})


def a_sample(on: date, appointment: UUID) -> TakeSample:
    """A sample of an appointment."""
    return TakeSample(an_id(22), on, DrugTestMethod.URINE, Where.HOSPITAL, By.HOSPITAL, appointment)


def a_test(on: date, appointment: UUID | None = None) -> RecordTest:
    """A test that showed nothing."""
    negative = DrugTestResult.NEGATIVE
    return RecordTest(an_id(21), on, DrugTestMethod.URINE, negative, None, appointment)


def refusal(past: list[CaseEvent], command: RecordTest | TakeSample) -> type[Refused] | None:
    """What a test is refused by, if it is."""
    try:
        case.decide(command, fold(case, past), date(2020, 1, 1))
    except Refused as refused:
        return type(refused)
    return None


def test_a_test_is_not_earlier_than_its_appointment() -> None:
    """On the same day it may be; one that names no appointment is held to the decision."""
    past = (opened, appointed)
    early = a_test(APPOINTED_ON - timedelta(days=1), an_id(20))
    given(case, *past).when(early).refused(BeforeAppointment)
    assert refusal([*past], a_test(APPOINTED_ON, an_id(20))) is None
    assert refusal([*past], a_test(APPOINTED_ON - timedelta(days=1))) is None
    given(case, *past).when(a_test(date(2019, 1, 9))).refused(EntryBeforeDecision)
    given(case, *past).when(a_test(DUE, an_id(99))).refused(AppointmentUnknown)


def test_no_day_tells_the_day_of_the_decision() -> None:
    """Whatever day is tried for the test that was asked for, the decision refuses none."""
    for day in range(1, 60):
        on = date(2019, 1, 1) + timedelta(days=day)
        expected = BeforeAppointment if on < APPOINTED_ON else None
        assert refusal([opened, appointed], a_test(on, an_id(20))) is expected


@pytest.mark.parametrize(
    "past",
    [
        [opened_at_large, appointed_at_large],
        [opened, appointed],
        [opened, reported_in, appointed],
        [opened, reported_in, agreed, appointed],
        [opened, appointed, contact],
        [opened, reported_in, agreed, appointed, suspended],
        [opened, reported_in, agreed, appointed, ended],
    ],
)
def test_no_phase_and_no_other_entry_tells_itself(past: list[CaseEvent]) -> None:
    """What was asked for is decided alike in each; a phase that is new joins them."""
    days = (date(2018, 1, 1), date(2019, 1, 31), APPOINTED_ON, DUE, date(2020, 1, 2))
    for make in (a_test, a_sample):
        told = [refusal(past, make(day, an_id(20))) for day in days]
        alike = [refusal([opened, appointed], make(day, an_id(20))) for day in days]
        assert told == alike
    phases = {type(fold(case, each)) for each in PAST_OF_PHASES}
    assert phases == set(Opened.__args__), "a phase that takes entries is missing here"


PAST_OF_PHASES: list[list[CaseEvent]] = [
    [opened_at_large],
    [opened],
    [opened, reported_in],
    [opened, reported_in, agreed],
    [opened, suspended],
    [opened, ended],
]


@pytest.mark.parametrize(
    ("asked_on", "last"),
    [
        (date(2019, 2, 1), date(2020, 2, 1)),
        (date(2020, 2, 29), date(2021, 2, 28)),
        (date(2019, 2, 28), date(2020, 2, 28)),
    ],
)
def test_a_test_is_due_within_a_year(asked_on: date, last: date) -> None:
    """Of the day it was asked on; the refusal names the field."""
    state, today = fold(case, [opened]), date(2024, 1, 1)
    on_time = AppointDrugTest(an_id(20), asked_on, "hospital", last)
    assert len(case.decide(on_time, state, today)) == 1
    for late in (last + timedelta(days=1), date.max):
        command = AppointDrugTest(an_id(20), asked_on, "hospital", late)
        with pytest.raises(DueTooLate) as refused:
            case.decide(command, state, today)
        assert refused.value.field == "due_on"


def test_the_append_says_until_when_the_person_is_known() -> None:
    """30 days after the test is due; other parts know no such day."""
    past: list[CaseEvent] = [opened, appointed]
    state = case.initial
    begun = []
    for version, event in enumerate(past, 1):
        state = evolve(state, event)
        begun += [row.values for row in rows(state, [event], version) if row.part is BEGUN]
    assert [(values[2], values[5]) for values in begun] == [
        ("responsible", None),
        ("asked_for_test", LAST),
    ]
    assert timedelta(days=30) == KNOWN_AFTER_DUE


@pytest.mark.parametrize(
    ("untils", "today", "knows"),
    [
        ([LAST], DUE, True),
        ([LAST], LAST, True),
        ([LAST], LAST + timedelta(days=1), False),
        ([LAST, LAST + timedelta(days=9)], LAST + timedelta(days=9), True),
        ([LAST, LAST + timedelta(days=9)], LAST + timedelta(days=10), False),
        ([None], DUE, False),
        ([None, LAST], DUE, True),
    ],
)
def test_the_person_is_known_until_a_day(
    untils: list[date | None], today: date, knows: bool
) -> None:
    """The latest of the appointments that wait; none without a day. The test is entered ever."""
    parts = tuple(Held("asked_for_test", an_id(20 + n), day) for n, day in enumerate(untils))
    found = Found("410102001003", "agency", an_id(9), 7, parts)
    hospital = Caller("hospital", ("41",), frozenset(), kind=AgencyKind.HOSPITAL)
    access = access_within(hospital, an_id(1), found, today)
    assert access.may(Category.PERSON, Right.READ) is knows
    assert (PersonalField.ID_NUMBER in access.person_fields) is knows
    assert access.may(Category.TESTS, Right.WRITE)
    assert access.subjects == {part.subject for part in parts}


def test_a_relation_that_grants_nothing_shows_nothing_more() -> None:
    """An agency that became a hospital while it had the case sees the appointment alone."""
    parts = (Held("responsible", an_id(1), None), Held("asked_for_test", an_id(20), LAST))
    found = Found("410102001003", "hospital", an_id(9), 7, parts)
    hospital = Caller("hospital", ("41",), frozenset(), kind=AgencyKind.HOSPITAL)
    access = access_within(hospital, an_id(1), found, DUE)
    assert access.shown(7) is None
    tested = DrugTestRecorded(
        **ON_CASE, entry_id=an_id(21), occurred_on=DUE, result=DrugTestResult.POSITIVE
    )
    assert (may_read(access, appointed), may_read(access, tested)) == (True, False)


def test_who_is_responsible_too_knows_the_person_without_an_end() -> None:
    """What has run out is what the test alone granted."""
    parts = (
        Held("asked_for_test", an_id(20), date(2019, 1, 1)),
        Held("responsible", an_id(1), None),
    )
    found = Found("410102001003", "workstation", an_id(9), 7, parts)
    kind = AgencyKind.STREET_WORKSTATION
    workstation = Caller("workstation", ("41",), frozenset(), kind=kind)
    access = access_within(workstation, an_id(1), found, DUE)
    assert access.may(Category.PERSON, Right.READ)
    assert PersonalField.PHONE in access.person_fields
    assert access.shown(7) == 7


@pytest.mark.parametrize(
    ("kind", "version"),
    [(AgencyKind.HOSPITAL, None), (AgencyKind.LABORATORY, None), (AgencyKind.POLICE, 7)],
)
def test_a_version_is_shown_to_who_sees_what_it_counts(
    kind: AgencyKind, version: int | None
) -> None:
    """Police oversee the case besides."""
    found = Found("410102001003", "x", an_id(9), 7, (Held("asked_for_test", an_id(20), LAST),))
    access = access_within(Caller("a", ("41",), frozenset(), kind=kind), an_id(1), found, DUE)
    assert access.shown(7) == version
    assert (Relation.ASKED_FOR_TEST in access.relations) is True
