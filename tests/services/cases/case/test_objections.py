"""The rules of objections and re-checks, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases.case import objections
from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.decider import case
from services.cases.case.objections import DisputeDrugTest, RecheckDrugTest
from shared.decider import FutureDate, Refused
from shared.events.cases.case import EntryVoided
from shared.events.cases.drug_tests import (
    DrugTestDisputed,
    DrugTestMethod,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.drug_tests import TestReason as Why
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import Substance
from shared.events.cases.programme import KindChanged
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, contact, opened

NEGATIVE, POSITIVE, NOT_DONE = DrugTestResult
TESTED_ON, TOLD_ON = date(2019, 3, 1), date(2019, 3, 4)
positive = DrugTestRecorded(
    **ON_CASE,
    entry_id=an_id(40),
    occurred_on=TESTED_ON,
    result=POSITIVE,
    method=DrugTestMethod.HAIR,
    substances=(Substance.HEROIN,),
    tested_by=By.POLICE,
    reason=Why.RANDOM,
)
negative = positive.model_copy(update={"result": NEGATIVE, "substances": ()})
disputed = DrugTestDisputed(
    **ON_CASE,
    entry_id=an_id(50),
    occurred_on=date(2019, 3, 6),
    test_id=an_id(40),
    told_on=TOLD_ON,
)
rechecked = DrugTestRechecked(
    **ON_CASE,
    entry_id=an_id(60),
    occurred_on=date(2019, 3, 12),
    test_id=an_id(40),
    tested_on=TESTED_ON,
    method=DrugTestMethod.HAIR,
    before=POSITIVE,
    substances_before=(Substance.HEROIN,),
    result=NEGATIVE,
    substances=(),
    tested_by=By.LABORATORY,
    tested_by_before=By.POLICE,
    reason=Why.RANDOM,
)
dispute = DisputeDrugTest(an_id(50), date(2019, 3, 6), an_id(40), TOLD_ON)
recheck = RecheckDrugTest(an_id(60), date(2019, 3, 12), an_id(40), NEGATIVE, (), By.LABORATORY)


def voided(entry: DrugTestDisputed | DrugTestRechecked | DrugTestRecorded) -> EntryVoided:
    """The void of an entry."""
    was = stored(entry)
    return EntryVoided(
        case_id=an_id(1),
        entry_id=entry.entry_id,
        entry_type=was.type,
        entry=was.fields,
        reason=VoidReason.MISTAKEN,
    )


def test_a_client_objects_to_a_result() -> None:
    """To a negative one as well: it may have been given to the wrong person."""
    given(case, opened, positive).when(dispute).then(disputed)
    given(case, opened, negative).when(dispute).then(disputed)


@pytest.mark.parametrize("days", range(4))
def test_the_window_is_three_days_from_being_told(days: int) -> None:
    """The day of being told is not counted."""
    on = TOLD_ON + timedelta(days=days)
    given(case, opened, positive).when(replace(dispute, occurred_on=on)).then(
        disputed.model_copy(update={"occurred_on": on})
    )


NOT_ON_TIME = TOLD_ON + timedelta(days=4)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (replace(dispute, occurred_on=NOT_ON_TIME), objections.ObjectionTooLate),
        (
            replace(dispute, occurred_on=TOLD_ON - timedelta(days=1)),
            objections.ObjectionBeforeTold,
        ),
        (
            replace(dispute, told_on=date(2019, 2, 28), occurred_on=date(2019, 3, 1)),
            objections.ToldBeforeTest,
        ),
        (replace(dispute, test_id=an_id(99)), objections.DrugTestUnknown),
        (replace(dispute, test_id=contact.entry_id), objections.DrugTestUnknown),
        (
            replace(dispute, told_on=date(2025, 1, 1), occurred_on=date(2025, 1, 2)),
            FutureDate,
        ),
        (
            replace(dispute, told_on=date(2019, 1, 8), occurred_on=date(2019, 1, 9)),
            objections.ToldBeforeTest,
        ),
    ],
)
def test_an_objection_fits_its_test(command: DisputeDrugTest, reason: type[Refused]) -> None:
    """It is of a test of the case that was told of, and made in time."""
    given(case, opened, contact, positive).when(command).refused(reason)


def test_there_is_one_objection_to_a_test() -> None:
    """One that was a mistake is made void first."""
    again = replace(dispute, entry_id=an_id(51))
    given(case, opened, positive, disputed).when(again).refused(objections.AlreadyDisputed)
    given(case, opened, positive, disputed, voided(disputed)).when(again).then(
        disputed.model_copy(update={"entry_id": an_id(51)})
    )


def test_a_test_that_was_not_done_has_no_result_to_object_to() -> None:
    """Nor one to check again; a void test is not there."""
    missed = DrugTestRecorded(
        **ON_CASE,
        entry_id=an_id(40),
        occurred_on=TESTED_ON,
        result=NOT_DONE,
        not_done_reason=NotDoneReason.REFUSED,
    )
    for command in (dispute, recheck):
        given(case, opened, missed).when(command).refused(objections.TestWasNotDone)
        given(case, opened, positive, voided(positive)).when(command).refused(
            objections.DrugTestUnknown
        )


def test_a_positive_test_is_checked_again_elsewhere() -> None:
    """Whether or not the client objected; what the test said before is carried."""
    given(case, opened, positive).when(recheck).then(rechecked)
    given(case, opened, positive, disputed).when(recheck).then(rechecked)


def test_a_recheck_may_find_what_the_first_test_did_not() -> None:
    """Of a negative test only where there was an objection."""
    found = replace(recheck, result=POSITIVE, substances=(Substance.KETAMINE,))
    after = {"result": POSITIVE, "substances": (Substance.KETAMINE,)}
    was = {"before": NEGATIVE, "substances_before": ()}
    given(case, opened, negative).when(found).refused(objections.NothingToRecheck)
    given(case, opened, negative, disputed, voided(disputed)).when(found).refused(
        objections.NothingToRecheck
    )
    given(case, opened, negative, disputed).when(found).then(
        rechecked.model_copy(update={**was, **after})
    )
    given(case, opened, positive).when(found).then(rechecked.model_copy(update=after))


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (replace(recheck, tested_by=By.POLICE), objections.SameTester),
        (replace(recheck, occurred_on=date(2019, 2, 28)), objections.RecheckBeforeTest),
        (replace(recheck, result=NOT_DONE), objections.RecheckNotDone),
        (
            replace(recheck, substances=(Substance.HEROIN,)),
            objections.RecheckSubstancesNotWanted,
        ),
        (replace(recheck, test_id=an_id(99)), objections.DrugTestUnknown),
        (replace(recheck, test_id=an_id(50)), objections.DrugTestUnknown),
    ],
)
def test_a_recheck_fits_its_test(command: RecheckDrugTest, reason: type[Refused]) -> None:
    """It is made elsewhere, later, and has a result."""
    given(case, opened, positive, disputed).when(command).refused(reason)


def test_any_tester_is_another_one_where_the_first_is_not_known() -> None:
    """As in tests that were recorded before events said it."""
    unknown = positive.model_copy(update={"tested_by": None})
    given(case, opened, unknown).when(replace(recheck, tested_by=By.POLICE)).then(
        rechecked.model_copy(update={"tested_by": By.POLICE, "tested_by_before": None})
    )


def test_a_laboratory_checks_the_test_of_another_laboratory() -> None:
    """The law wants another institution, and there are several laboratories."""
    first = positive.model_copy(update={"tested_by": By.LABORATORY})
    given(case, opened, first).when(recheck).then(
        rechecked.model_copy(update={"tested_by_before": By.LABORATORY})
    )


def test_a_test_is_checked_again_once() -> None:
    """A re-check that was a mistake is made void, and another one takes its place."""
    again = replace(recheck, entry_id=an_id(61))
    given(case, opened, positive, rechecked).when(again).refused(objections.AlreadyRechecked)
    given(case, opened, positive, rechecked, voided(rechecked)).when(again).then(
        rechecked.model_copy(update={"entry_id": an_id(61)})
    )


@pytest.mark.parametrize("about", [disputed, rechecked])
def test_a_test_stays_while_an_entry_is_about_it(
    about: DrugTestDisputed | DrugTestRechecked,
) -> None:
    """Made void it would leave figures that were corrected by a test that is none."""
    void = VoidEntry(stored(positive), VoidReason.MISTAKEN)
    given(case, opened, positive, about).when(void).refused(OthersRestOnIt)
    given(case, opened, positive, about, voided(about)).when(void).then(voided(positive))


def test_a_recheck_is_counted_with_the_kind_of_case_that_the_test_was() -> None:
    """Its figures are corrected where they stand, though the case has become another since."""
    changed = KindChanged(
        **{**ON_CASE, "kind": CaseKind.REHABILITATION},
        entry_id=an_id(70),
        occurred_on=date(2019, 3, 10),
        from_kind=CaseKind.DETOXIFICATION,
        evidence=Document.DECISION,
    )
    given(case, opened, positive, changed).when(recheck).then(rechecked)
