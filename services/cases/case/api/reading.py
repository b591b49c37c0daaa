"""HTTP: a case, read with its entries."""

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import ANY_PART, still
from services.cases.access_table import Category, Right
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId
from services.cases.case.api.showing import ENTRY_MODELS, AnyEntry, Entry, facts_of, may_read
from services.cases.case.decider import case
from services.cases.case.standing import present_level
from services.cases.case.state import (
    Annulled,
    Case,
    Existing,
    Phase,
    Requested,
    Unopened,
    phase,
)
from services.cases.context import Context, context_of
from services.cases.relations import Access
from services.cases.streams import case_stream
from shared.decider import fold
from shared.events import Voidable, type_of
from shared.events.cases.kinds import CaseKind
from shared.http import problems
from shared.http.operation import Call, Operation, reads
from shared.journal.journal import RecordedEvent
from shared.vault import Erased, NotKept

router = APIRouter(route_class=Operation, tags=["cases"])


class CaseFacts(BaseModel):
    """A case as it stands; `client_id` is your agency's own registration, where it is responsible.

    What a relation may not read is null, and so is `version` for who was only asked for a test: it
    would count what others enter.
    """

    case_id: UUID
    client_id: UUID | None
    kind: CaseKind | None
    region: str
    version: int | None


class CaseFile(CaseFacts):
    """A case with its entries, in the order they were written; the first is its opening.

    `agency` is responsible for it. `reference` is the number of the agency that opened it, and is
    shown to no other; it is null too where it holds an ID number, which is not kept. `level` is
    that of the last risk assessment that counts, also once the case has ended; null too where there
    is none. `open_crises` are
    the contacts at which a crisis was seen that nobody has followed up, for those who may read
    contacts. An opening that was only requested has no entries.
    """

    agency: str | None
    workstation_id: UUID | None
    decided_on: date | None
    reference: str | None
    phase: Phase | None
    level: str | None
    open_crises: list[UUID] | None
    entries: list[AnyEntry]


@router.get(
    "/v1/cases/{case_id}",
    summary="A case and its entries",
    response_model=CaseFile,
    responses=examples.CASE,
)
async def read_case(
    request: Request, case_id: CaseId, call: Annotated[Call, reads("cases:read", ANY_PART)]
) -> Response:
    """The case as it stands, with every entry that was ever made and that you may read.

    The ETag is its version; an agency that was only asked for a test is shown neither.
    """
    context = context_of(request)
    recorded = await context.journal.read(case_stream(case_id))
    access = await still(request, len(recorded))
    events = [case.read(event.type, event.data) for event in recorded]
    state = fold(case, events)
    entries = [
        _entry(event, state, at)
        for event, at in zip(events, recorded, strict=True)
        if isinstance(event, Voidable) and may_read(access, event)
    ]
    version = access.shown(len(recorded))
    may_see = access.may(Category.OPENING, Right.READ)
    file = CaseFile(
        **_facts(state, access, version),
        agency=access.agency if may_see else None,
        **_opening(state, may_see=may_see),
        level=present_level(state) if access.may(Category.ASSESSMENTS, Right.READ) else None,
        reference=await _reference(context, call, case_id, recorded[0]) if may_see else None,
        open_crises=_open_crises(state) if access.may(Category.CONTACTS, Right.READ) else None,
        entries=entries,
    )
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return Response(file.model_dump_json(), 200, headers, "application/json")


def _opening(state: Case, *, may_see: bool) -> dict[str, Any]:
    """What the opening says, or nothing of it."""
    if isinstance(state, Unopened):
        raise problems.not_found()
    if not may_see:
        return dict.fromkeys(("workstation_id", "decided_on", "phase"))
    about = state.request if isinstance(state, Requested | Annulled) else state.file
    return {
        "workstation_id": about.workstation_id,
        "decided_on": about.decided_on,
        "phase": phase(state),
    }


def _open_crises(state: Case) -> list[UUID]:
    return state.file.open_crises if isinstance(state, Existing) else []


async def _reference(
    context: Context, call: Call, case_id: UUID, opening: RecordedEvent
) -> str | None:
    """The number that the caller's agency gave the case it opened, where it is kept."""
    if json.loads(opening.metadata).get("agency") != call.caller.agency:
        return None
    try:
        return (await context.vault.content(case_id))["reference"]
    except (NotKept, Erased):
        return None


def _entry(entry: Voidable, state: Case, recorded: RecordedEvent) -> Entry:
    voided = state.file.voided if isinstance(state, Existing) else frozenset()
    return ENTRY_MODELS[type(entry)].model_construct(
        entry_id=recorded.event_id,
        type=type_of(entry),
        recorded_at=recorded.recorded_at.isoformat(),
        void=recorded.event_id in voided,
        facts=facts_of(entry),
    )


def _facts(state: Case, access: Access, version: int | None) -> dict[str, Any]:
    if isinstance(state, Unopened):
        raise problems.not_found()
    about = state.request if isinstance(state, Requested | Annulled) else state.file
    return {
        "case_id": about.case_id,
        "client_id": access.client_id,
        "kind": about.kind if access.may(Category.OPENING, Right.READ) else None,
        "region": about.region,
        "version": version,
    }
