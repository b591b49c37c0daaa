"""HTTP: finding a case, and reading it with its entries."""

import json
from datetime import date
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, create_model

from services.cases.access import ANY_PART, still
from services.cases.access_table import Category, Relation, Right
from services.cases.case import examples
from services.cases.case.api.opening import holder_of
from services.cases.case.api.parameters import CaseId
from services.cases.case.categories import category_of
from services.cases.case.decider import case
from services.cases.case.state import (
    Annulled,
    Case,
    CaseEvent,
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
from shared.events.cases.case import CaseKind
from shared.events.cases.drug_tests import DrugTestAppointed
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.fields import ANSWER
from shared.http.operation import Call, Operation, reads
from shared.journal.journal import RecordedEvent
from shared.vault import Erased, NotKept

router = APIRouter(route_class=Operation, tags=["cases"])


class CaseFacts(BaseModel):
    """A case as it stands; `client_id` is your agency's own registration, where it is responsible.

    What a relation may not read is null.
    """

    case_id: UUID
    client_id: UUID | None
    kind: CaseKind | None
    region: str
    version: int


class FoundCases(BaseModel):
    """The cases that were asked for."""

    cases: list[CaseFacts]


class Answered(BaseModel):
    """A part of an answer."""

    model_config = ANSWER


class Entry(Answered):
    """What every entry has: whether it still counts, and its own facts by its type."""

    entry_id: UUID
    type: str
    recorded_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    void: bool
    facts: Answered


# On every entry, and what only services know: the person for all agencies, and registrations.
_NOT_SHOWN = {"entry_id", "case_id", "client_id", "kind", "region", "registration_id"}


def _entry_models(entry: type[Voidable]) -> tuple[type[Entry], type[Answered]]:
    """The model of an entry in an answer, and the model of its facts."""
    own: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in entry.model_fields.items()
        if name not in _NOT_SHOWN
    }
    facts = create_model(f"{entry.__name__}Facts", __base__=Answered, __doc__=entry.__doc__, **own)
    narrowed: dict[str, Any] = {"type": (Literal[type_of(entry)], ...), "facts": (facts, ...)}
    answered = create_model(
        f"{entry.__name__}Entry", __base__=Entry, __doc__=entry.__doc__, **narrowed
    )
    return answered, facts


_ENTRY_MODELS: dict[type[Voidable], tuple[type[Entry], type[Answered]]] = {
    model: _entry_models(model) for model in case.events if issubclass(model, Voidable)
}
_ANY_ENTRY = tuple(answered for answered, _ in _ENTRY_MODELS.values())
AnyEntry: Any = Annotated[Union[_ANY_ENTRY], Field(discriminator="type")]  # noqa: UP007


class CaseFile(CaseFacts):
    """A case with its entries, in the order they were written; the first is its opening.

    `agency` is responsible for it. `reference` is the number of the agency that opened it, and is
    shown to no other; it is null too where it holds an ID number, which is not kept. An opening
    that was only requested has no entries.
    """

    agency: str | None
    workstation_id: UUID | None
    decided_on: date | None
    reference: str | None
    phase: Phase | None
    entries: list[AnyEntry]


@router.get(
    "/v1/cases",
    summary="Find a case by its reference",
    response_model=FoundCases,
    responses=examples.FOUND,
)
async def find_cases(
    request: Request,
    call: Annotated[Call, reads("cases:read", OWN)],
    reference: Annotated[
        str,
        Query(
            max_length=100, description="Your agency's own number", examples=[examples.REFERENCE]
        ),
    ],
) -> Response:
    """The case that your agency opened under its own number, if there is one."""
    context = context_of(request)
    holder = await holder_of(context, call, reference)
    access = await context.relations.access(call.caller, UUID(holder)) if holder else None
    cases: list[CaseFacts] = []
    if access is not None:
        loaded = await context.handler.load(case, case_stream(access.case_id))
        cases.append(CaseFacts(**_facts(loaded.state, access, loaded.version)))
    return Response(FoundCases(cases=cases).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/cases/{case_id}",
    summary="A case and its entries",
    response_model=CaseFile,
    responses=examples.CASE,
)
async def read_case(
    request: Request, case_id: CaseId, call: Annotated[Call, reads("cases:read", ANY_PART)]
) -> Response:
    """The case as it stands, with every entry that was ever made and that you may read."""
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
    version = len(recorded)
    may_see = access.may(Category.OPENING, Right.READ)
    file = CaseFile(
        **_facts(state, access, version),
        agency=access.agency if may_see else None,
        **_opening(state, may_see=may_see),
        reference=await _reference(context, call, case_id, recorded[0]) if may_see else None,
        entries=entries,
    )
    return Response(file.model_dump_json(), 200, {"ETag": f'"{version}"'}, "application/json")


def may_read(access: Access, event: CaseEvent) -> bool:
    """Whether an entry may be shown; who was asked for a test sees that appointment alone."""
    if not access.may(category_of(type_of(event)), Right.READ):
        return False
    if access.relations != {Relation.ASKED_FOR_TEST}:
        return True
    return isinstance(event, DrugTestAppointed) and event.entry_id in access.subjects


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
    answered, facts = _ENTRY_MODELS[type(entry)]
    voided = state.file.voided if isinstance(state, Existing) else frozenset()
    return answered.model_construct(
        entry_id=recorded.event_id,
        type=type_of(entry),
        recorded_at=recorded.recorded_at.isoformat(),
        void=recorded.event_id in voided,
        facts=facts.model_construct(**entry.model_dump(exclude=_NOT_SHOWN)),
    )


def _facts(state: Case, access: Access, version: int) -> dict[str, Any]:
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
