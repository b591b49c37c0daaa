"""HTTP: opening a case."""

import json
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import knows_client
from services.cases.case import examples
from services.cases.case.api.parameters import respond_of_case
from services.cases.case.decider import case, warnings
from services.cases.case.opening import ClientHasOpenCase, OpenCase, ReferenceTaken
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case
from services.cases.client.id_number import holds_id_number
from services.cases.client.particulars import Particulars
from services.cases.client.rules import Registered as KnownClient
from services.cases.client.rules import client
from services.cases.context import Context, context_of
from services.cases.streams import (
    case_stream,
    client_stream,
    open_case_claim,
    reference_claim,
    workstation_stream,
)
from services.cases.workstation.rules import Registered, workstation
from shared.answers import Answer
from shared.command_handler import Extras
from shared.events.cases.case import CaseKind
from shared.folding import fold_reference
from shared.http import problems
from shared.http.command_answers import Written, check_scope, respond
from shared.http.field_errors import FieldError, field_errors
from shared.http.fields import Body, Day, Name, RegionCode, example
from shared.http.operation import Call, Operation, needs
from shared.http.problems import Problem, responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken, VaultItem
from shared.text import Text
from shared.vault import Erased

router = APIRouter(route_class=Operation, tags=["cases"])


class NewCase(Body):
    """A case to open; `reference` is the agency's own number for the file.

    One that holds an ID number finds the case, and is not kept. The first steps of a programme
    may be given with it. `client_id` may be left out in a dry run alone; then nothing is checked
    about the person.
    """

    model_config = example(
        client_id=examples.CLIENT_ID,
        kind="community_detoxification",
        region=examples.REGION,
        workstation_id=examples.WORKSTATION_ID,
        decided_on="2019-01-10",
        reference=examples.REFERENCE,
    )
    client_id: Annotated[UUID | None, Field(description="Required unless Dry-Run")] = None
    kind: CaseKind
    region: RegionCode
    workstation_id: UUID | None = None
    decided_on: Day | None = None
    reported_in_on: Day | None = None
    agreement_signed_on: Day | None = None
    reference: Name | None = None


class CaseWritten(Written):
    """The answer to an opened case."""

    case_id: UUID


@router.post(
    "/v1/cases",
    status_code=201,
    summary="Open a case",
    response_model=CaseWritten,
    responses={**examples.OPENED, **responses(409, 410)},
)
async def open_case(
    request: Request, body: NewCase, call: Annotated[Call, needs("cases:write")]
) -> Response:
    """Open the one file of a client: a programme, with its first steps, or that of a user at large.

    All is written in one append, or nothing.
    """
    context = context_of(request)
    check_scope(call, body.region)
    client_id = _client_of(body, call)
    await _check_references(context, call, body)
    case_id = new_id()
    claims: list[Claim] = []
    if body.client_id is not None:
        claims.append(Claim(open_case_claim(client_id), str(case_id)))
    if body.reference is not None:
        claims.append(Claim(claim_of(context, call, body.reference), str(case_id)))
    command = OpenCase(
        case_id,
        client_id,
        body.kind,
        body.region,
        body.workstation_id,
        body.decided_on,
        ReportIn(new_id(), body.reported_in_on) if body.reported_in_on else None,
        SignAgreement(new_id(), body.agreement_signed_on) if body.agreement_signed_on else None,
        await _birth_of(context, call, body),
    )

    async def items(state: Case) -> list[VaultItem]:
        """The reference, for the vault."""
        if body.client_id is None or body.reference is None or holds_id_number(body.reference):
            return []
        return [await context.vault.item(case_id, client_id, {"reference": body.reference})]

    extras = Extras(
        {"case_id": str(case_id)}, claims, warnings=warnings(command, context.handler.today())
    )
    try:
        if body.reference is not None and await _is_claimed_as_before(
            context, call, body.reference
        ):
            raise ClaimTaken
        answer = await context.handler.handle(
            call,
            case,
            case_stream(case_id),
            command,
            new=True,
            extras=extras,
            items=items,
        )
    except ClaimTaken:
        replayed = await context.handler.replay(call)
        if replayed is not None:
            return await _respond(context, replayed)
        if await context.journal.holder(open_case_claim(client_id)) is not None:
            raise ClientHasOpenCase from None
        raise ReferenceTaken from None
    return await _respond(context, answer)


