"""HTTP: leave."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write, writes
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave
from shared.events.cases.leave import LeaveReason
from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, Day, RegionCode, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]
LeaveId = Annotated[
    UUID, Path(description="The leave, as its report answered", examples=[examples.LEAVE_ID])
]
InWriting = Annotated[
    bool, Field(description="Whether it was reported in writing; needed from three days on")
]


class NewLeave(Body):
    """An absence that a client in a programme reports; it may lie ahead.

    `returns_on` is the first day back. `occurred_on` is the day of the report.
    """

    model_config = example(
        occurred_on="2019-04-01",
        leaves_on="2019-04-05",
        returns_on="2019-04-12",
        destination="410105000000",
        reason="family",
        in_writing=True,
    )
    occurred_on: Day
    leaves_on: AnyDay
    returns_on: AnyDay
    destination: RegionCode
    reason: LeaveReason
    in_writing: InWriting


class NewExtension(Body):
    """A later first day back; `occurred_on` is the day of the report."""

    model_config = example(occurred_on="2019-04-11", returns_on="2019-04-15", in_writing=True)
    occurred_on: Day
    returns_on: AnyDay
    in_writing: InWriting


class NewReturn(Body):
    """The day on which the client is back."""

    model_config = example(occurred_on="2019-04-15")
    occurred_on: Day


@router.post(
    "/v1/cases/{case_id}/leave",
    status_code=201,
    summary="Report a leave",
    response_model=Written,
    responses={**examples.entered(24), **responses(409)},
)
async def report_leave(request: Request, case_id: CaseId, body: NewLeave, call: Writes) -> Response:
    """Record that the client reports an absence from the county. It is reported, not approved.

    From three days on the report is in writing (戒毒条例 19). Leaves of one case do not overlap.
    """
    command = ReportLeave(
        new_id(),
        body.occurred_on,
        body.leaves_on,
        body.returns_on,
        body.destination,
        body.reason,
        body.in_writing,
    )
    return await write(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/leave/{leave_id}/extension",
    status_code=201,
    summary="Extend a leave",
    response_model=Written,
    responses={**examples.entered(25), **responses(409)},
)
async def extend_leave(
    request: Request, case_id: CaseId, leave_id: LeaveId, body: NewExtension, call: Writes
) -> Response:
    """Record that the client is back later than was said, before the return is recorded.

    The whole length of the leave says whether the report must be in writing.
    """
    command = ExtendLeave(new_id(), body.occurred_on, leave_id, body.returns_on, body.in_writing)
    return await write(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/leave/{leave_id}/return",
    status_code=201,
    summary="Return from a leave",
    response_model=Written,
    responses={**examples.entered(26), **responses(409)},
)
async def return_from_leave(
    request: Request, case_id: CaseId, leave_id: LeaveId, body: NewReturn, call: Writes
) -> Response:
    """Record that the client is back: on the day that was said, before it or after it."""
    return await write(
        request, call, case_id, ReturnFromLeave(new_id(), body.occurred_on, leave_id)
    )
