"""HTTP: one file in one answer, as JSON or as a page to print."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse

from services.cases.access import RESPONSIBLE, still
from services.cases.case.api.parameters import CaseId
from services.cases.case.decider import case
from services.cases.case.state import Annulled, Case, Requested, Unopened
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import Registered, client
from services.cases.context import context_of
from services.cases.duties.api.schedule import policy_version
from services.cases.duties.api.schedule import shown as duty_shown
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.items import history_of
from services.cases.duties.items import items_of as duties_of
from services.cases.export import examples
from services.cases.export.file import Export, FileFacts, Person, item_of
from services.cases.export.page import POLICY, render
from services.cases.personal_data import Why, not_cached
from services.cases.queries import Query as What
from services.cases.queries import look_of
from services.cases.relations import Access
from services.cases.relief_box.of_case import relief_of
from services.cases.streams import case_stream, client_stream, points_stream
from services.cases.timeline.api import stands_at
from services.cases.timeline.items import (
    items_of,
    names_from,
    relief_items,
    spending_items,
    together,
)
from services.cases.timeline.names import NameLookup
from shared.clock import utc_now
from shared.decider import fold
from shared.http import problems
from shared.http.language import language_of
from shared.http.operation import Call, Operation, reads
from shared.http.problem_page import wants_page
from shared.http.problems import responses
from shared.regions import regions_in_force
from shared.text import Language
from shared.vault import Erased

router = APIRouter(route_class=Operation, tags=["cases"])

VARY = "Accept, Accept-Language"


@router.get(
    "/v1/cases/{case_id}/export",
    summary="A whole file, to hand over or to print",
    response_model=Export,
    responses={**examples.EXPORT, **responses(410)},
)
async def export_case(
    request: Request,
    case_id: CaseId,
    why: Why,
    call: Annotated[Call, reads("clients:personal", RESPONSIBLE, also=("cases:read",), act=True)],
    void: Annotated[
        Literal["true", "false"], Query(description="Whether void entries are among the items")
    ] = "true",
    lang: Annotated[Language | None, Query(description="The page's language")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Who the person is, the case, what is due, what happened, and what was noted at each entry.

    For callers that accept text/html it is a page to print. It is logged as one query about the
    person before anything is read. The log of reads is not in it.
    """
    context = context_of(request)
    # The case last: what it is to the caller is asked of a moment after all was read.
    spent = await context.journal.read(points_stream(case_id))
    relief = await relief_of(context.pool, case_id)
    recorded = await context.journal.read(case_stream(case_id))
    access = await still(request, len(recorded))
    events = [case.read(event.type, event.data) for event in recorded]
    state = fold(case, events)
    person = (await context.handler.load(client, client_stream(access.registration_id))).state
    if isinstance(state, Unopened) or not isinstance(person, Registered):
        raise problems.not_found()
    names = names_from(context.agencies.present(), regions_in_force())
    items = together(
        items_of(recorded, events, access, names, with_void=void == "true"),
        spending_items(spent, access, with_void=void == "true"),
        relief_items(relief, access, with_void=void == "true"),
    )
    wanted = [person.item_id, case_id, *(item.entry_id for item in items)]
    look = look_of(call, What.EXPORT, access, why)
    found = await context.vault.read_all(access.registration_id, wanted, look)
    who = found.get(person.item_id)
    if who is None:
        raise Erased if person.item_id in found else problems.not_found()
    day, versions = context.handler.today(), await versions_in_force(context)
    duties = duties_of(history_of(recorded, events), access, versions, day)
    today = stands_at(state, access, day, duties)
    assert today is not None  # who is responsible may read the opening
    opened_here = json.loads(recorded[0].metadata).get("agency") == call.caller.agency
    number = (found.get(case_id) or {}).get("reference") if opened_here else None
    export = Export.model_construct(
        exported_at=utc_now(),
        purpose=why.purpose,
        legal_basis=why.legal_basis,
        file=_file(state, access, len(recorded), number, names),
        person=Person(**PersonParticulars.read(who).shown()),
        today=today,
        policies=policy_version(versions),
        duties=[duty_shown(each) for each in duties],
        items=[item_of(item, found) for item in items],
    )
    if not wants_page(accept):
        answer = not_cached(export, len(recorded))
        answer.headers["Vary"] = VARY
        return answer
    page = render(export, language_of(lang, accept_language))
    own = {"Vary": VARY, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(page, headers=own)


def _file(
    state: Case, access: Access, version: int, reference: str | None, names: NameLookup
) -> FileFacts:
    assert not isinstance(state, Unopened)
    about = state.request if isinstance(state, Requested | Annulled) else state.file
    return FileFacts(
        case_id=about.case_id,
        client_id=access.registration_id,
        version=version,
        region=about.region,
        region_name=names.region(about.region),
        agency=access.agency,
        agency_name=names.agency(access.agency),
        workstation_id=about.workstation_id,
        decided_on=about.decided_on,
        reference=reference,
    )
