"""HTTP: taking an entry back, or the opening of a case."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic_core import from_json

from services.cases.access import RESPONSIBLE
from services.cases.access_table import Right
from services.cases.case import examples
from services.cases.case.api.endings import gives_up_the_person, takes_the_person
from services.cases.case.api.parameters import CaseClaims, CaseId, write
from services.cases.case.categories import category_of
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.context import context_of
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from services.cases.streams import case_stream
from shared.events import Voidable
from shared.events.cases.case import CaseOpened
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.corrections import StoredEntry, VoidReason
from shared.http import problems
from shared.http.command_answers import Written
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses

router = APIRouter(route_class=Operation, tags=["entries"])


# Others rest on the entry that most examples show.
_VOIDED: Any = Path(description="As its writing answered", examples=[examples.FOLLOW_UP_ID])


class Voiding(Body):
    """Why an entry is void."""

    model_config = example(reason="mistaken")
    reason: VoidReason


@router.post(
    "/v1/cases/{case_id}/entries/{entry_id}/void",
    status_code=201,
    summary="Make an entry void",
    response_model=Written,
    responses={**examples.entered(8), **responses(409, 429)},
)
async def void_entry(
    request: Request,
    case_id: CaseId,
    entry_id: Annotated[UUID, _VOIDED],
    body: Voiding,
    call: Annotated[
        Call, needs("cases:write", RESPONSIBLE, IfMatch.REQUIRED, seen=examples.FOLLOW_UP)
    ],
) -> Response:
    """Take back an entry that was a mistake; it stays in the ledger and counts no more.

    The opening of a case is an entry too. Once no other one counts, it can be made void: then the
    case takes no more entries, and its client and reference are free for another.

    To take back an ending is refused where the person has an open file elsewhere by now, and says
    no more: it is logged, and counts, as a reopening does.
    """
    journal = context_of(request).journal
    stored = await journal.find(case_stream(case_id), entry_id)
    event = None if stored is None else case.read(stored.type, stored.data)
    if stored is None or not isinstance(event, Voidable):
        raise problems.not_found()
    category = category_of(stored.type)
    entry = StoredEntry(entry_id, stored.type, from_json(stored.data))
    command = VoidEntry(entry, body.reason)

    async def names() -> CaseClaims:
        match event:  # of a person, one file is open
            case CaseOpened():
                return CaseClaims(released=await journal.claims_of(str(case_id)))
            case CaseEnded():
                return await takes_the_person(request, call, case_id)
            case CaseReopened():
                return await gives_up_the_person(request, case_id)
            case _:
                return CaseClaims()

    def entitled(access: Access) -> None:
        if not access.may(category, Right.WRITE):
            raise not_entitled()

    return await write(request, call, case_id, command, entitled=entitled, names=names)
