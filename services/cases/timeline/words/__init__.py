"""What the codes of a case's events are called, in both languages. Pure.

>>> from shared.events.cases.contacts import Advice
>>> word(Advice.COUNSELLING)
Text(zh='心理咨询', en='counselling')
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.cases.case.codes import assessments
from services.cases.case.evidence import DOCUMENTS
from services.cases.timeline.words import (
    case,
    contacts,
    drug_tests,
    endings,
    guidance,
    leave,
    person,
    programme,
)
from shared.text import Text

# One mapping for each list of codes: lists may share a code that each calls otherwise.
_ALL: tuple[Mapping[Any, Text], ...] = (
    assessments.CHANGES,
    assessments.EVALUATED,
    assessments.REASONS,
    case.KINDS,
    case.PHASES,
    case.REASSIGNMENT_REASONS,
    case.VOID_REASONS,
    contacts.ADVICE,
    contacts.AGREED,
    contacts.CRISES,
    contacts.CRISIS_OUTCOMES,
    contacts.DIRECTIONS,
    contacts.INCIDENTS,
    contacts.MODES,
    contacts.OBSERVED,
    contacts.PLACES,
    contacts.PRESENT,
    contacts.SUBJECTS,
    drug_tests.METHODS,
    drug_tests.NOT_DONE_REASONS,
    drug_tests.RESULTS,
    drug_tests.TESTERS,
    drug_tests.TEST_PLACES,
    drug_tests.TEST_REASONS,
    endings.CLIENT_VIEWS,
    endings.DRUG_USE,
    endings.ENDINGS,
    endings.HOUSEHOLDS,
    endings.NOTICED,
    endings.REOPENING_REASONS,
    endings.WORK,
    guidance.INFORMED_OF,
    guidance.REPORTING_MODES,
    guidance.WARNING_REASONS,
    leave.LEAVE_REASONS,
    person.AGE_BANDS,
    person.SEXES,
    person.SUBSTANCES,
    programme.MAINTENANCE_ENDS,
    programme.SERVED_WHERE,
    programme.SUSPENSION_REASONS,
    DOCUMENTS,
)
WORDS: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    type(next(iter(names))): names for names in _ALL
}


def word(code: StrEnum) -> Text:
    """What a code is called. Raises KeyError for one of a list that has no names."""
    return WORDS[type(code)][code]
