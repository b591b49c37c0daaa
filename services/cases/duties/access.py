"""Who is shown which duty: by what the case is to the caller, and by what would meet the duty."""

from collections.abc import Mapping
from uuid import UUID

from services.cases.access_table import Category, Right
from services.cases.relations import Access
from shared.events.cases.duties import Duty

# As the entry that meets it; a second look at a finding is over when that finding is void.
CATEGORY_OF: Mapping[Duty, Category] = {
    Duty.REPORT_IN: Category.PROGRAMME,
    Duty.AGREEMENT: Category.PROGRAMME,
    Duty.CONTACT: Category.CONTACTS,
    Duty.REGULAR_REPORT: Category.PROGRAMME,
    Duty.TEST: Category.TESTS,
    Duty.APPOINTED_TEST: Category.TESTS,
    Duty.ASSESSMENT: Category.ASSESSMENTS,
    Duty.SUMMARY: Category.ASSESSMENTS,
    Duty.EVALUATION: Category.ASSESSMENTS,
    Duty.RETURN_FROM_LEAVE: Category.PROGRAMME,
    Duty.CRISIS_FOLLOW_UP: Category.CONTACTS,
    Duty.END_OF_TERM: Category.PROGRAMME,
    Duty.END_OF_POST: Category.HELP,
    Duty.ENDING_NOTICE: Category.PROGRAMME,
    Duty.FINDING: Category.PROGRAMME,
    Duty.FINDING_REVIEW: Category.PROGRAMME,
    Duty.POLICE_NOTICE: Category.PROGRAMME,
    Duty.CLOSING_REPORT: Category.PROGRAMME,
    Duty.TEAM: Category.TEAM,
}


def may_see(access: Access, duty: Duty, subject: UUID | None) -> bool:
    """Whether a caller is shown a duty of a case, by its subject.

    It must be one of who reads duties, and what would meet the duty. Who was asked for a test sees
    that appointment, and no other duty.
    """
    if not access.may(CATEGORY_OF[duty], Right.READ):
        return False
    if access.may(Category.DUTIES, Right.READ):
        return True
    return duty is Duty.APPOINTED_TEST and subject in access.subjects
