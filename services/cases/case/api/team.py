"""HTTP: the support team of a case: who is in it, who joins, who leaves."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from services.cases.access import access_of, on_case, still
from services.cases.access_table import SUPPORTS, Category, Right
from services.cases.agency_named import check_agency
from services.cases.case import examples, examples_of_support
from services.cases.case.api.named_workers import check_named, check_not_clients
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.decider import case
from services.cases.case.state import Existing
from services.cases.case.team import HandOver, JoinTeam, LeaveTeam, lacking, team_of
from services.cases.context import context_of
from services.cases.staff.examples import WORKER_ID
from services.cases.staff.known import check_workers
from services.cases.streams import case_stream
from shared.events.cases.team import FamilyTie, TeamLeaving
from shared.http import problems
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Name, Note, example
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.policies.in_force import policies_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["team"])

Writes = Annotated[Call, writes(Category.TEAM)]


def _joining(shown: str) -> Any:
    return Path(description="As the joining answered", examples=[shown])


JoiningId = Annotated[UUID, _joining(examples.JOINING_ID)]
TakenOver = Annotated[UUID, _joining(examples.TAKING_OVER_ID)]


class NewMember(Body):
    """Who joins: a worker of the roster, an agency's, or one of the family; note for the vault.

    Without `agency` a worker is of the caller's own. Of the family, `family` says who it is.
    """

    model_config = example(occurred_on="2019-03-20", role="social_worker", paired=True)
    occurred_on: Day
    role: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,59}$", examples=["social_worker"])]
    agency: Annotated[Name | None, Field(description="Its id in the register of agencies")] = None
    worker_id: UUID | None = None
    paired: bool = False
    family: FamilyTie | None = None
    note: Note | None = None


class LeavingTeam(Body):
    """From which day somebody is in the team no more, and why; note for the vault."""

    model_config = example(occurred_on="2020-03-20", reason="handed_over")
    occurred_on: Day
    reason: TeamLeaving
    note: Note | None = None


class Handover(Body):
    """Who takes over, and from which day on; what is to be known of the case, for the vault."""

    model_config = example(occurred_on="2020-03-20", worker_id=WORKER_ID)
    occurred_on: Day
    worker_id: UUID
    note: Note | None = None


class TeamMember(BaseModel):
    """A member of the team."""

    joining_id: UUID
    role: str
    joined_on: date
    agency: str
    worker_id: UUID | None
    paired: bool
    family: FamilyTie | None


class Lack(BaseModel):
    """How many members a team lacks in a role."""

    role: str
    role_name: Text
    number: int


def lacks_of(lacking: Mapping[str, int]) -> list[Lack]:
    """As they are shown, by the names of the roles."""
    names = policies_in_force().team_roles
    return [
        Lack(role=role, role_name=names[role], number=number) for role, number in lacking.items()
    ]


class SupportTeam(BaseModel):
    """The team of a case as it is now, and what it lacks by the policies."""

    case_id: UUID
    members: list[TeamMember]
    lacking: list[Lack]


@router.post(
    "/v1/cases/{case_id}/team",
    status_code=201,
    summary="Somebody joins the team",
    response_model=Written,
    responses={**examples.entered(51), **responses(409, 410)},
)
async def join_team(request: Request, case_id: CaseId, body: NewMember, call: Writes) -> Response:
    """Take a member into the support team.

    The agency of a member has a part in the case as long as the member is in the team. Nobody is a
    worker in the team of their own file.
    """
    context = context_of(request)
    agency = body.agency or ("" if body.family else call.caller.agency)
    if body.agency is not None:
        check_agency(context, body.agency, SUPPORTS, access_of(request).region, "agency")
    named = [] if body.worker_id is None else [(body.worker_id, "/worker_id")]
    if agency == call.caller.agency:
        await check_workers(context, call, named, body.occurred_on)
    await check_not_clients(request, call, case_id, named)
    entry_id = new_id()
    command = JoinTeam(
        entry_id,
        body.occurred_on,
        body.role,
        agency,
        body.worker_id,
        body.paired,
        body.family,
        access_of(request).agency,
    )
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/team/{joining_id}/handover",
    status_code=201,
    summary="Another worker takes over",
    response_model=Written,
    responses={**examples.entered(53), **responses(409, 410)},
)
async def hand_over(
    request: Request, case_id: CaseId, joining_id: JoiningId, body: Handover, call: Writes
) -> Response:
    """A worker of your agency takes over from another: the one leaves, the other joins, at once.

    Who hands over stays in the history. For all cases of a worker there is
    `POST /v1/workers/{worker_id}/handover`.
    """
    agency = call.caller.agency
    await check_named(request, call, case_id, [(body.worker_id, "/worker_id")], body.occurred_on)
    entry_id, next_id = new_id(), new_id()
    command = HandOver(entry_id, body.occurred_on, joining_id, next_id, agency, body.worker_id)
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/team/{joining_id}/leaving",
    status_code=201,
    summary="Somebody leaves the team",
    response_model=Written,
    responses={**examples.entered(54), **responses(409, 410)},
)
async def leave_team(
    request: Request, case_id: CaseId, joining_id: TakenOver, body: LeavingTeam, call: Writes
) -> Response:
    """Record that a member is in the team no more; with it ends the part of the member's agency."""
    entry_id = new_id()
    command = LeaveTeam(entry_id, body.occurred_on, joining_id, body.reason)
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.get(
    "/v1/cases/{case_id}/team",
    summary="The support team",
    response_model=SupportTeam,
    responses=examples_of_support.TEAM,
)
async def read_team(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", on_case(Category.TEAM, Right.READ))],
) -> Response:
    """Who is in the team of a case now."""
    context = context_of(request)
    loaded = await context.handler.load(case, case_stream(case_id))
    await still(request, loaded.version)
    if not isinstance(loaded.state, Existing):
        raise problems.not_found()
    members = [
        TeamMember(
            joining_id=member.entry_id,
            role=member.role,
            joined_on=member.occurred_on,
            agency=member.agency,
            worker_id=member.worker_id,
            paired=member.paired,
            family=member.family,
        )
        for member in team_of(loaded.state.file).values()
    ]
    lacks = lacks_of(lacking(loaded.state.file, context.handler.today()))
    team = SupportTeam(case_id=case_id, members=members, lacking=lacks)
    return Response(team.model_dump_json(), media_type="application/json")
