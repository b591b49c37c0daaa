"""To which category of data each event of a case belongs. Pure; a new event is entered here."""

from collections.abc import Mapping

from services.cases.access_table import Category
from services.cases.case.state import CaseEvent
from shared.events import type_of
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    OpeningAnnulled,
    OpeningRequested,
)
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.programme import AgreementSigned, ReportedIn

CATEGORY_OF: Mapping[type[CaseEvent], Category] = {
    CaseOpened: Category.OPENING,
    OpeningRequested: Category.OPENING,
    OpeningAnnulled: Category.OPENING,
    CaseReassigned: Category.OPENING,
    ReportedIn: Category.PROGRAMME,
    AgreementSigned: Category.PROGRAMME,
    ContactRecorded: Category.CONTACTS,
    DrugTestAppointed: Category.TESTS,
    DrugTestRecorded: Category.TESTS,
    RiskAssessed: Category.ASSESSMENTS,
}

_BY_NAME = {type_of(model): category for model, category in CATEGORY_OF.items()}


def category_of(type_name: str) -> Category:
    """The category of an entry, by its published type.

    >>> category_of("cases.ContactRecorded.v1")
    <Category.CONTACTS: 'contacts'>
    """
    return _BY_NAME[type_name]
