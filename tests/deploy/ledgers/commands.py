"""The calls that a pretended service takes: their bodies, their commands, the entries of a case."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from services.cases.case import decider
from services.cases.case.api.assessments import NewEvaluation, NewRiskAssessment, NewSummary
from services.cases.case.api.contacts import NewContact, NewFollowUp
from services.cases.case.api.drug_tests import NewDrugTest
from services.cases.case.api.opening import NewCase
from services.cases.case.api.programme import NewStep
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.contacts import FollowUpCrisis, RecordContact
from services.cases.case.drug_tests import RecordDrugTest
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case, Existing
from services.cases.client.bodies import NewClient
from services.cases.workstation.api import NewWorkstation
from services.outreach.activity.api import NewSession
from services.outreach.publication.api import NewArticle
from shared.events import type_of

BODIES: Mapping[str, Any] = {
    "workstations": NewWorkstation,
    "clients": NewClient,
    "cases": NewCase,
    "activities": NewSession,
    "publications": NewArticle,
    "reporting-in": NewStep,
    "agreement": NewStep,
    "contacts": NewContact,
    "follow-up": NewFollowUp,
    "drug-tests": NewDrugTest,
    "risk-assessments": NewRiskAssessment,
    "summaries": NewSummary,
    "evaluations": NewEvaluation,
}


def command_of(path: str, body: Any) -> decider.Command:
    """What a body that is posted to a path below a case asks for."""
    day = body.occurred_on
    match path.rpartition("/")[2]:
        case "reporting-in":
            return ReportIn(uuid4(), day)
        case "agreement":
            return SignAgreement(uuid4(), day)
        case "contacts":
            command: RecordContact = body.command(uuid4())
            return command
        case "follow-up":
            return FollowUpCrisis(uuid4(), day, UUID(path.split("/")[5]), body.outcome)
        case "drug-tests":
            return RecordDrugTest(uuid4(), day, body.method, body.result, body.not_done_reason)
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
