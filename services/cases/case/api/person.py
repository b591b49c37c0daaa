"""HTTP: who the person of a case is, for those whom the table lets know."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import access_of, on_case
from services.cases.access_table import Category, Right
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId
from services.cases.client.bodies import IdentityDocument
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import Registered, client
from services.cases.context import context_of
from services.cases.personal_data import Why, not_cached, read_vault
from services.cases.queries import Query
from services.cases.streams import client_stream
from shared.events.cases.person import Sex
from shared.http import problems
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses

router = APIRouter(route_class=Operation, tags=["cases"])


class PersonOfCase(BaseModel):
    """Who the person of a case is; what your agency's relation to the case does not need is null.

    `client_id` is your agency's own registration, where it is responsible. Who is asked for a test
    is told what identifies the person, and not the phone, until 30 days after the test is due.
    """

    case_id: UUID
    client_id: UUID | None
    name: str | None
    id_number: str | None
    identity_document: IdentityDocument | None
    phone: str | None
    sex: Sex | None
    born_on: date | None


@router.get(
    "/v1/cases/{case_id}/personal-data",
    summary="Who the person of a case is",
    response_model=PersonOfCase,
    responses={**examples.PERSON, **responses(410)},
)
async def read_person_of_case(
    request: Request,
    case_id: CaseId,
    why: Why,
    call: Annotated[
        Call, reads("clients:personal", on_case(Category.PERSON, Right.READ), act=True)
    ],
) -> Response:
    """The person as the registration that the case names has it; logged before it is answered."""
    context = context_of(request)
    access = access_of(request)
    person = (await context.handler.load(client, client_stream(access.registration_id))).state
    if not isinstance(person, Registered):
        raise problems.not_found()
    content = await read_vault(context, call, person.item_id, why, Query.PERSONAL_DATA, access)
    kept = PersonParticulars.read(content).shown()
    told = {name: kept[name] if name in access.person_fields else None for name in kept}
    data = PersonOfCase(case_id=case_id, client_id=access.client_id, **told)
    return not_cached(data)
