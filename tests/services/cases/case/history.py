"""The events of one case, for the tests of its rules."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.events.cases.case import CaseOpened, OpeningRequested
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import AgreementSigned, ReportedIn


def an_id(number: int) -> UUID:
    """One of the ids in this history."""
    return UUID(int=number)


ON_CASE: dict[str, Any] = {
    "case_id": an_id(1),
    "client_id": an_id(2),
    "kind": CaseKind.DETOXIFICATION,
    "region": "410102001003",
}
AT_LARGE = {**ON_CASE, "kind": CaseKind.AT_LARGE}
_OPENING: dict[str, Any] = {
    "registration_id": an_id(9),
    "agency": "agency",
    "confirmed_by": "agency",
}
opened = CaseOpened(**ON_CASE, **_OPENING, workstation_id=None, occurred_on=date(2019, 1, 10))
opened_at_large = CaseOpened(**AT_LARGE, **_OPENING, workstation_id=None, occurred_on=None)
requested = OpeningRequested(
    case_id=an_id(1),
    registration_id=an_id(9),
    agency="provider",
    kind=CaseKind.DETOXIFICATION,
    region="410102001003",
    decided_on=date(2019, 1, 10),
    reported_in_on=date(2019, 1, 15),
    agreement_signed_on=date(2019, 1, 16),
)
reported_in = ReportedIn(**ON_CASE, entry_id=an_id(3), occurred_on=date(2019, 1, 15))
agreed = AgreementSigned(**ON_CASE, entry_id=an_id(4), occurred_on=date(2019, 1, 16))
contact = ContactRecorded(
    **ON_CASE, entry_id=an_id(5), occurred_on=date(2019, 2, 1), mode=ContactMode.HOME_VISIT
)
