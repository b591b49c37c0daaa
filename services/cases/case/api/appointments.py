"""HTTP: asking an agency to test a client."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import RESPONSIBLE, access_of
from services.cases.access_table import TESTS_FOR, Category, Right
from services.cases.agency_named import check_agency
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write
from services.cases.case.entries import AppointDrugTest, AskedItself
from services.cases.context import context_of
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, Name, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class NewAppointment(Body):
    """Which agency is asked for a test, and by when."""

    model_config = example(
        asked_of=examples.LABORATORY, due_on="2019-03-20", occurred_on="2019-03-15"
    )
    asked_of: Annotated[Name, Field(description="Its id in the register of agencies")]
    due_on: Annotated[AnyDay, Field(description="At most 12 months after the day it was asked on")]
    occurred_on: Annotated[
        AnyDay | None, Field(description="The day it was asked on; today where left out")
    ] = None


@router.post(
    "/v1/cases/{case_id}/test-appointments",
    status_code=201,
    summary="Ask an agency for a test",
    response_model=Written,
    responses={**examples.entered(7), **responses(409)},
)
async def appoint_drug_test(
    request: Request,
    case_id: CaseId,
    body: NewAppointment,
    call: Annotated[Call, needs("cases:write", RESPONSIBLE, IfMatch.OPTIONAL)],
) -> Response:
    """Ask an agency of the region for a test: it sees this appointment, and enters the test.

    Its part in the case ends with the test, or when the appointment is made void. It can read who
    the person is until 30 days after the test is due; after that it can only enter the test.
    """
    context, access = context_of(request), access_of(request)

    def entitled(access: Access) -> None:
        if not access.may(Category.TESTS, Right.WRITE):
            raise not_entitled()
        if body.asked_of == access.agency:
            raise AskedItself

    entitled(access)
    check_agency(context, body.asked_of, TESTS_FOR, access.region, "asked_of")
    asked_on: date = body.occurred_on or context.handler.today()
    command = AppointDrugTest(new_id(), asked_on, body.asked_of, body.due_on)
    return await write(request, call, case_id, command, entitled=entitled)
