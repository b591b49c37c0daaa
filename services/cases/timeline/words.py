"""What the codes of a case's events are called, in both languages. Pure.

>>> from shared.events.cases.contacts import Advice
>>> word(Advice.COUNSELLING)
Text(zh='心理咨询', en='counselling')
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.cases.case.evidence import DOCUMENTS
from services.cases.case.state import Phase
from shared.names import (
    assessments,
    case,
    contacts,
    drug_tests,
    endings,
    facts,
    guidance,
    leave,
    maintenance,
    programme,
)
from shared.text import Text

PHASES: Mapping[Phase, Text] = {
    Phase.REQUESTED: Text(zh="待确认建档", en="opening not confirmed"),
    Phase.ANNULLED: Text(zh="建档已撤销", en="opening annulled"),
    **{Phase(phase.value): name for phase, name in programme.PHASES.items()},
    Phase.ENDED: Text(zh="已终止", en="ended"),
    Phase.OPENED_IN_ERROR: Text(zh="误建，已作废", en="opened in error"),
}

# One mapping for each list of codes: lists may share a code that each calls otherwise.
_ALL: tuple[Mapping[Any, Text], ...] = (
    assessments.CHANGES,
    assessments.EVALUATED,
    assessments.REASONS,
    case.REASSIGNMENT_REASONS,
    case.VOID_REASONS,
    contacts.ADVICE,
    contacts.AGREED,
    contacts.CRISES,
    contacts.CRISIS_OUTCOMES,
    contacts.DIRECTIONS,
    contacts.MODES,
    contacts.OBSERVED,
    contacts.PLACES,
    contacts.PRESENT,
    contacts.SAFETY_INCIDENTS,
    contacts.SUBJECTS,
    drug_tests.METHODS,
    drug_tests.NOT_DONE_REASONS,
    drug_tests.PLACES,
    drug_tests.REASONS,
    drug_tests.RESULTS,
    drug_tests.TESTERS,
    endings.CLIENT_VIEWS,
    endings.DRUG_USES,
    endings.ENDINGS,
    endings.HOUSEHOLDS,
    endings.NOTICED,
    endings.REOPENING_REASONS,
    endings.WORKS,
    facts.AGE_BANDS,
    facts.SEXES,
    facts.SUBSTANCES,
    guidance.INFORMED_OF,
    guidance.REPORTING_MODES,
    guidance.WARNING_REASONS,
    leave.LEAVE_REASONS,
    maintenance.MAINTENANCE_ENDS,
    maintenance.SERVED_WHERE,
    programme.KINDS,
    PHASES,
    programme.SUSPENSION_REASONS,
    DOCUMENTS,
)
WORDS: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    type(next(iter(names))): names for names in _ALL
}


def word(code: StrEnum) -> Text:
    """What a code is called. Raises KeyError for one of a list that has no names."""
    return WORDS[type(code)][code]
