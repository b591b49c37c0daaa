"""HTTP: what is due in a case, was due, and what became of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.access import ANY_PART, still
from services.cases.access_table import Category
from services.cases.case.api.parameters import CaseId
from services.cases.case.decider import case
from services.cases.context import context_of
from services.cases.duties.api import examples
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.items import Asked, Item, Wanted, history_of, items_of
from services.cases.duties.names import STATES, DutyState
from services.cases.duties.versions import Versions
from services.cases.streams import case_stream
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.endings import Noticed
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.fields import AnyDay
from shared.http.operation import Call, Operation, reads
from shared.policies.naming import DUTIES
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["cases"])


class PolicyVersion(BaseModel):
    """The policies that a schedule follows: their version, and the SHA-256 of their file."""

    version: str
    digest: str


class DutyItem(BaseModel):
    """Something that is due, was due, or comes next; `text` says how it stands, in codes alone.

    It is to be done from `since` to `last_day`, that day included. `subject` is the entry that it
    is about, where there is one: a crisis, an appointment, a leave, an ending; `to_whom` says who
    is to be told. `outcome` is what became of it once its time was over, null before; `state` says
    at once that it is met, or is not to be done after all. `met_by` is the entry that met it.
    `days_late` counts the days by which it was late, or is by now. What is overdue is so since
    `overdue_since`, as on the worklist: the last day of the first time that was not done, from
    which its `days_late` count. `days_left` is 0 on the last day. `rule` is the code of the policy,
    `rule_source` where it comes from: of a built-in one L is national law, S the service as it is
    described, P practice of a place, ? not confirmed.
    """

    duty: Duty
    duty_name: Text
    category: Category
    subject: UUID | None
    to_whom: Noticed | None
    since: date
    last_day: date
    state: DutyState
    state_name: Text
    outcome: DutyOutcome | None
    met_by: UUID | None
    met_on: date | None
    overdue_since: date | None
    days_late: int | None
    days_left: int | None
    rule: str
    rule_source: Text
    text: Text


class Schedule(BaseModel):
    """What is due in a case by the policies of the place, as it stands `today`."""

    case_id: UUID
    version: int | None
    today: date
    policies: PolicyVersion
    items: list[DutyItem]


@router.get(
    "/v1/cases/{case_id}/schedule",
    summary="What is due in a case, and what became of it",
    response_model=Schedule,
    responses=examples.SCHEDULE,
)
async def read_schedule(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", ANY_PART)],
    state: Annotated[
        Wanted, Query(description="Those still to be done, those of which that is over, or all")
    ] = Wanted.ALL,
    since: Annotated[
        AnyDay | None, Query(description="Only what could be done on this day or later")
    ] = None,
    until: Annotated[
        AnyDay | None, Query(description="Only what could be done before this day")
    ] = None,
) -> Response:
    """Every duty by its last day: those that are over, the one that is open, and the next.

    You are shown the duties whose entries you may read; who was asked for a test, that test alone.
    The ETag is the case's version. What is due changes by the day too: read it again tomorrow.
    """
    asked = Asked(state, since or date.min, until or date.max)
    if asked.until <= asked.since:
        raise problems.invalid([_NO_DAYS])
    context = context_of(request)
    recorded = await context.journal.read(case_stream(case_id))
    access = await still(request, len(recorded))
    events = [case.read(event.type, event.data) for event in recorded]
    if not events:
        raise problems.not_found()
    today, versions = context.handler.today(), await versions_in_force(context)
    items = items_of(history_of(recorded, events), access, versions, today, asked)
    version = access.shown(len(recorded))
    schedule = Schedule.model_construct(
        case_id=case_id,
        version=version,
        today=today,
        policies=policy_version(versions),
        items=[shown(item) for item in items],
    )
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return Response(schedule.model_dump_json(), 200, headers, "application/json")


_NO_DAYS = FieldError(
    "bad_date",
    Text(zh="until 须晚于 since，且不含当日。", en="Name a day after since: until is left out."),
    parameter="until",
)


def policy_version(versions: Versions) -> PolicyVersion:
    """The policies in force, as an answer names them."""
    return PolicyVersion(version=versions.version, digest=versions.newest.digest)


def shown(item: Item) -> DutyItem:
    """An item, as an answer has it."""
    window = item.window
    return DutyItem.model_construct(
        duty=window.duty,
        duty_name=DUTIES[window.duty],
        category=item.category,
        subject=window.subject,
        to_whom=Noticed(window.to_whom) if window.to_whom else None,
        since=window.since,
        last_day=window.due_on,
        state=item.state,
        state_name=STATES[item.state],
        outcome=window.outcome,
        met_by=window.met_by,
        met_on=window.met_on,
        overdue_since=window.overdue_since,
        days_late=item.days_over,
        days_left=item.days_left,
        rule=window.rule,
        rule_source=item.rule.source,
        text=item.text,
    )
