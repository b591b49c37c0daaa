"""HTTP: objections to a drug test's result, and re-checks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from services.cases.access import RESPONSIBLE
from services.cases.access_table import Category, Right
from services.cases.case import examples
from services.cases.case.api.drug_tests import Substances
from services.cases.case.api.parameters import CaseId, write
from services.cases.case.objections import DisputeDrugTest, RecheckDrugTest
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from shared.events.cases.drug_tests import DrugTestResult, Tester
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

TestId = Annotated[
    UUID, Path(description="As recording the test answered", examples=[examples.TEST_ID])
]
# Who was asked for a test is asked no more after it: what becomes of the result is not its part.
Writes = Annotated[Call, needs("cases:write", RESPONSIBLE, IfMatch.OPTIONAL)]


class NewObjection(Body):
    """The day of the objection, and the day on which the client was told of the result."""

    model_config = example(occurred_on="2019-03-17", told_on="2019-03-15")
    occurred_on: Day
    told_on: Day


class NewRecheck(Body):
    """What the test showed when it was made again elsewhere, by the same method."""

    model_config = example(occurred_on="2019-03-22", result="negative", tested_by="laboratory")
    occurred_on: Day
    result: DrugTestResult
    substances: Substances = ()
    tested_by: Tester


@router.post(
    "/v1/cases/{case_id}/drug-tests/{test_id}/objection",
    status_code=201,
    summary="The client objects to a test's result",
    response_model=Written,
    responses={**examples.entered(18), **responses(409)},
)
async def dispute_drug_test(
    request: Request, case_id: CaseId, test_id: TestId, body: NewObjection, call: Writes
) -> Response:
    """Record that the client objected, within three days of being told of the result.

    The result goes on counting until a re-check says otherwise.
    """
    command = DisputeDrugTest(new_id(), body.occurred_on, test_id, body.told_on)
    return await write(request, call, case_id, command, entitled=_writes_tests)


@router.post(
    "/v1/cases/{case_id}/drug-tests/{test_id}/recheck",
    status_code=201,
    summary="A test is checked again",
    response_model=Written,
    responses={**examples.entered(19), **responses(409)},
)
async def recheck_drug_test(
    request: Request, case_id: CaseId, test_id: TestId, body: NewRecheck, call: Writes
) -> Response:
    """Record what a positive test, or one that was objected to, showed when it was made again.

    Another kind of agency makes it than the first one, or another laboratory. From then on figures
    have this result in place of the first one, on the day of the test. The responsible agency
    enters it.
    """
    command = RecheckDrugTest(
        new_id(),
        body.occurred_on,
        test_id,
        body.result,
        body.substances,
        body.tested_by,
    )
    return await write(request, call, case_id, command, entitled=_writes_tests)


def _writes_tests(access: Access) -> None:
    """Being responsible does it only for a kind of agency that may write tests."""
    if not access.may(Category.TESTS, Right.WRITE):
        raise not_entitled()
