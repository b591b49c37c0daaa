"""An example of each published event."""

from datetime import date
from uuid import UUID

from shared.events import Event, type_of
from shared.events import cases as c
from shared.events import outreach as o
from shared.events.corrections import VoidReason


def _id(number: int) -> UUID:
    return UUID(f"01900000-0000-7000-8000-{number:012x}")


ON_CASE = {
    "case_id": _id(1),
    "client_id": _id(2),
    "kind": c.CaseKind.DETOXIFICATION,
    "region": "410102001003",
}
ENTRY = {**ON_CASE, "entry_id": _id(3), "occurred_on": date(2019, 3, 14)}
CONTACT = c.ContactRecorded.model_validate({**ENTRY, "mode": c.ContactMode.HOME_VISIT})
SESSION = o.SessionHeld(
    entry_id=_id(4),
    activity_id=_id(5),
    region="410102001000",
    occurred_on=date(2019, 6, 26),
    place_kind=o.PlaceKind.SCHOOL,
    attendance=120,
    forms=(o.Form.LECTURE, o.Form.BOARDS),
    partners=(o.Partner.POLICE_STATION,),
    occasion=o.Occasion.ANTI_DRUG_DAY,
    topic="禁毒宣传进学校",
)

EXAMPLES: list[Event] = [
    c.WorkstationRegistered(
        workstation_id=_id(6), region="410102001000", name="410102001工作站", kind="工作站"
    ),
    c.ClientRegistered(client_id=_id(2), agency="example-agency"),
    c.CaseOpened.model_validate(
        {**ON_CASE, "workstation_id": _id(6), "occurred_on": date(2019, 3, 1)}
    ),
    c.ReportedIn.model_validate(ENTRY),
    c.AgreementSigned.model_validate(ENTRY),
    CONTACT,
    c.DrugTestRecorded.model_validate(
        {**ENTRY, "result": c.DrugTestResult.NOT_DONE, "not_done_reason": c.NotDoneReason.EVADED}
    ),
    c.RiskAssessed.model_validate({**ENTRY, "level": c.RiskLevel.MEDIUM}),
    c.EntryVoided(
        case_id=_id(1),
        entry_id=_id(3),
        entry_type=type_of(CONTACT),
        entry=CONTACT,
        reason=VoidReason.WRONG_CLIENT,
    ),
    SESSION,
    o.ArticlePublished(
        entry_id=_id(7),
        publication_id=_id(8),
        region="410102001000",
        occurred_on=date(2019, 6, 27),
        channel=o.Channel.WEBSITE,
        title="禁毒工作稿件",
    ),
    o.EntryVoided(
        entry_id=_id(4), entry_type=type_of(SESSION), entry=SESSION, reason=VoidReason.DUPLICATE
    ),
]
