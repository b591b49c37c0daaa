"""The calls that an import makes: their bodies, and the commands of entries."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from services.cases.case import decider
from services.cases.case.api.assessments import NewEvaluation, NewRiskAssessment, NewSummary
from services.cases.case.api.contacts import NewContact
from services.cases.case.api.drug_tests import NewDrugTest
from services.cases.case.api.endings import NewEnding, NewNotice, NewReopening
from services.cases.case.api.opening import NewCase
from services.cases.case.api.programme import NewKind, NewResumption, NewStep, NewSuspension
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.contacts import RecordContact
from services.cases.case.drug_tests import RecordDrugTest
from services.cases.case.endings import EndCase, NotifyOfEnding, Outcome, ReopenCase
from services.cases.case.programme import (
    ChangeKind,
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.client.bodies import NewClient
from services.cases.workstation.api import NewWorkstation
from services.outreach.activity.api import NewSession
from services.outreach.publication.api import NewArticle

BODIES: Mapping[str, Any] = {
    "workstations": NewWorkstation,
    "clients": NewClient,
    "cases": NewCase,
    "activities": NewSession,
    "publications": NewArticle,
    "reporting-in": NewStep,
    "agreement": NewStep,
    "suspension": NewSuspension,
    "resumption": NewResumption,
    "kind": NewKind,
    "ending": NewEnding,
    "reopening": NewReopening,
    "notices": NewNotice,
    "contacts": NewContact,
    "drug-tests": NewDrugTest,
    "risk-assessments": NewRiskAssessment,
    "summaries": NewSummary,
    "evaluations": NewEvaluation,
}


def command_of(name: str, body: Any) -> decider.Command:
    """The command of an entry, by the last word of its path."""
    day = body.occurred_on
    match name:
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
            return RecordContact(uuid4(), day, body.mode)
        case "drug-tests":
            return RecordDrugTest(uuid4(), day, body.method, body.result, body.not_done_reason)
        case "summaries":
            return WriteSummary(uuid4(), day)
        case "evaluations":
            return MakeEvaluation(uuid4(), day, body.outcome, body.present)
        case _:
            assessed = (body.level, body.scheme, body.reasons, body.present)
            return AssessRisk(uuid4(), day, *assessed)
