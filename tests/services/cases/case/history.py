"""The events of one case, for the tests of its rules."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.events.cases.case import CaseOpened, OpeningRequested
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.endings import CaseEnded, CaseReopened, Ending, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    SuspensionReason,
)


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
suspended = ProgrammeSuspended(
    **ON_CASE,
    entry_id=an_id(31),
    occurred_on=date(2019, 6, 3),
    reason=SuspensionReason.DETAINED,
    evidence=Document.DETENTION_NOTICE,
)
resumed = ProgrammeResumed(
    **ON_CASE,
    entry_id=an_id(32),
    occurred_on=date(2019, 6, 18),
    evidence=Document.RELEASE_CERTIFICATE,
)
rehabilitation = KindChanged(
    **{**ON_CASE, "kind": CaseKind.REHABILITATION},
    entry_id=an_id(33),
    occurred_on=date(2020, 1, 15),
    from_kind=CaseKind.DETOXIFICATION,
    evidence=Document.DECISION,
)
ended = CaseEnded(
    **ON_CASE,
    entry_id=an_id(34),
    occurred_on=date(2021, 5, 10),
    ending=Ending.IMPRISONED,
    evidence=Document.JUDGMENT,
    months=27,
)
reopened = CaseReopened(
    **ON_CASE,
    entry_id=an_id(35),
    occurred_on=date(2022, 5, 10),
    reason=ReopeningReason.RELEASED,
)
