"""How soon entries are recorded; by delay it is asked of a read model, in test_delays.py."""

from datetime import date
from uuid import UUID

from shared.events.cases.drug_tests import DrugTestRechecked
from shared.events.cases.guidance import RegularReportMade
from shared.events.cases.programme import AgreementSigned, ProgrammeSuspended, ReportedIn
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, File, Ledger

DAY = date(2019, 3, 4)
LATER = date(2019, 3, 5)


def began() -> tuple[Ledger, File]:
    """A ledger with a case in a programme."""
    ledger = Ledger()
    return ledger, ledger.case(DETOX)


def test_contacts_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger, file = began()
    file.contact(DAY)
    ledger.void(file.contact(DAY))
    file.assessment(DAY)
    assert numerator("contacts_recorded", ledger) == 2
    assert numerator("contacts", ledger) == 1


def test_risk_assessments_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger, file = began()
    ledger.void(file.assessment(DAY))
    file.assessment(DAY)
    file.contact(DAY)
    assert numerator("risk_assessments_recorded", ledger) == 2


def test_tests_recorded() -> None:
    """Those not done as well; a re-check, and one made void, write down no test."""
    ledger, file = began()
    test = file.test(DAY, "positive")
    ledger.void(_recheck(file, test))
    _recheck(file, test)
    file.test(DAY, "not_done", "evaded")
    ledger.void(file.test(DAY))
    assert numerator("tests_recorded", ledger) == 3


def _recheck(file: File, test_id: UUID) -> UUID:
    """A re-check that overturns a positive result."""
    return file.entry(
        DrugTestRechecked,
        LATER,
        test_id=test_id,
        tested_on=DAY,
        method="urine",
        before="positive",
        result="negative",
        substances=(),
        substances_before=(),
        tested_by="hospital",
    )


def test_reporting_in_recorded() -> None:
    """As it was recorded: a void one was, too."""
    ledger, file = began()
    ledger.void(file.entry(ReportedIn, DAY))
    file.entry(ReportedIn, LATER)
    file.agreement(LATER)
    assert numerator("reporting_in_recorded", ledger) == 2


def test_agreements_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger, file = began()
    file.report_in(DAY)
    ledger.void(file.entry(AgreementSigned, DAY))
    file.entry(AgreementSigned, LATER)
    assert numerator("agreements_recorded", ledger) == 2


def test_suspensions_recorded() -> None:
    """Not their ends, of which nobody asks how soon they were recorded."""
    ledger, file = began()
    said = {"reason": "detained", "evidence": "detention_notice"}
    ledger.void(file.entry(ProgrammeSuspended, DAY, **said))
    file.suspend(DAY)
    file.resume(LATER)
    assert numerator("suspensions_recorded", ledger) == 2


def test_kind_changes_recorded() -> None:
    """From one kind to another; a programme that is decided anew is no change."""
    ledger = Ledger()
    ledger.case(AT_LARGE).change_kind(DAY, DETOX)
    ledger.case(DETOX).change_kind(DAY, DETOX)
    assert numerator("kind_changes_recorded", ledger) == 1


def test_endings_recorded() -> None:
    """As they were recorded: a void one was, too; a reopening is none."""
    ledger, file = began()
    ledger.void(file.end(DAY))
    file.end(LATER)
    file.reopen(LATER)
    assert numerator("endings_recorded", ledger) == 2


def test_summaries_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger, file = began()
    ledger.void(file.summary(DAY))
    file.summary(DAY)
    file.evaluation(DAY)
    assert numerator("summaries_recorded", ledger) == 2


def test_evaluations_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger, file = began()
    ledger.void(file.evaluation(DAY))
    file.evaluation(DAY)
    file.summary(DAY)
    assert numerator("evaluations_recorded", ledger) == 2


def test_regular_reports_recorded() -> None:
    """As they were recorded: a void one was, too; reporting in is none."""
    ledger, file = began()
    ledger.void(file.entry(RegularReportMade, DAY, mode="in_person"))
    file.entry(RegularReportMade, DAY, mode="remote")
    file.report_in(DAY)
    assert numerator("regular_reports_recorded", ledger) == 2
