"""Events that got fields after they were published, with all of them; and what is in which file."""

from datetime import date
from pathlib import Path

from shared.events import Event, type_of
from shared.events.cases.assessments import (
    LevelChange,
    RiskAssessed,
    RiskReason,
)
from shared.events.cases.case import CaseOpened, EntryVoided
from shared.events.cases.contacts import (
    Advice,
    Agreed,
    ContactMode,
    ContactPlace,
    ContactRecorded,
    Crisis,
    Direction,
    Observed,
    Present,
    SafetyIncident,
    Subject,
)
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    Tester,
    TestPlace,
    TestReason,
)
from shared.events.cases.earning import PointsFor
from shared.events.cases.person import Substance
from shared.events.cases.standing import StandingChange
from shared.events.corrections import VoidReason
from shared.events.outreach.articles import ArticlePublished
from tests.corrections import stored
from tests.golden.activities import ATTRIBUTES
from tests.golden.examples import EXAMPLES, SESSION
from tests.golden.findings import CLOSING_REPORT
from tests.golden.helped import AGREED_SPAN, PERSON
from tests.golden.parts import ENTRY, ON_CASE, an_id
from tests.golden.points import (
    EARNING,
    MERIT,
    RELIEF_PROPOSED,
    RELIEF_RELEASED,
    RELIEF_VOIDED,
    line,
)
from tests.golden.staff import WITH_AREAS
from tests.golden.surveys import ANSWERS, PREPARED

# Of events that got fields after they were published: with all of them.
GROWN: list[Event] = [
    CaseOpened(
        **ON_CASE,
        workstation_id=an_id(6),
        occurred_on=date(2019, 3, 1),
        registration_id=an_id(10),
        agency="example-agency",
        confirmed_by="example-police",
        person=PERSON,
        standing=StandingChange(client_id=an_id(2), added=(AGREED_SPAN,)),
    ),
    ContactRecorded(
        **ENTRY,
        mode=ContactMode.PHONE,
        direction=Direction.CLIENT_TO_WORKER,
        place=ContactPlace.HOME,
        present=(Present.SOCIAL_WORKER, Present.GRID_ADMINISTRATOR),
        observations={Subject.MIND: Observed.POOR, Subject.HEALTH: Observed.FAIR},
        advice=(Advice.COUNSELLING,),
        agreed=(Agreed.NEXT_CONTACT,),
        crisis=Crisis.DANGER_TO_SELF,
        safety=SafetyIncident.ABUSE,
        arranged_with_police=True,
    ),
    DrugTestRecorded(
        **ENTRY,
        result=DrugTestResult.POSITIVE,
        method=DrugTestMethod.HAIR,
        appointment_id=an_id(12),
        sample_id=an_id(13),
        substances=(Substance.HEROIN, Substance.KETAMINE),
        tested_by=Tester.LABORATORY,
        reason=TestReason.RANDOM,
    ),
    DrugTestAppointed(
        **ENTRY,
        asked_of="",
        due_on=date(2019, 3, 20),
        method=DrugTestMethod.URINE,
        place=TestPlace.WORKSTATION,
        reason=TestReason.SCHEDULED,
    ),
    RELIEF_VOIDED.model_copy(update={"voided_by": "hashed C"}),
    RELIEF_PROPOSED.model_copy(update={"proposed_by": "", "worker_id": an_id(7)}),
    RELIEF_RELEASED.model_copy(update={"released_by": "", "worker_id": an_id(8)}),
    CLOSING_REPORT.model_copy(update={"help_given": 2}),
    ArticlePublished(
        entry_id=an_id(7),
        publication_id=an_id(8),
        region="410102001000",
        occurred_on=date(2019, 6, 27),
        channel="wechat_account",
        title="禁毒工作稿件",
        link="https://mp.weixin.qq.com/s/example",
        reads=1200,
        same_as=an_id(31),
    ),
    SESSION.model_copy(update={"helpers": (an_id(1), an_id(30))}),
    RiskAssessed(
        **ENTRY,
        level="c1",
        scheme="abc",
        reasons=(RiskReason.POSITIVE_TEST,),
        present=(Present.POLICE,),
        change=LevelChange.ROSE,
    ),
    PREPARED.model_copy(update={"questionnaire": "city-awareness"}),
    ANSWERS.model_copy(update={"questionnaire": "city-awareness", "edition": 1}),
    *WITH_AREAS,
]


# A void of an entry that had earned points takes them back.
_VOID = EntryVoided(
    case_id=an_id(1),
    entry_id=an_id(3),
    entry_type=type_of(MERIT),
    entry=stored(MERIT).fields,
    reason=VoidReason.MISTAKEN,
    points=(line(PointsFor.VOLUNTEER_HELP, -10),),
)
# Again: with the fields of a second time.
GROWN_AGAIN: list[Event] = [
    ContactRecorded(
        **ENTRY,
        mode=ContactMode.HOME_VISIT,
        present=(Present.SOCIAL_WORKER,),
        worker_ids=(an_id(7), an_id(8)),
    ),
    SESSION.model_copy(update=ATTRIBUTES),
]
_AT_PLACE = SESSION.model_copy(update={"place_id": an_id(31), "facility_kind": "training_base"})


def files() -> dict[str, Event]:
    """The name of each golden file, and its event."""
    return (
        {type_of(event): event for event in EXAMPLES}
        | {f"{type_of(event)}-grown": event for event in GROWN}
        | {f"{type_of(event)}-grown-again": event for event in GROWN_AGAIN}
        | {f"{type_of(_AT_PLACE)}-at-a-place": _AT_PLACE}
        | {f"{type_of(event)}-earning": event for event in [*EARNING, _VOID]}
    )


def type_in(path: Path) -> str:
    """The type of the event in a golden file."""
    return path.stem.partition("-")[0]
