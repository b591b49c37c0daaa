"""HTTP: drug tests, and asking an agency for one."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import RESPONSIBLE, access_of
from services.cases.access_table import CARRIES, TESTS_FOR, Category, Relation, Right
from services.cases.agency_named import check_agency
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write, writes
from services.cases.case.drug_tests import AppointDrugTest, AskedItself, RecordDrugTest
from services.cases.context import context_of
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from shared.events.cases.drug_tests import DrugTestMethod, DrugTestResult, NotDoneReason
from shared.http.command_answers import Written, WrittenUnseen
from shared.http.fields import AnyDay, Body, Day, Name, example
from shared.http.openapi import perhaps_versioned
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class NewDrugTest(Body):
    """A drug test; a reason stands exactly where it was not done."""

    model_config = example(occurred_on="2019-03-15", result="not_done", not_done_reason="excused")
    occurred_on: Day
    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None
    appointment_id: Annotated[
        UUID | None, Field(description="The appointment that the test was made for")
    ] = None


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
    "/v1/cases/{case_id}/drug-tests",
    status_code=201,
    summary="Record a drug test",
    response_model=WrittenUnseen,
    responses={**perhaps_versioned(examples.entered(5)), **responses(409)},
)
async def record_drug_test(
    request: Request,
    case_id: CaseId,
    body: NewDrugTest,
    call: Annotated[Call, writes(Category.TESTS)],
) -> Response:
    """Record a test's result, or why a test that was due was not done.

    An agency that was asked for the test names its appointment, and is asked no more after it. The
    test is not earlier than the appointment. Who is nothing else to the case is shown no version:
    `version` is null, there is no ETag, and it sends no If-Match (400 `no-version-shown`).
    """
    command = RecordDrugTest(
        new_id(),
        body.occurred_on,
        body.method,
        body.result,
        body.not_done_reason,
        body.appointment_id,
    )

    def entitled(access: Access) -> None:
        """Who was only asked for a test enters that one; any other is not the caller's."""
        is_asked = body.appointment_id in access.subjects
        carries = access.caller.kind in CARRIES and Relation.RESPONSIBLE in access.relations
        if not carries and not is_asked:
            raise not_entitled()

    return await write(request, call, case_id, command, entitled=entitled)


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
