"""An example of each published event."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.events import Event, type_of
from shared.events.cases.assessments import RiskAssessed, RiskLevel
from shared.events.cases.case import (
    CaseKind,
    CaseOpened,
    CaseReassigned,
    OpeningAnnulled,
    OpeningRequested,
    ReassignmentReason,
)
from shared.events.cases.case import EntryVoided as CaseEntryVoided
from shared.events.cases.clients import (
    ClientRegistered,
    IdentityCorrection,
    PersonalDataCorrected,
    PersonalField,
    RegistrationWithdrawn,
    WithdrawalReason,
)
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.cases.workstations import WorkstationRegistered
from shared.events.corrections import VoidReason
from shared.events.outreach.articles import ArticlePublished, Channel
from shared.events.outreach.corrections import EntryVoided as RecordVoided
from shared.events.outreach.sessions import Form, Occasion, Partner, PlaceKind, SessionHeld
from tests.corrections import stored


def _id(number: int) -> UUID:
    return UUID(f"01900000-0000-7000-8000-{number:012x}")


ON_CASE: dict[str, Any] = {
    "case_id": _id(1),
    "client_id": _id(2),
    "kind": CaseKind.DETOXIFICATION,
    "region": "410102001003",
}
ENTRY: dict[str, Any] = {**ON_CASE, "entry_id": _id(3), "occurred_on": date(2019, 3, 14)}
CONTACT = ContactRecorded(**ENTRY, mode=ContactMode.HOME_VISIT)
SESSION = SessionHeld(
    entry_id=_id(4),
    activity_id=_id(5),
    region="410102001000",
    occurred_on=date(2019, 6, 26),
    place_kind=PlaceKind.SCHOOL,
    attendance=120,
    forms=(Form.LECTURE, Form.BOARDS),
    partners=(Partner.POLICE_STATION,),
    occasion=Occasion.ANTI_DRUG_DAY,
    topic="禁毒宣传进学校",
)

EXAMPLES: list[Event] = [
    WorkstationRegistered(
        workstation_id=_id(6), region="410102001000", name="410102001工作站", kind="工作站"
    ),
    ClientRegistered(client_id=_id(2), agency="example-agency"),
    PersonalDataCorrected(
        client_id=_id(2),
        item_id=_id(9),
        fields=(PersonalField.PHONE, PersonalField.ID_NUMBER),
        reason=IdentityCorrection.MISTYPED,
    ),
    RegistrationWithdrawn(client_id=_id(2), reason=WithdrawalReason.STOLEN_IDENTITY),
    CaseOpened(**ON_CASE, workstation_id=_id(6), occurred_on=date(2019, 3, 1)),
    OpeningRequested(
        case_id=_id(1),
        registration_id=_id(10),
        agency="example-provider",
        kind=CaseKind.DETOXIFICATION,
        region="410102001003",
        workstation_id=_id(6),
        decided_on=date(2019, 3, 1),
        reported_in_on=date(2019, 3, 5),
        agreement_signed_on=date(2019, 3, 6),
    ),
    OpeningAnnulled(case_id=_id(1), annulled_by="example-police", reason=VoidReason.WRONG_CLIENT),
    CaseReassigned(
        case_id=_id(1),
        registration_id=_id(11),
        from_agency="example-provider",
        to_agency="example-workstation",
        reassigned_by="example-police",
        reason=ReassignmentReason.PROVIDER_CHANGED,
    ),
    ReportedIn(**ENTRY),
    AgreementSigned(**ENTRY),
    CONTACT,
    DrugTestRecorded(**ENTRY, result=DrugTestResult.NOT_DONE, not_done_reason=NotDoneReason.EVADED),
    DrugTestAppointed(**ENTRY, asked_of="example-laboratory", due_on=date(2019, 3, 20)),
    RiskAssessed(**ENTRY, level=RiskLevel.MEDIUM),
    CaseEntryVoided(
        case_id=_id(1),
        entry_id=_id(3),
        entry_type=type_of(CONTACT),
        entry=stored(CONTACT).fields,
        reason=VoidReason.WRONG_CLIENT,
    ),
    SESSION,
    ArticlePublished(
        entry_id=_id(7),
        publication_id=_id(8),
        region="410102001000",
        occurred_on=date(2019, 6, 27),
        channel=Channel.WEBSITE,
        title="禁毒工作稿件",
    ),
    RecordVoided(
        entry_id=_id(4),
        entry_type=type_of(SESSION),
        entry=stored(SESSION).fields,
        reason=VoidReason.DUPLICATE,
    ),
]
