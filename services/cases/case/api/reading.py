"""HTTP: finding a case, and reading it with its entries."""

import json
from datetime import date
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, create_model

from services.cases.access import opened_within
from services.cases.case import examples
from services.cases.case.api.opening import holder_of
from services.cases.case.api.parameters import CaseId
from services.cases.case.decider import case
from services.cases.case.state import Existing, Phase, Unopened, phase
from services.cases.context import Context, context_of
from services.cases.streams import case_stream
from shared.decider import fold
from shared.events import Voidable, type_of
from shared.events.cases.case import CaseKind
from shared.http.fields import ANSWER
from shared.http.operation import Call, Operation, reads
from shared.journal.journal import RecordedEvent
from shared.vault import Erased, NotKept

router = APIRouter(route_class=Operation, tags=["cases"])

Reads = Annotated[Call, reads("cases:read")]


class CaseFacts(BaseModel):
    """A case as it stands."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
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


_ON_EVERY_ENTRY = {"entry_id", "case_id", "client_id", "kind", "region"}


def _entry_models(entry: type[Voidable]) -> tuple[type[Entry], type[Answered]]:
    """The model of an entry in an answer, and the model of its facts."""
    own: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in entry.model_fields.items()
        if name not in _ON_EVERY_ENTRY
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

    `reference` is the number of the agency that opened it, and is shown to no other. It is null
    too where it holds an ID number, which is not kept.
    """

    workstation_id: UUID | None
    decided_on: date | None
    reference: str | None
    phase: Phase
    entries: list[AnyEntry]


@router.get(
    "/v1/cases",
    summary="Find a case by its reference",
    response_model=FoundCases,
    responses=examples.FOUND,
)
async def find_cases(
    request: Request,
    call: Reads,
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
    cases: list[CaseFacts] = []
    if holder is not None:
        loaded = await context.handler.load(case, case_stream(holder))
        state = loaded.state
        if not isinstance(state, Unopened) and call.caller.covers(state.file.region):
            cases.append(CaseFacts(**_facts(state, loaded.version)))
    return Response(FoundCases(cases=cases).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/cases/{case_id}",
    summary="A case and its entries",
    response_model=CaseFile,
    responses=examples.CASE,
)
async def read_case(request: Request, case_id: CaseId, call: Reads) -> Response:
    """The case as it stands, with every entry that was ever made."""
    context = context_of(request)
    recorded = await context.journal.read(case_stream(case_id))
    events = [case.read(event.type, event.data) for event in recorded]
    state = opened_within(call)(fold(case, events))
    entries = [
        _entry(event, state, at)
        for event, at in zip(events, recorded, strict=True)
        if isinstance(event, Voidable)
    ]
    version = len(recorded)
    file = CaseFile(
        **_facts(state, version),
        workstation_id=state.file.workstation_id,
        decided_on=state.file.decided_on,
        reference=await _reference(context, call, case_id, recorded[0]),
        phase=phase(state),
        entries=entries,
    )
    return Response(file.model_dump_json(), 200, {"ETag": f'"{version}"'}, "application/json")


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


def _entry(entry: Voidable, state: Existing, recorded: RecordedEvent) -> Entry:
    answered, facts = _ENTRY_MODELS[type(entry)]
    return answered.model_construct(
        entry_id=recorded.event_id,
        type=type_of(entry),
        recorded_at=recorded.recorded_at.isoformat(),
        void=recorded.event_id in state.file.voided,
        facts=facts.model_construct(**entry.model_dump(exclude=_ON_EVERY_ENTRY)),
    )


def _facts(state: Existing, version: int) -> dict[str, Any]:
    file = state.file
    return {
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind,
        "region": file.region,
        "version": version,
    }
