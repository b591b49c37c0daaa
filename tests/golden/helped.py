"""An example of each event about needs, help, households, work and counselling; and a span."""

from datetime import date

from shared.events import Event
from shared.events.cases.contacts import ContactMode, Crisis
from shared.events.cases.counselling import (
    CounsellingHeld,
    CounsellorQualification,
    MotivationStage,
    StageChange,
)
from shared.events.cases.employment import Employment
from shared.events.cases.help import (
    HelpEnd,
    HelpEnded,
    HelpForm,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    HelpSource,
    NeedAssessed,
    NeedClosed,
    NeedOutcome,
    RefusalReason,
    Urgency,
)
from shared.events.cases.household import (
    EmploymentRecorded,
    FamilyEvent,
    HouseholdFact,
    HouseholdRecorded,
)
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import AgeBand, PersonFacts, Sex, Substance
from shared.events.cases.standing import Span, StandingChange, StandingPhase
from tests.golden.parts import ENTRY, an_id

PERSON = PersonFacts(sex=Sex.FEMALE, age_band=AgeBand.FROM_36_TO_59, substance=Substance.HEROIN)
AGREED_SPAN = Span(
    since=date(2019, 3, 6),
    until=None,
    kind=CaseKind.DETOXIFICATION,
    region="410102001003",
    phase=StandingPhase.AGREED,
    level="high",
    person=PERSON,
)
IN_A_POST = AGREED_SPAN.model_copy(
    update={
        "since": date(2019, 3, 14),
        "employment": Employment.PUBLIC_BENEFIT_POST,
        "help": ("minimum_living_allowance", "public_benefit_post"),
    }
)
HELP: list[Event] = [
    NeedAssessed(**ENTRY, need="livelihood", urgency=Urgency.SOON),
    NeedClosed(
        **ENTRY,
        need_id=an_id(12),
        need="livelihood",
        urgency=Urgency.SOON,
        assessed_on=date(2019, 3, 1),
        outcome=NeedOutcome.MET,
    ),
    HelpRequested(
        **ENTRY,
        help="minimum_living_allowance",
        form=HelpForm.LASTING,
        source=HelpSource.CIVIL_AFFAIRS,
        need_id=an_id(12),
    ),
    HelpRefused(
        **ENTRY,
        request_id=an_id(12),
        help="minimum_living_allowance",
        source=HelpSource.CIVIL_AFFAIRS,
        requested_on=date(2019, 3, 1),
        reason=RefusalReason.PAPERS_MISSING,
    ),
    HelpGiven(
        **ENTRY,
        help="public_benefit_post",
        form=HelpForm.POST,
        source=HelpSource.HUMAN_RESOURCES,
        until=date(2020, 3, 14),
        at_latest=date(2022, 3, 14),
        amount_fen=190_000,
        request_id=an_id(12),
        need_id=an_id(13),
        contact_id=an_id(14),
        standing=StandingChange(client_id=an_id(2), added=(IN_A_POST,)),
    ),
    HelpEnded(
        **ENTRY,
        help_id=an_id(12),
        help="public_benefit_post",
        form=HelpForm.POST,
        source=HelpSource.HUMAN_RESOURCES,
        since=date(2016, 3, 14),
        until=date(2019, 3, 14),
        reason=HelpEnd.EXPIRED,
        standing=StandingChange(
            client_id=an_id(2),
            removed=(IN_A_POST,),
            added=(IN_A_POST.model_copy(update={"help": ("minimum_living_allowance",)}),),
        ),
    ),
    HouseholdRecorded(
        **ENTRY,
        facts=(HouseholdFact.ELDERLY_OVER_70, HouseholdFact.MINOR_CHILDREN),
        happened=(FamilyEvent.REUNITED,),
    ),
    EmploymentRecorded(**ENTRY, employment=Employment.FLEXIBLE),
    CounsellingHeld(
        **ENTRY,
        qualification=CounsellorQualification.COUNSELLOR,
        mode=ContactMode.OFFICE,
        counsellor_id=an_id(13),
        contact_id=an_id(12),
        crisis=Crisis.DANGER_TO_SELF,
        stage=MotivationStage.CONTEMPLATION,
        change=StageChange.FORWARD,
    ),
]
