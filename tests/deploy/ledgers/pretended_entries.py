"""The calls that the pretended service takes: their bodies, and the commands of entries."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from services.cases.case import decider
from services.cases.case.api.assessments import NewEvaluation, NewRiskAssessment, NewSummary
from services.cases.case.api.contacts import NewContact, NewFollowUp
from services.cases.case.api.counselling import NewCounselling
from services.cases.case.api.endings import NewEnding, NewNotice, NewReopening
from services.cases.case.api.facts import CorrectedFacts
from services.cases.case.api.guidance import NewInforming, NewRegularReport, NewWarning
from services.cases.case.api.help import NewHelp, NewHelpEnd, NewHelpRefusal, NewHelpRequest
from services.cases.case.api.household import NewEmployment, NewHousehold
from services.cases.case.api.leave import NewExtension, NewLeave, NewReturn
from services.cases.case.api.maintenance import NewTimeServed, NewTreatment, NewTreatmentEnd
from services.cases.case.api.merits import NewMerit
from services.cases.case.api.needs import NewNeed, NewNeedClosing
from services.cases.case.api.opening import NewCase
from services.cases.case.api.programme import NewKind, NewResumption, NewStep, NewSuspension
from services.cases.case.api.team import Handover, LeavingTeam, NewMember
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.contacts import FollowUpCrisis, RecordContact
from services.cases.case.counselling import HoldCounselling
from services.cases.case.endings import EndCase, NotifyOfEnding, Outcome, ReopenCase
from services.cases.case.facts import CorrectPersonFacts
from services.cases.case.guidance import InformClient, MakeRegularReport, WarnClient
from services.cases.case.help import EndHelp, GiveHelp, RefuseHelp, RequestHelp
from services.cases.case.household import RecordEmployment, RecordHousehold
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave
from services.cases.case.maintenance import CreditTimeServed, EndMaintenance, StartMaintenance
from services.cases.case.merits import RecordMerit
from services.cases.case.needs import AssessNeed, CloseNeed
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.state import Case, Existing
from services.cases.case.team import HandOver, JoinTeam, LeaveTeam
from services.cases.client.bodies import NewClient
from services.cases.duties.history import History
from services.cases.post.api import NewPost
from services.cases.post.changes_api import Filling, Placement, PostEnd, Vacancy
from services.cases.staff.absence_bodies import Cover, NewAbsence
from services.cases.staff.bodies import (
    Leaving,
    Move,
    NewQualification,
    NewTraining,
    NewWorker,
    WorkerIdentity,
)
from services.cases.workstation.api import NewWorkstation
from services.outreach.activity.bodies import CallingOff, NewPlan, NewSession
from services.outreach.campaign.api import NewCampaign
from services.outreach.publication.api import NewArticle
from services.outreach.survey.bodies import HeldSurvey
from shared.events import type_of
from shared.events.cases.person import PersonFacts
from tests.deploy.ledgers import pretended_drug_tests, pretended_findings, pretended_places

NOBODY = UUID(int=0)
OF_NO_CASE = NewWorker | NewPost | NewSession | NewPlan | NewArticle | NewCampaign | HeldSurvey
Entering: TypeAlias = decider.Entering | decider.Stepping
BODIES: Mapping[str, Any] = {
    "workstations": NewWorkstation,
    "workers": NewWorker,
    "posts": NewPost,
    "clients": NewClient,
    "cases": NewCase,
    "activities": NewSession,
    "plans": NewPlan,
    "calling-off": CallingOff,
    "publications": NewArticle,
    "campaigns": NewCampaign,
    "held": HeldSurvey,
    **pretended_places.BODIES,
    "reporting-in": NewStep,
    "agreement": NewStep,
    "suspension": NewSuspension,
    "resumption": NewResumption,
    "kind": NewKind,
    "ending": NewEnding,
    "reopening": NewReopening,
    "notices": NewNotice,
    "contacts": NewContact,
    "follow-up": NewFollowUp,
    "risk-assessments": NewRiskAssessment,
    "summaries": NewSummary,
    "evaluations": NewEvaluation,
    "leave": NewLeave,
    "extension": NewExtension,
    "return": NewReturn,
    "informing": NewInforming,
    "warnings": NewWarning,
    "regular-reports": NewRegularReport,
    "merits": NewMerit,
    "maintenance": NewTreatment,
    "end": NewTreatmentEnd,
    "time-served": NewTimeServed,
    "facts": CorrectedFacts,
    "needs": NewNeed,
    "closing": NewNeedClosing,
    "help-requests": NewHelpRequest,
    "refusal": NewHelpRefusal,
    "help": NewHelp,
    "help-end": NewHelpEnd,
    "household": NewHousehold,
    "employment": NewEmployment,
    "counselling": NewCounselling,
    **pretended_findings.BODIES,
    "team": NewMember,
    "leaving": LeavingTeam,
    "handover": Handover,
    **pretended_drug_tests.BODIES,
}


# Of workers and posts, whose rules are not held here.
OF_STAFF: Mapping[str, Any] = {
    "trainings": NewTraining,
    "qualifications": NewQualification,
    "move": Move,
    "leaving": Leaving,
    "identity": WorkerIdentity,
    "absences": NewAbsence,
    "cover": Cover,
    "placement": Placement,
    "filling": Filling,
    "vacancy": Vacancy,
    "end": PostEnd,
}


def model_of(path: str) -> Any:
    """What is sent to a path: a word may stand for something else below another thing."""
    name = path.rpartition("/")[2]
    if path.startswith(("/v1/workers/", "/v1/posts/")):
        return OF_STAFF[name]
    if path.startswith("/v1/places/"):
        return BODIES[pretended_places.CLOSING]
    if path.startswith("/v1/activities/") and name == "held":
        return NewSession
    return BODIES["help-end" if name == "end" and "/help/" in path else name]


def day_of(body: Any, today: date) -> date:
    """Of which day something is that is not of a case; campaigns and plans are of days to come."""
    match body:
        case NewWorker():
            return body.joined_on
        case NewPost():
            return body.bought_on
        case NewCampaign():
            return min(body.since, today)
        case NewPlan():
            return min(body.planned_on, today)
        case HeldSurvey():
            return body.until - timedelta(days=1)
        case _:
            day: date = body.occurred_on
            return day


def command_of(path: str, body: Any, history: History | None) -> Entering:
    """The command that a body at a path makes: by its last word, about the entry before that.

    What is proposed follows from the history of the case.
    """
    day = body.occurred_on
    *_, before, name = path.split("/")
    match name:
        case _ if name in pretended_drug_tests.BODIES:
            return pretended_drug_tests.command_of(body, before)
        case _ if name in pretended_findings.BODIES:
            return pretended_findings.command_of(name, body, before, history)
        case "leave":
            days = (body.leaves_on, body.returns_on)
            said = (body.destination, body.reason, body.in_writing)
            return ReportLeave(uuid4(), day, *days, *said)
        case "extension":
            return ExtendLeave(uuid4(), day, UUID(before), body.returns_on, body.in_writing)
        case "return":
            return ReturnFromLeave(uuid4(), day, UUID(before))
        case "informing":
            return InformClient(uuid4(), day, body.topics, body.signed)
        case "warnings":
            return WarnClient(uuid4(), day, body.reason)
        case "regular-reports":
            return MakeRegularReport(uuid4(), day, body.mode)
        case "merits":
            return RecordMerit(uuid4(), day, body.merit)
        case "maintenance":
            return StartMaintenance(uuid4(), day, body.evidence)
        case "needs":
            return AssessNeed(uuid4(), day, body.need, body.urgency)
        case "closing":
            return CloseNeed(uuid4(), day, UUID(before), body.outcome)
        case "help-requests":
            return RequestHelp(uuid4(), day, body.help, body.source, body.need_id)
        case "refusal":
            return RefuseHelp(uuid4(), day, UUID(before), body.reason)
        case "help":
            return GiveHelp(uuid4(), day, body.help, body.source, body.until, body.amount_fen)
        case "household":
            return RecordHousehold(uuid4(), day, body.facts, body.happened)
        case "employment":
            return RecordEmployment(uuid4(), day, body.employment)
        case "counselling":
            by = (body.qualification, body.mode, body.counsellor_id)
            return HoldCounselling(uuid4(), day, *by, body.contact_id, body.stage)
        case "end" if isinstance(body, NewHelpEnd):
            return EndHelp(uuid4(), day, UUID(before), body.reason)
        case "end":
            return EndMaintenance(uuid4(), day, UUID(before), body.reason)
        case "time-served":
            return CreditTimeServed(uuid4(), day, body.days, body.where, body.evidence)
        case "team":
            agency = body.agency or ("" if body.family else "agency")
            return JoinTeam(
                uuid4(), day, body.role, agency, body.worker_id, body.paired, body.family
            )
        case "handover":
            return HandOver(uuid4(), day, UUID(before), uuid4(), "agency", body.worker_id)
        case "leaving":
            return LeaveTeam(uuid4(), day, UUID(before), body.reason)
        case "facts":
            known = PersonFacts(**body.model_dump(exclude={"occurred_on"}))
            return CorrectPersonFacts(uuid4(), day, known)
        case "reporting-in":
            return ReportIn(uuid4(), day)
        case "agreement":
            return SignAgreement(uuid4(), day)
        case "suspension":
            return SuspendProgramme(uuid4(), day, body.reason, body.evidence)
        case "resumption":
            return ResumeProgramme(uuid4(), day, body.evidence)
        case "kind":
            return ChangeKind(uuid4(), day, body.kind, body.evidence)
        case "ending":
            outcome = Outcome(body.drug_use, body.work, body.household, body.client_view)
            return EndCase(uuid4(), day, body.ending, body.evidence, outcome)
        case "reopening":
            return ReopenCase(uuid4(), day, body.reason)
        case "notices":
            return NotifyOfEnding(uuid4(), day, body.told)
        case "contacts":
            command: RecordContact = body.command(uuid4())
            return command
        case "follow-up":
            return FollowUpCrisis(uuid4(), day, UUID(before), body.outcome)
        case "summaries":
            return WriteSummary(uuid4(), day)
        case "evaluations":
            return MakeEvaluation(uuid4(), day, body.outcome, body.present)
        case _:
            assessed = (body.level, body.scheme, body.reasons, body.present)
            return AssessRisk(uuid4(), day, *assessed)


def entries_of(state: Case) -> list[dict[str, Any]]:
    """The entries of a case that others may be about, as it shows them."""
    assert isinstance(state, Existing)
    return [
        {
            "entry_id": str(entry_id),
            "type": type_of(entry),
            "void": False,
            "facts": entry.model_dump(mode="json"),
        }
        for entry_id, entry in state.file.named.items()
    ]
