"""HTTP: what was noted at an entry."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import access_of, on_case, still
from services.cases.access_table import Category, Right
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, EntryId
from services.cases.context import context_of
from services.cases.personal_data import Why, not_cached, read_vault
from services.cases.queries import Query
from services.cases.streams import case_stream
from shared.http import problems
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses

router = APIRouter(route_class=Operation, tags=["entries"])


class Particulars(BaseModel):
    """What the vault keeps of an entry."""

    entry_id: UUID
    note: str | None
    worker: str | None
    document_number: str | None


@router.get(
    "/v1/cases/{case_id}/entries/{entry_id}/particulars",
    summary="What was noted at an entry",
    response_model=Particulars,
    responses={**examples.PARTICULARS, **responses(410)},
)
async def read_particulars(
    request: Request,
    case_id: CaseId,
    entry_id: EntryId,
    why: Why,
    call: Annotated[Call, reads("clients:personal", on_case(Category.NOTES, Right.READ), act=True)],
) -> Response:
    """The note of an entry, who made it, and the number of its document; each read is logged."""
    context = context_of(request)
    access = access_of(request)
    stored = await context.journal.find(case_stream(case_id), entry_id)
    if stored is None:
        raise problems.not_found()
    access = await still(request, max(stored.version, access.version))
    content = await read_vault(context, call, entry_id, why, Query.CONTACT_NOTES, access)
    particulars = Particulars(
        entry_id=entry_id,
        note=content.get("note"),
        worker=content.get("worker"),
        document_number=content.get("document_number"),
    )
    return not_cached(particulars)
