"""Who is shown which duty, by the table alone."""

from itertools import product
from uuid import UUID

import pytest

from services.cases.access_table import TABLE, Category, Relation, Right
from services.cases.case.categories import CATEGORY_OF as CATEGORY_OF_ENTRY
from services.cases.case.events import CaseEvent
from services.cases.duties.access import CATEGORY_OF, may_see
from services.cases.relations import Access
from shared.agencies import AgencyKind
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.cases.duties import Duty
from shared.events.cases.endings import CaseEnded, EndingNotified
from shared.events.cases.findings import FindingConfirmed, PoliceToldOfFinding
from shared.events.cases.guidance import RegularReportMade
from shared.events.cases.help import HelpEnded
from shared.events.cases.leave import ReturnedFromLeave
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.cases.team import TeamMemberJoined
from shared.identity.claims import Caller

MET_BY: dict[Duty, type[CaseEvent]] = {
    Duty.REPORT_IN: ReportedIn,
    Duty.AGREEMENT: AgreementSigned,
    Duty.CONTACT: ContactRecorded,
    Duty.REGULAR_REPORT: RegularReportMade,
    Duty.TEST: DrugTestRecorded,
    Duty.APPOINTED_TEST: DrugTestRecorded,
    Duty.ASSESSMENT: RiskAssessed,
    Duty.SUMMARY: SummaryWritten,
    Duty.EVALUATION: EvaluationMade,
    Duty.RETURN_FROM_LEAVE: ReturnedFromLeave,
    Duty.CRISIS_FOLLOW_UP: CrisisFollowedUp,
    Duty.END_OF_TERM: CaseEnded,
    Duty.END_OF_POST: HelpEnded,
    Duty.ENDING_NOTICE: EndingNotified,
    Duty.FINDING: FindingConfirmed,
    Duty.FINDING_REVIEW: FindingConfirmed,
    Duty.POLICE_NOTICE: PoliceToldOfFinding,
    Duty.CLOSING_REPORT: ClosingReportSigned,
    Duty.TEAM: TeamMemberJoined,
}
OWN, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("duty", Duty)
def test_a_duty_is_seen_by_who_reads_the_entry_that_meets_it(duty: Duty) -> None:
    """Its category is that of the entry, so that it tells nothing that the entry would not."""
    assert CATEGORY_OF[duty] is CATEGORY_OF_ENTRY[MET_BY[duty]]


@pytest.mark.parametrize(("kind", "relation"), list(product(AgencyKind, Relation)))
def test_the_table_says_who_sees_what(kind: AgencyKind, relation: Relation) -> None:
    """Who reads duties sees those of the categories that it reads; no other sees a single one."""
    row = TABLE.get((kind, relation), {})
    for duty, subject in product(Duty, (None, OTHER)):
        reads = row.get(CATEGORY_OF[duty], Right.NONE) >= Right.READ
        expected = reads and row.get(Category.DUTIES, Right.NONE) >= Right.READ
        assert may_see(access(kind, relation), duty, subject) is expected, (duty, subject)


@pytest.mark.parametrize("kind", AgencyKind)
def test_who_was_asked_for_a_test_sees_that_test_alone(kind: AgencyKind) -> None:
    """Neither another appointment, nor a duty about nothing, nor one about the same id."""
    asked = access(kind, Relation.ASKED_FOR_TEST, OWN)
    seen = {
        (duty, subject)
        for duty, subject in product(Duty, (None, OWN, OTHER))
        if may_see(asked, duty, subject)
    }
    may_test = (kind, Relation.ASKED_FOR_TEST) in TABLE
    assert seen == ({(Duty.APPOINTED_TEST, OWN)} if may_test else set())


def access(kind: AgencyKind, relation: Relation, *subjects: UUID) -> Access:
    """What a case is to an agency of a kind in one relation."""
    caller = Caller("agency", ("41",), frozenset(), kind=kind)
    return Access(
        caller, OTHER, "agency", "410102001", OTHER, 3, frozenset({relation}), frozenset(subjects)
    )
