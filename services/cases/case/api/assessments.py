"""HTTP: risk assessments, written summaries and evaluations."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.api.schemes import LevelCode, SchemeCode
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from shared.events.cases.assessments import DEFAULT_SCHEME, Evaluated, RiskReason
from shared.events.cases.contacts import Present
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.ASSESSMENTS)]
TookPart = Annotated[
    tuple[Present, ...],
    AtMost(20),
    Field(description="Who took part besides the client, by role; `police` where they did"),
]


class NewRiskAssessment(Body):
    """A risk assessment: a level of a scheme, what it rests on, and who took part.

    `note` is for the vault.
    """

    model_config = example(
        occurred_on="2019-06-03",
        level="medium",
        reasons=["no_income", "stable_life"],
        present=["social_worker", "police"],
    )
    occurred_on: Day
    level: Annotated[LevelCode, Field(description="A level of the scheme", examples=["medium"])]
    scheme: Annotated[
        SchemeCode, Field(description="The scheme that it was assessed by; see /v1/schemes")
    ] = DEFAULT_SCHEME
    reasons: Annotated[tuple[RiskReason, ...], AtMost(20)] = ()
    present: TookPart = ()
    note: Note | None = None


class NewSummary(Body):
    """The summary of a half year; its text, `note`, is for the vault."""

    model_config = example(occurred_on="2019-07-10", note="半年来按时报到，按时尿检，已找到工作。")
    occurred_on: Day
    note: Note


class NewEvaluation(Body):
    """How the programme was kept in a year, and who took part; `note` is for the vault."""

    model_config = example(
        occurred_on="2020-01-12", outcome="kept", present=["social_worker", "police"]
    )
    occurred_on: Day
    outcome: Evaluated
    present: TookPart = ()
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/risk-assessments",
    status_code=201,
    summary="Assess the client's risk",
    response_model=Written,
    responses={**examples.entered(6), **responses(409, 410)},
)
async def assess_risk(
    request: Request, case_id: CaseId, body: NewRiskAssessment, call: Writes
) -> Response:
    """Record the level that a client's risk was assessed at, in a programme or at large.

    The entry says how the level compares with that of the assessment before.
    """
    entry_id = new_id()
    command = AssessRisk(
        entry_id, body.occurred_on, body.level, body.scheme, body.reasons, body.present
    )
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/summaries",
    status_code=201,
    summary="Sum up the half year",
    response_model=Written,
    responses={**examples.entered(21), **responses(409, 410)},
)
async def write_summary(
    request: Request, case_id: CaseId, body: NewSummary, call: Writes
) -> Response:
    """Record the written summary of a programme's half year."""
    entry_id = new_id()
    command = WriteSummary(entry_id, body.occurred_on)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/evaluations",
    status_code=201,
    summary="Evaluate the year",
    response_model=Written,
    responses={**examples.entered(22), **responses(409, 410)},
)
async def make_evaluation(
    request: Request, case_id: CaseId, body: NewEvaluation, call: Writes
) -> Response:
    """Record how the programme was kept in a year."""
    entry_id = new_id()
    command = MakeEvaluation(entry_id, body.occurred_on, body.outcome, body.present)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )
