"""HTTP: the timeline of a case, in sentences."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.access import ANY_PART, still
from services.cases.access_table import Category, Right
from services.cases.case.api.parameters import CaseId
from services.cases.case.decider import case
from services.cases.case.state import Case, Phase, Unopened
from services.cases.context import context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.items import Item as DutyShown
from services.cases.duties.items import count_overdue, count_proposed, history_of
from services.cases.duties.items import items_of as duties_of
from services.cases.relations import Access
from services.cases.relief_box.of_case import relief_of
from services.cases.streams import case_stream, points_stream
from services.cases.timeline import examples
from services.cases.timeline.items import (
    Item,
    items_of,
    names_from,
    relief_items,
    spending_items,
    together,
)
from services.cases.timeline.today import today_of
from services.cases.timeline.words import word
from shared.decider import fold
from shared.events.cases.kinds import CaseKind
from shared.events.corrections import VoidReason
from shared.http import problems
from shared.http.operation import Call, Operation, reads
from shared.regions import regions_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["cases"])


class StandsAt(BaseModel):
    """Where a case stands today: since which day in its phase, and for how many days.

    What is not known, or not yours to read, is null. `level` is empty before the first assessment;
    that of a case that has ended is the last one. `overdue` counts the
    duties of the schedule that are overdue today, `proposed` the findings that wait for a decision.
    """

    phase: Phase
    phase_name: Text
    kind: CaseKind
    kind_name: Text
    since: date | None
    days: int | None
    level: str | None
    in_maintenance: bool
    overdue: int
    proposed: int


class TimelineItem(BaseModel):
    """Something that happened, as a sentence made of its codes; nothing in it is personal.

    `occurred_on` is null where only its recording has a day. An entry that was made void is marked,
    and says why; it counts no more.
    """

    entry_id: UUID
    type: str
    category: Category
    occurred_on: date | None
    recorded_at: datetime
    void: bool
    void_reason: VoidReason | None
    text: Text


class Timeline(BaseModel):
    """What happened in a case, by the days on which it was so, then by its recording."""

    case_id: UUID
    version: int | None
    today: StandsAt | None
    items: list[TimelineItem]


@router.get(
    "/v1/cases/{case_id}/timeline",
    summary="What happened in a case, in sentences",
    response_model=Timeline,
    responses=examples.TIMELINE,
)
async def read_timeline(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", ANY_PART)],
    void: Annotated[
        Literal["true", "false"], Query(description="Whether void entries are among the items")
    ] = "true",
) -> Response:
    """What happened, in Chinese and in English, as far as you may read, and where the case stands.

    The ETag is the case's version; an agency that was only asked for a test is shown neither.
    """
    context = context_of(request)
    # The case last: what it is to the caller is asked of a moment after all was read.
    spent = await context.journal.read(points_stream(case_id))
    relief = await relief_of(context.pool, case_id)
    recorded = await context.journal.read(case_stream(case_id))
    access = await still(request, len(recorded))
    events = [case.read(event.type, event.data) for event in recorded]
    state = fold(case, events)
    if isinstance(state, Unopened):
        raise problems.not_found()
    names = names_from(context.agencies.present(), regions_in_force())
    items = together(
        items_of(recorded, events, access, names, with_void=void == "true"),
        spending_items(spent, access, with_void=void == "true"),
        relief_items(relief, access, with_void=void == "true"),
    )
    version = access.shown(len(recorded))
    day = context.handler.today()
    versions = await versions_in_force(context)
    duties = duties_of(history_of(recorded, events), access, versions, day)
    timeline = Timeline.model_construct(
        case_id=case_id,
        version=version,
        today=stands_at(state, access, day, duties),
        items=[shown(item) for item in items],
    )
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return Response(timeline.model_dump_json(), 200, headers, "application/json")


def stands_at(
    state: Case, access: Access, today: date, duties: Sequence[DutyShown]
) -> StandsAt | None:
    """Where a case stands today, as far as the caller may read; how much of `duties` is overdue."""
    here = today_of(state)
    if here is None or not access.may(Category.OPENING, Right.READ):
        return None
    return StandsAt(
        phase=here.phase,
        phase_name=word(here.phase),
        kind=here.kind,
        kind_name=word(here.kind),
        since=here.since,
        days=here.days(today),
        level=here.level if access.may(Category.ASSESSMENTS, Right.READ) else None,
        in_maintenance=here.in_maintenance,
        overdue=count_overdue(duties),
        proposed=count_proposed(duties),
    )


def shown(item: Item) -> TimelineItem:
    """An item, as an answer has it."""
    return TimelineItem.model_construct(
        entry_id=item.entry_id,
        type=item.type,
        category=item.category,
        occurred_on=item.occurred_on,
        recorded_at=item.recorded_at,
        void=item.void_reason is not None,
        void_reason=item.void_reason,
        text=item.text,
    )
