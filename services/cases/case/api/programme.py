"""HTTP: the steps of a programme."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write, writes
from services.cases.case.programme import ReportIn, SignAgreement
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]


class NewStep(Body):
    """A step of the programme; it has no more than its day."""

    model_config = example(occurred_on="2019-01-12")
    occurred_on: Day


@router.post(
    "/v1/cases/{case_id}/reporting-in",
    status_code=201,
    summary="The client reports in",
    response_model=Written,
    responses={**examples.entered(2), **responses(409)},
)
async def report_in(request: Request, case_id: CaseId, body: NewStep, call: Writes) -> Response:
    """Record that the client reported in (戒毒条例 14: within 15 days of the decision)."""
    return await write(request, call, case_id, ReportIn(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/agreement",
    status_code=201,
    summary="The client signs the agreement",
    response_model=Written,
    responses={**examples.entered(3), **responses(409)},
)
async def sign_agreement(
    request: Request, case_id: CaseId, body: NewStep, call: Writes
) -> Response:
    """Record the signed agreement (戒毒条例 16)."""
    return await write(request, call, case_id, SignAgreement(new_id(), body.occurred_on))
