"""HTTP: finding an own registration by the person's ID number or identity document."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.client import examples
from services.cases.client.bodies import IdentityDocument, IdNumber, check_identity
from services.cases.client.owning import identity_claim
from services.cases.context import context_of
from services.cases.personal_data import not_cached
from services.cases.queries import Query, log_query
from services.cases.staff.users import has_caller_number
from services.cases.streams import registration_claim
from shared.http.access_rules import OWN
from shared.http.fields import Body, example
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses

router = APIRouter(route_class=Operation, tags=["clients"])


class Search(Body):
    """Whom to look for: an ID number, or else an identity document."""

    model_config = example(id_number=examples.ID_NUMBER)
    id_number: IdNumber | None = None
    identity_document: IdentityDocument | None = None


class FoundClient(BaseModel):
    """A client of your agency."""

    client_id: UUID


class FoundClients(BaseModel):
    """The clients of your agency with this number: one, or none."""

    clients: list[FoundClient]


@router.post(
    "/v1/clients/search",
    summary="Find a client by number",
    response_model=FoundClients,
    responses={**examples.SEARCHED, **responses(429)},
)
async def search_clients(
    request: Request, body: Search, call: Annotated[Call, reads("clients:personal", OWN, act=True)]
) -> Response:
    """The client that your agency registered under this number; other agencies' are not looked at.

    Each search is logged as a question about a person before it is answered, found or not, and
    your agency has so many a day.
    """
    context = context_of(request)
    document = body.identity_document
    check_identity(body.id_number, document)
    given = None if document is None else document.document()
    identity = identity_claim(context.vault, body.id_number, given)
    holder = await context.journal.holder(registration_claim(identity, call.caller.agency))
    own = None if holder is None else UUID(holder)
    if await has_caller_number(context, call.caller, identity):
        own = None
    await log_query(context, call, Query.SEARCH, own)
    found = FoundClients(clients=[] if own is None else [FoundClient(client_id=own)])
    return not_cached(found)
