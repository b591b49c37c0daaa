"""HTTP: risk assessments."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write, writes
from services.cases.case.assessments import AssessRisk
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class NewRiskAssessment(Body):
    """A risk assessment."""

    model_config = example(occurred_on="2019-06-03", level="medium")
    occurred_on: Day
    level: Annotated[str, Field(description="A level of the scheme", examples=["medium"])]


@router.post(
    "/v1/cases/{case_id}/risk-assessments",
    status_code=201,
    summary="Assess the client's risk",
    response_model=Written,
    responses={**examples.entered(6), **responses(409)},
)
async def assess_risk(
    request: Request,
    case_id: CaseId,
    body: NewRiskAssessment,
    call: Annotated[Call, writes(Category.ASSESSMENTS)],
) -> Response:
    """Record the level that a client's risk was assessed at."""
    return await write(request, call, case_id, AssessRisk(new_id(), body.occurred_on, body.level))
