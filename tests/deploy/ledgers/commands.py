"""The calls that an import makes: their bodies, and the commands of entries."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from services.cases.case import decider
from services.cases.case.api.assessments import NewEvaluation, NewRiskAssessment, NewSummary
from services.cases.case.api.contacts import NewContact
from services.cases.case.api.opening import NewCase
from services.cases.case.api.programme import NewStep
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.contacts import RecordContact
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.client.bodies import NewClient
from services.cases.workstation.api import NewWorkstation
from services.outreach.activity.api import NewSession
from services.outreach.publication.api import NewArticle
from tests.deploy.ledgers import pretended_drug_tests

BODIES: Mapping[str, Any] = {
    "workstations": NewWorkstation,
    "clients": NewClient,
    "cases": NewCase,
    "activities": NewSession,
    "publications": NewArticle,
    "reporting-in": NewStep,
    "agreement": NewStep,
    "contacts": NewContact,
    "risk-assessments": NewRiskAssessment,
    "summaries": NewSummary,
    "evaluations": NewEvaluation,
    **pretended_drug_tests.BODIES,
}


def command_of(path: str, body: Any) -> decider.Command:
    """The command of an entry, by the last words of its path."""
    day = body.occurred_on
    *_, about, name = path.split("/")
    match name:
        case "reporting-in":
            return ReportIn(uuid4(), day)
        case "agreement":
            return SignAgreement(uuid4(), day)
        case "contacts":
            return RecordContact(uuid4(), day, body.mode)
        case _ if name in pretended_drug_tests.BODIES:
            return pretended_drug_tests.command_of(body, about)
        case "summaries":
            return WriteSummary(uuid4(), day)
        case "evaluations":
            return MakeEvaluation(uuid4(), day, body.outcome, body.present)
        case _:
            assessed = (body.level, body.scheme, body.reasons, body.present)
            return AssessRisk(uuid4(), day, *assessed)
