"""HTTP: departures without a report, what is decided on findings, and the report to the police."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import (
    CaseId,
    kept_of,
    write,
    write_what_follows,
    writes,
)
from services.cases.case.findings import (
    ConfirmFinding,
    DismissFinding,
    FindDeparture,
    Proposed,
    TellPolice,
)
from services.cases.context import context_of
from services.cases.duties.history import History
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.proposals import proposals
from shared.events.cases.findings import Condition, DismissalReason, FindingBasis
from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]
Decides = Annotated[Call, writes(Category.PROGRAMME, act=True)]
FindingId = Annotated[
    UUID, Path(description="As its confirmation answered", examples=[examples.FINDING_ID])
]
By = Annotated[
    Condition, Field(description="By which condition it is proposed: one finding at a time is")
]
Seen = Annotated[
    UUID | None,
    Field(
        description="The proposal that you saw, as `…/findings` and the worklist have it: where it"
        " is made of other entries by now, nothing is decided"
    ),
]


class NewDeparture(Body):
    """A departure from the county without a report; `occurred_on` is the day it was found.

    `back_on` is the first day back. Without it the client is away until seen in person.
    """

    model_config = example(occurred_on="2019-05-26", left_on="2019-04-20", back_on="2019-05-26")
    occurred_on: Day
    left_on: Day
    back_on: AnyDay | None = None


class NewFinding(Body):
    """What is proposed by a condition is so; the note says how it was looked into."""

    model_config = example(occurred_on="2019-05-28", condition="absence", basis="client_heard")
    occurred_on: Day
    condition: By
    basis: FindingBasis
    proposal_id: Seen = None
    note: Note | None = None


class NewDismissal(Body):
    """What is proposed by a condition is not so, or excused; the note says why in words."""

    model_config = example(
        occurred_on="2020-01-14", condition="not_reached", reason="client_reached"
    )
    occurred_on: Day
    condition: By
    reason: DismissalReason
    proposal_id: Seen = None
    note: Note | None = None


class NewPoliceNotice(Body):
    """The day on which the police were told."""

    model_config = example(occurred_on="2019-05-29")
    occurred_on: Day
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/departures",
    status_code=201,
    summary="The client left without a report",
    response_model=Written,
    responses={**examples.entered(61), **responses(409)},
)
async def find_departure(
    request: Request, case_id: CaseId, body: NewDeparture, call: Writes
) -> Response:
    """Record that a client in a programme had left the county without reporting it (戒毒条例 19).

    A leave that was reported and overstayed needs no such entry: its days count by themselves.
    """
    command = FindDeparture(new_id(), body.occurred_on, body.left_on, body.back_on)
    return await write(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/findings",
    status_code=201,
    summary="Confirm a finding that is proposed",
    response_model=Written,
    responses={**examples.entered(62), **responses(409, 410)},
)
async def confirm_finding(
    request: Request, case_id: CaseId, body: NewFinding, call: Decides
) -> Response:
    """Record that a person confirmed what is proposed, as of the day of the decision.

    It changes no programme. The police must be told of it; only they decide what follows.
    """
    entry_id = new_id()

    async def made_of(history: History | None) -> ConfirmFinding:
        proposed = await _proposed(request, history, body.condition, body.occurred_on)
        return ConfirmFinding(
            entry_id, body.occurred_on, body.condition, proposed, body.proposal_id, body.basis
        )

    items = kept_of(request, entry_id, {"note": body.note})
    return await write_what_follows(request, call, case_id, made_of, items)


@router.post(
    "/v1/cases/{case_id}/dismissed-findings",
    status_code=201,
    summary="Dismiss a finding that is proposed",
    response_model=Written,
    responses={**examples.entered(63), **responses(409, 410)},
)
async def dismiss_finding(
    request: Request, case_id: CaseId, body: NewDismissal, call: Decides
) -> Response:
    """Record that a person dismissed what is proposed, as of the day of the decision, and why.

    It is not proposed again of the same entries; with a further one it is.
    """
    entry_id = new_id()

    async def made_of(history: History | None) -> DismissFinding:
        proposed = await _proposed(request, history, body.condition, body.occurred_on)
        return DismissFinding(
            entry_id, body.occurred_on, body.condition, proposed, body.proposal_id, body.reason
        )

    items = kept_of(request, entry_id, {"note": body.note})
    return await write_what_follows(request, call, case_id, made_of, items)


@router.post(
    "/v1/cases/{case_id}/findings/{finding_id}/police-notice",
    status_code=201,
    summary="The police are told of a finding",
    response_model=Written,
    responses={**examples.entered(64), **responses(409, 410)},
)
async def tell_police(
    request: Request, case_id: CaseId, finding_id: FindingId, body: NewPoliceNotice, call: Writes
) -> Response:
    """Record that the police were told of a confirmed finding (禁毒法 35: promptly)."""
    entry_id = new_id()
    items = kept_of(request, entry_id, {"note": body.note})
    command = TellPolice(entry_id, body.occurred_on, finding_id)
    return await write(request, call, case_id, command, items)


async def _proposed(
    request: Request, history: History | None, condition: Condition, day: date
) -> Proposed | None:
    """What is proposed by a condition on a day; nothing of a day that has not come."""
    context = context_of(request)
    if history is None or day > context.handler.today():
        return None
    versions = await versions_in_force(context)
    found = proposals(history, versions, day)
    return next((each for each in found if each.condition is condition), None)
