"""HTTP: contacts with the client."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.contacts import RecordContact
from shared.events.cases.contacts import ContactMode
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Name, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class NewContact(Body):
    """A contact; the note and the worker's name go into the vault."""

    model_config = example(
        occurred_on="2019-03-14", mode="home_visit", note=examples.NOTE, worker=examples.WORKER
    )
    occurred_on: Day
    mode: ContactMode
    note: Note | None = None
    worker: Name | None = None


@router.post(
    "/v1/cases/{case_id}/contacts",
    status_code=201,
    summary="Record a contact",
    response_model=Written,
    responses={**examples.entered(4), **responses(409, 410)},
)
async def record_contact(
    request: Request,
    case_id: CaseId,
    body: NewContact,
    call: Annotated[Call, writes(Category.CONTACTS)],
) -> Response:
    """Record that the client was met or spoken with, once for each time (人次)."""
    entry_id = new_id()
    items = kept_of(request, entry_id, {"note": body.note, "worker": body.worker})
    command = RecordContact(entry_id, body.occurred_on, body.mode)
    return await write(request, call, case_id, command, items)
