"""The published events that add nothing to any measure, each with the reason."""

from collections.abc import Mapping

from shared.events import Event
from shared.events.cases.case import OpeningAnnulled, OpeningRequested
from shared.events.cases.clients import (
    ClientRegistered,
    PersonalDataCorrected,
    RegistrationWithdrawn,
)
from shared.events.cases.plan import GoalChanged
from shared.events.cases.shops import ShopItemWithdrawn
from shared.events.cases.staff import (
    AbsenceBegan,
    AbsenceCovered,
    AbsenceEnded,
    QualificationVoided,
    WorkerIdentified,
    WorkerQualified,
)
from shared.events.cases.workstations import WorkstationRegistered
from shared.events.outreach.campaigns import CampaignDrafted
from shared.events.outreach.plans import ActivityCalledOff, ActivityPlanChanged, ActivityPlanned
from shared.events.outreach.questionnaires import QuestionnairePublished
from shared.events.outreach.surveys import SurveyOpened, SurveyPrepared

ADDS_NOTHING: Mapping[type[Event], str] = {
    ClientRegistered: "A registration alone is no help given; a client counts from the opening.",
    PersonalDataCorrected: "Who a client is stands in the vault; no figure is made of it.",
    RegistrationWithdrawn: "What was registered by mistake counted nowhere.",
    OpeningRequested: "What nobody has confirmed is no file yet, and counts nowhere.",
    OpeningAnnulled: "It takes back a request, which counted nowhere.",
    WorkerIdentified: "By what a worker is known concerns access alone.",
    WorkerQualified: "Who is qualified is asked of the roster; no figure is made of it.",
    QualificationVoided: "It takes back what counted nowhere.",
    AbsenceBegan: "Who is absent is for the own agency; workers stay in the roster meanwhile.",
    AbsenceCovered: "Who stands in is for the own agency.",
    AbsenceEnded: "It ends what counted nowhere.",
    ShopItemWithdrawn: "What is offered no more was counted when it was offered.",
    GoalChanged: "A goal that has another day is the same goal; it counts when it was set.",
    QuestionnairePublished: "What is asked is no result; surveys that ask it count.",
    SurveyPrepared: "What is only planned counts nowhere; a survey counts when it is closed.",
    SurveyOpened: "Its answers count as they come, and the survey when it is closed.",
    CampaignDrafted: "What is only planned is its agency's own; a campaign counts once launched.",
    WorkstationRegistered: "A workstation is where the work is done, not work.",
    ActivityPlanned: "A plan is its agency's own; an activity counts when it was held.",
    ActivityPlanChanged: "A plan that is another one now is its agency's own all the same.",
    ActivityCalledOff: "What was not held counts nowhere.",
}
