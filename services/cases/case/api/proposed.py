"""HTTP: what is proposed as a finding in a case, and what was decided on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import on_case, still
from services.cases.access_table import Category, Right
from services.cases.case import examples_of_support
from services.cases.case.api.parameters import CaseId
from services.cases.case.decider import case
from services.cases.case.findings import Proposed
from services.cases.case.state import Existing
from services.cases.context import context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.items import history_of
from services.cases.duties.proposals import proposals
from services.cases.streams import case_stream
from services.cases.timeline.words import word
from shared.decider import fold
from shared.events.cases.findings import (
    Condition,
    DismissalReason,
    Finding,
    FindingBasis,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.http import problems
from shared.http.operation import Call, Operation, reads
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["cases"])


class MadeOf(BaseModel):
    """By what a finding is proposed, or was decided: its condition, met on a day by these entries.

    They come to `count`, where `number` is the policy's; `rule` is its code, `policies` the version
    of the file.
    """

    finding: Finding
    finding_name: Text
    condition: Condition
    condition_name: Text
    entries: list[UUID]
    count: int
    number: int
    met_on: date
    rule: str
    policies: str


class ProposalItem(MadeOf):
    """A finding that waits for a person's decision; the worklist names it by the same id."""

    proposal_id: UUID


class FindingItem(MadeOf):
    """A finding that was confirmed or dismissed, and stands.

    `void_entries` are those that made it and count no more: then a confirmed one is to be looked at
    again, and made void where it is not so; what the other entries make is proposed anew.
    `police_told_on` is null until the police were told of a confirmed one.
    """

    finding_id: UUID
    proposal_id: UUID
    decided_on: date
    confirmed: bool
    basis: FindingBasis | None
    reason: DismissalReason | None
    void_entries: list[UUID]
    look_again: bool
    police_told_on: date | None


class Findings(BaseModel):
    """What is proposed in a case `today`, and what was decided, in the order of its recording."""

    case_id: UUID
    version: int | None
    today: date
    proposals: list[ProposalItem]
    findings: list[FindingItem]


@router.get(
    "/v1/cases/{case_id}/findings",
    summary="What is proposed as a finding, and what was decided",
    response_model=Findings,
    responses=examples_of_support.FINDINGS,
)
async def read_findings(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", on_case(Category.PROGRAMME, Right.READ))],
) -> Response:
    """Findings: late report-in, serious violation, absconded; each with the entries that make it.

    What is proposed follows from the entries and the policies of the place, and is stored nowhere.
    The ETag is the case's version. What is proposed changes by the day too.
    """
    context = context_of(request)
    recorded = await context.journal.read(case_stream(case_id))
    access = await still(request, len(recorded))
    events = [case.read(event.type, event.data) for event in recorded]
    if not events:
        raise problems.not_found()
    today, versions = context.handler.today(), await versions_in_force(context)
    history, state = history_of(recorded, events), fold(case, events)
    proposed = () if history is None else proposals(history, versions, today)
    voided = state.file.voided if isinstance(state, Existing) else frozenset()
    standing = [
        event for event, at in zip(events, recorded, strict=True) if at.event_id not in voided
    ]
    told = {
        event.finding_id: event.occurred_on
        for event in standing
        if isinstance(event, PoliceToldOfFinding)
    }
    version = access.shown(len(recorded))
    found = Findings(
        case_id=case_id,
        version=version,
        today=today,
        proposals=[
            ProposalItem(**_made_of(each).model_dump(), proposal_id=each.proposal_id)
            for each in proposed
        ],
        findings=[
            _decided(event, voided, told.get(event.entry_id))
            for event in standing
            if isinstance(event, FindingConfirmed | FindingDismissed)
        ],
    )
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return Response(found.model_dump_json(), 200, headers, "application/json")


def _made_of(each: Proposed | FindingConfirmed | FindingDismissed) -> MadeOf:
    return MadeOf(
        finding=each.finding,
        finding_name=word(each.finding),
        condition=each.condition,
        condition_name=word(each.condition),
        entries=list(each.entries),
        count=each.count,
        number=each.number,
        met_on=each.met_on,
        rule=each.rule,
        policies=each.policies,
    )


def _decided(
    event: FindingConfirmed | FindingDismissed, voided: frozenset[UUID], told_on: date | None
) -> FindingItem:
    is_confirmed = isinstance(event, FindingConfirmed)
    void_entries = [each for each in event.entries if each in voided]
    return FindingItem(
        **_made_of(event).model_dump(),
        finding_id=event.entry_id,
        proposal_id=event.proposal_id,
        decided_on=event.occurred_on,
        confirmed=is_confirmed,
        basis=event.basis if isinstance(event, FindingConfirmed) else None,
        reason=event.reason if isinstance(event, FindingDismissed) else None,
        void_entries=void_entries,
        look_again=is_confirmed and bool(void_entries),
        police_told_on=told_on,
    )