async def _respond(context: Context, answer: Answer) -> Response:
    """The answer of an opening, given now or before."""
    if not answer.replayed:
        return respond(answer)
    case_id = UUID(json.loads(answer.body)["case_id"])
    return await respond_of_case(context.handler, case_id, answer)


def _client_of(body: NewCase, call: Call) -> UUID:
    """The client's id; nobody's in a dry run that names none."""
    if body.client_id is not None:
        return body.client_id
    if call.dry_run:
        return UUID(int=0)
    raise problems.invalid(field_errors([{"type": "missing", "loc": ("body", "client_id")}]))


def claim_of(context: Context, call: Call, reference: str) -> str:
    """The claim of an agency's own number, in any spelling of it."""
    return _claim_of_text(context, call, fold_reference(reference))


async def holder_of(context: Context, call: Call, reference: str) -> str | None:
    """The id of the case with this number, if there is one.

    What was claimed before numbers were folded is found by the text as it was sent then, or in
    small letters.
    """
    for text in (fold_reference(reference), *_as_before(reference)):
        holder = await context.journal.holder(_claim_of_text(context, call, text))
        if holder is not None:
            return holder
    return None


async def _is_claimed_as_before(context: Context, call: Call, reference: str) -> bool:
    """Whether the number was claimed before numbers were folded."""
    claims = [_claim_of_text(context, call, text) for text in _as_before(reference)]
    return any([await context.journal.holder(claim) is not None for claim in claims])


def _as_before(reference: str) -> list[str]:
    """The texts by which a number may have been claimed before numbers were folded."""
    folded = fold_reference(reference)
    return [text for text in dict.fromkeys((reference, folded.lower())) if text != folded]


def _claim_of_text(context: Context, call: Call, text: str) -> str:
    """The claim of a text, by keyed hash: some use the ID number as their own number.

    No agency's name holds a line break, so that no two agencies' numbers are ever the same.
    """
    return reference_claim(context.vault.index(f"{call.caller.agency}\n{text}"))


async def _check_references(context: Context, call: Call, body: NewCase) -> None:
    """The agency must have registered the client; and the workstation, if named, must exist."""
    if body.client_id is not None and not await knows_client(context, call, body.client_id):
        raise _unknown("client", "服务对象")
    if body.workstation_id is not None:
        station = await context.handler.load(workstation, workstation_stream(body.workstation_id))
        if not isinstance(station.state, Registered):
            raise _unknown("workstation", "工作站")


async def _birth_of(context: Context, call: Call, body: NewCase) -> date | None:
    """The client's day of birth, to compare the decision with; None where it is not needed.

    Nor where the agency did not tell it itself: by trying days, it would find out a day that
    another agency gave beside a document. An ID number, which it has sent, tells the day anyway.
    """
    if body.client_id is None or body.decided_on is None:
        return None
    person = (await context.handler.load(client, client_stream(body.client_id))).state
    if not isinstance(person, KnownClient):
        return None
    try:
        kept = Particulars.read(await context.vault.content(person.item_id))
    except Erased:
        return None
    its_own = kept.id_number is not None or person.agency == call.caller.agency
    return kept.birth if its_own else None


def _unknown(what: str, what_zh: str) -> Problem:
    return problems.invalid(
        [
            FieldError(
                f"unknown_{what}",
                Text(
                    zh=f"本单位没有该{what_zh}的登记，请先登记。",
                    en=f"Your agency knows no {what} under this id; register it first.",
                ),
                pointer=f"/{what}_id",
            )
        ]
    )
