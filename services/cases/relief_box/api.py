"""HTTP: the relief box of a workstation (爱心救助箱)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic_core import from_json

from services.cases.context import context_of
from services.cases.relief_box import examples
from services.cases.relief_box.bodies import (
    BoxFacts,
    Goods,
    NewDonation,
    NewProposal,
    NewRelease,
    PaperRelease,
    Proposal,
    ReliefVoiding,
)
from services.cases.relief_box.rules import (
    MONEY,
    Donate,
    EnterRelief,
    ProposeRelief,
    ReleaseRelief,
    VoidRelief,
    box,
)
from services.cases.relief_box.writing import common, person, write, write_for
from services.cases.staff.known import are_one_person, check_workers
from services.cases.streams import relief_box_stream
from services.cases.workstation.access import AT_STATION, station_of
from services.cases.workstation.api import WorkstationId
from services.cases.workstation.keeping import KEEPS_STATION
from shared.events.cases.relief_boxes import (
    ReliefDonated,
    ReliefProposed,
    ReliefReleased,
)
from shared.events.corrections import StoredEntry
from shared.http import problems
from shared.http.command_answers import Written
from shared.http.operation import Call, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.money import in_yuan

router = APIRouter(route_class=Operation, tags=["points"])

Writes = Annotated[Call, needs("cases:write", KEEPS_STATION)]
Imports = Annotated[Call, needs("cases:write", KEEPS_STATION, also=("cases:import",), act=True)]
InPerson = Annotated[Call, needs("cases:write", KEEPS_STATION, act=True)]


def _entry_id(shown: str) -> Any:
    return Path(description="As its writing answered", examples=[shown])


ProposalId = Annotated[UUID, _entry_id(examples.PROPOSAL_ID)]
VoidedId = Annotated[UUID, _entry_id(examples.RELEASE_ID)]


@router.post(
    "/v1/workstations/{workstation_id}/relief-box/donations",
    status_code=201,
    summary="Enter a donation",
    response_model=Written,
    responses={**examples.entered(1), **responses(409)},
)
async def donate(
    request: Request, workstation_id: WorkstationId, body: NewDonation, call: Writes
) -> Response:
    """Record what was given into the box, money or goods."""
    command = Donate(**common(request, body.occurred_on), amount=body.amount())
    return await write(request, call, command)


@router.post(
    "/v1/workstations/{workstation_id}/relief-box/proposals",
    status_code=201,
    summary="Propose relief",
    response_model=Written,
    responses={**examples.entered(2), **responses(409)},
)
async def propose_relief(
    request: Request, workstation_id: WorkstationId, body: NewProposal, call: InPerson
) -> Response:
    """Propose relief from the box, which another person releases then.

    A case must be one in which your agency may enter help.
    """
    command = ProposeRelief(
        **common(request, body.occurred_on),
        amount=body.amount(),
        purpose=body.purpose,
        case_id=body.case_id,
        by=person(request, call),
    )
    return await write_for(request, call, body.case_id, command)


@router.post(
    "/v1/workstations/{workstation_id}/relief-box/releases",
    status_code=201,
    summary="Enter relief that was given out on paper",
    response_model=Written,
    responses={**examples.entered(6), **responses(409)},
)
async def enter_relief(
    request: Request, workstation_id: WorkstationId, body: PaperRelease, call: Imports
) -> Response:
    """Record relief that two workers of your roster proposed and released before it was entered
    here, as the box's ledger on paper has it; your agency answers for both names.

    The proposal is recorded with it; the answer is that of the release. What is done now is
    proposed and released by two persons, each with a token of their own.
    """
    context = context_of(request)
    command = EnterRelief(
        **common(request, body.occurred_on),
        proposal_id=new_id(),
        amount=body.amount(),
        purpose=body.purpose,
        case_id=body.case_id,
        proposed_on=body.proposed_on or body.occurred_on,
        proposed_by=body.proposed_by,
        released_by=body.released_by,
        are_one=await are_one_person(context, body.proposed_by, body.released_by),
    )
    proposed, released = (body.proposed_by, "/proposed_by"), (body.released_by, "/released_by")
    await check_workers(context, call, [proposed], command.proposed_on)
    await check_workers(context, call, [released], command.occurred_on)
    named = (proposed, released)
    return await write_for(request, call, body.case_id, command, named, about=1)  # the release


@router.post(
    "/v1/workstations/{workstation_id}/relief-box/proposals/{proposal_id}/release",
    status_code=201,
    summary="Release relief",
    response_model=Written,
    responses={**examples.entered(3), **responses(409)},
)
async def release_relief(
    request: Request,
    workstation_id: WorkstationId,
    proposal_id: ProposalId,
    body: NewRelease,
    call: InPerson,
) -> Response:
    """Release what another person has proposed; who proposed it is refused.

    Both are told apart by the users in the tokens. Nothing leaves that is not in the box.
    """
    command = ReleaseRelief(
        **common(request, body.occurred_on), proposal_id=proposal_id, by=person(request, call)
    )
    return await write(request, call, command)


@router.post(
    "/v1/workstations/{workstation_id}/relief-box/entries/{entry_id}/void",
    status_code=201,
    summary="Make an entry of the box void",
    response_model=Written,
    responses={**examples.entered(4), **responses(409)},
)
async def void_relief(
    request: Request,
    workstation_id: WorkstationId,
    entry_id: VoidedId,
    body: ReliefVoiding,
    call: InPerson,
) -> Response:
    """Take back a donation or a release that was a mistake, or a proposal that is dropped.

    A release needs two persons, and so does its void: who released it is refused.
    A donation of which something has left the box already stays until that is made void.
    """
    stream = relief_box_stream(station_of(request).workstation_id)
    stored = await context_of(request).journal.find(stream, entry_id)
    event = None if stored is None else box.read(stored.type, stored.data)
    if stored is None or not isinstance(event, ReliefDonated | ReliefProposed | ReliefReleased):
        raise problems.not_found()
    entry = StoredEntry(entry_id, stored.type, from_json(stored.data))
    station_id, by = station_of(request).workstation_id, person(request, call)
    command = VoidRelief(station_id, entry, body.reason, by)
    return await write(request, call, command)


@router.get(
    "/v1/workstations/{workstation_id}/relief-box",
    summary="The relief box of a workstation",
    response_model=BoxFacts,
    responses=examples.BOX,
)
async def read_relief_box(
    request: Request,
    workstation_id: WorkstationId,
    call: Annotated[Call, reads("cases:read", AT_STATION)],
) -> Response:
    """What is in the box, and what waits to be released."""
    loaded = await context_of(request).handler.load(box, relief_box_stream(workstation_id))
    held, proposed = loaded.state.holds, loaded.state.proposed
    facts = BoxFacts(
        workstation_id=workstation_id,
        version=loaded.version,
        amount_fen=held.get(MONEY, 0),
        amount_yuan=in_yuan(held.get(MONEY, 0)),
        goods=[
            Goods(name=name, quantity=number)
            for name, number in sorted(held.items())
            if name != MONEY and number
        ],
        proposals=[
            Proposal(
                proposal_id=each.entry_id,
                occurred_on=each.occurred_on,
                purpose=each.purpose,
                amount_fen=each.amount_fen,
                goods=each.goods,
                quantity=each.quantity,
                is_for_a_case=each.case_id is not None,
            )
            for each in proposed.values()
        ],
    )
    headers = {"ETag": f'"{loaded.version}"'}
    return Response(facts.model_dump_json(), 200, headers, "application/json")
