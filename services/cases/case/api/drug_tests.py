"""HTTP: drug tests, their samples, and appointing them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import RESPONSIBLE, access_of
from services.cases.access_table import CARRIES, TESTS_FOR, Category, Relation, Right
from services.cases.agency_named import check_agency
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, Entitled, write, writes
from services.cases.case.drug_test_refusals import AskedItself
from services.cases.case.drug_tests import AppointDrugTest, RecordDrugTest, TakeSample
from services.cases.context import context_of
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
    Tester,
    TestPlace,
    TestReason,
)
from shared.events.cases.person import Substance
from shared.http.command_answers import Written, WrittenUnseen
from shared.http.fields import AnyDay, AtMost, Body, Day, Name, example
from shared.http.openapi import perhaps_versioned
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.TESTS)]
AppointmentId = Annotated[
    UUID | None, Field(description="The appointment that it was made for; a test may have none")
]
Substances = Annotated[
    tuple[Substance, ...],
    AtMost(len(Substance)),
    Field(description="What a positive test was positive for; empty where it is not known"),
]
Why = Annotated[TestReason | None, Field(description="Why the test is made")]


class NewDrugTest(Body):
    """A drug test; a reason why not stands exactly where it was not done.

    `tested_by` of a test that was not done is who would have made it.
    """

    model_config = example(
        occurred_on="2019-03-15",
        result="positive",
        substances=["methamphetamine"],
        tested_by="police",
        reason="scheduled",
    )
    occurred_on: Day
    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None
    appointment_id: AppointmentId = None
    sample_id: Annotated[
        UUID | None, Field(description="The sample that was tested, where its taking is recorded")
    ] = None
    substances: Substances = ()
    tested_by: Tester | None = None
    reason: Why = None


class NewSample(Body):
    """A sample, where it was taken and by whom; its result is recorded later, and names it."""

    model_config = example(
        occurred_on="2019-03-18",
        method="hair",
        place="hospital",
        taken_by="hospital",
        appointment_id=examples.APPOINTMENT_ID,
    )
    occurred_on: Day
    method: DrugTestMethod
    place: TestPlace
    taken_by: Tester
    appointment_id: AppointmentId = None


class NewAppointment(Body):
    """By when a test is due, where, and which agency is asked for it, if not the caller's own."""

    model_config = example(
        asked_of=examples.LABORATORY,
        due_on="2019-03-20",
        occurred_on="2019-03-15",
        method="hair",
        place="hospital",
        reason="scheduled",
    )
    asked_of: Annotated[
        Name | None,
        Field(
            description="Its id in the register of agencies; left out where the responsible agency"
            " makes the test itself"
        ),
    ] = None
    due_on: Annotated[AnyDay, Field(description="At most 12 months after the day it was asked on")]
    occurred_on: Annotated[
        AnyDay | None, Field(description="The day it was asked on; today where left out")
    ] = None
    method: DrugTestMethod | None = None
    place: TestPlace | None = None
    reason: Why = None


@router.post(
    "/v1/cases/{case_id}/drug-tests",
    status_code=201,
    summary="Record a drug test",
    response_model=WrittenUnseen,
    responses={**perhaps_versioned(examples.entered(5)), **responses(409)},
)
async def record_drug_test(
    request: Request, case_id: CaseId, body: NewDrugTest, call: Writes
) -> Response:
    """Record a test's result, or why a test that was due was not done.

    An agency that was asked for the test names its appointment, and is asked no more after it. The
    test is not earlier than the appointment. Where a sample of the appointment was recorded, the
    result names it. Who is nothing else to the case is shown no version: `version` is null, there
    is no ETag, and it sends no If-Match (400 `no-version-shown`).
    """
    command = RecordDrugTest(
        new_id(),
        body.occurred_on,
        body.method,
        body.result,
        body.not_done_reason,
        body.appointment_id,
        body.sample_id,
        body.substances,
        body.tested_by,
        body.reason,
    )
    entitled = _of_appointment(body.appointment_id)
    return await write(request, call, case_id, command, entitled=entitled)


@router.post(
    "/v1/cases/{case_id}/test-appointments",
    status_code=201,
    summary="Appoint a test",
    response_model=Written,
    responses={**examples.entered(7), **responses(409)},
)
async def appoint_drug_test(
    request: Request,
    case_id: CaseId,
    body: NewAppointment,
    call: Annotated[Call, needs("cases:write", RESPONSIBLE, IfMatch.OPTIONAL)],
) -> Response:
    """Appoint a test. An agency of the region that is asked for it sees this appointment, and
    enters the sample and the test.

    Its part in the case ends with the test, or when the appointment is made void. It can read who
    the person is until 30 days after the test is due; after that it can only enter the test. A test
    that the responsible agency makes itself gives nobody a part.
    """
    context, access = context_of(request), access_of(request)

    def entitled(access: Access) -> None:
        if not access.may(Category.TESTS, Right.WRITE):
            raise not_entitled()
        if body.asked_of == access.agency:
            raise AskedItself

    entitled(access)
    if body.asked_of is not None:
        check_agency(context, body.asked_of, TESTS_FOR, access.region, "asked_of")
    asked_on: date = body.occurred_on or context.handler.today()
    command = AppointDrugTest(
        new_id(),
        asked_on,
        body.asked_of or "",
        body.due_on,
        body.method,
        body.place,
        body.reason,
    )
    return await write(request, call, case_id, command, entitled=entitled)


@router.post(
    "/v1/cases/{case_id}/samples",
    status_code=201,
    summary="Record a sample",
    response_model=WrittenUnseen,
    responses={**perhaps_versioned(examples.entered(17)), **responses(409)},
)
async def take_sample(request: Request, case_id: CaseId, body: NewSample, call: Writes) -> Response:
    """Record that a sample was taken; it waits for its result, which names it (`sample_id`).

    An agency that was asked for the test names its appointment, and goes on being asked until the
    result. It is shown no version, as when it records a test.
    """
    command = TakeSample(
        new_id(), body.occurred_on, body.method, body.place, body.taken_by, body.appointment_id
    )
    entitled = _of_appointment(body.appointment_id)
    return await write(request, call, case_id, command, entitled=entitled)


def _of_appointment(appointment_id: UUID | None) -> Entitled:
    """Who was only asked for a test enters that one; any other is not the caller's."""

    def entitled(access: Access) -> None:
        is_asked = appointment_id in access.subjects
        carries = access.caller.kind in CARRIES and Relation.RESPONSIBLE in access.relations
        if not carries and not is_asked:
            raise not_entitled()

    return entitled
