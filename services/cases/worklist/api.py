"""HTTP: the worklist."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.access import OWN_CASES
from services.cases.access_table import Category, Relation, Right
from services.cases.case.api.team import Lack, lacks_of
from services.cases.context import context_of
from services.cases.duties.names import STATES, AwaitedState, DutyState
from services.cases.staff.keys import key_of
from services.cases.staff.mine import served_by
from services.cases.worklist import examples
from services.cases.worklist.counting import MOST, count
from services.cases.worklist.freshness import made_up_to, reached
from services.cases.worklist.lacking import lacking_in
from services.cases.worklist.listing import Due, Question, read_page
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Noticed
from shared.http.field_errors import FieldError
from shared.http.given_positions import positions_of
from shared.http.operation import Call, Operation, reads
from shared.http.problems import invalid, unavailable
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.policies.naming import DUTIES
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["worklist"])

POSITION_WAIT = 5.0  # seconds that a list waits for min_position


class StateFilter(StrEnum):
    """What of the worklist is asked for."""

    CRISIS = "crisis"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    DUE = "due"


_STATES: dict[StateFilter, AwaitedState] = {
    StateFilter.OVERDUE: DutyState.OVERDUE,
    StateFilter.DUE_SOON: DutyState.DUE_SOON,
    StateFilter.DUE: DutyState.DUE,
}


class WorklistItem(BaseModel):
    """Something that is to be done in a case, from `since` to `last_day`, that day included.

    `subject` is the entry that it is about, where there is one: a crisis, an appointment, a leave,
    an ending; `to_whom` says who is to be told of it. `days_late` says by how many days it is
    overdue; `days_left` is 0 on the last day. `rule` is the code of the policy. `client_id` is your
    own registration; null where the case is another agency's. `lacking` says whom a support team
    lacks now, by the policies of today; it is null for all else that is due.
    """

    case_id: UUID
    client_id: UUID | None
    region: str
    agency: str | None
    workstation_id: UUID | None
    duty: Duty
    duty_name: Text
    subject: UUID | None
    to_whom: Noticed | None
    since: date
    last_day: date
    state: DutyState
    state_name: Text
    days_late: int | None
    days_left: int | None
    rule: str
    lacking: list[Lack] | None


class Worklist(BaseModel):
    """A page of the worklist; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many duties only.
    All that was recorded up to the moment `up_to` is in it, and perhaps some that came later; null
    while the worklist is made for the first time. `today` is the day, in China, that states and
    days are as of.
    """

    items: list[WorklistItem]
    next: str | None
    today: date
    up_to: datetime | None


class Summary(BaseModel):
    """How many duties are in each state, as of `today`; `up_to` as of the worklist."""

    crisis: int
    overdue: int
    due_soon: int
    due: int
    today: date
    up_to: datetime | None


@router.get(
    "/v1/worklist",
    summary="What is due in the cases of your agency, or of your region",
    response_model=Worklist,
    responses=examples.WORKLIST,
)
async def read_worklist(
    request: Request,
    call: Annotated[Call, reads("cases:read", OWN_CASES)],
    region: Region = None,
    state: Annotated[
        StateFilter | None,
        Query(
            description="`crisis`: follow-ups of crises; `overdue`: the last day has passed;"
            " `due_soon`: it is so many days away as the policies say, or fewer; `due`: open, with"
            " more days left. A follow-up stands under `crisis`, and under `overdue` too once it is"
        ),
    ] = None,
    duty: Annotated[Duty | None, Query(description="What is to be done")] = None,
    workstation_id: Annotated[
        UUID | None, Query(description="The one that the case belongs to")
    ] = None,
    case_id: Annotated[UUID | None, Query(description="One case")] = None,
    relation: Annotated[
        Relation | None,
        Query(description="What your agency is to the case; without it all that you may see"),
    ] = None,
    worker: Annotated[
        UUID | Literal["mine"] | None,
        Query(
            description="The cases in whose team this worker of your agency is, and those of the"
            " workers for whom the worker stands in today; `mine` for the worker who is calling",
        ),
    ] = None,
    min_position: Annotated[
        list[str],
        Query(
            max_length=100,
            description="Positions that your own writes were answered: the worklist is made at"
            " least up to these",
        ),
    ] = [],  # noqa: B006 -- never changed
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """What is open or overdue: crises first, then by the last day; never what cannot be done yet.

    Of each duty of a case, and of each crisis or appointment, the first that is awaited. You see
    the cases that your agency is responsible for; police and anti-drug offices those of their
    region; of a worker also those of other agencies. The worklist follows what is recorded within
    a second; a case that was passed on is gone at once.
    """
    context = context_of(request)
    if min_position:
        positions = positions_of(min_position, context.handler.positions, call.caller.agency)
        if not await reached(context.pool, positions, wait=POSITION_WAIT):
            raise unavailable(_NOT_YET)
    up_to = await made_up_to(context.pool)
    question = Question(
        region=region,
        crisis=state is StateFilter.CRISIS,
        state=None if state is None else _STATES.get(state),
        duty=duty,
        workstation_id=workstation_id,
        case_id=case_id,
        relation=relation,
        workers=() if worker is None else await served_by(context, call, worker),
    )
    agency, name = call.caller.agency, f"worklist {question}"
    texts = place_of(context.cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    today = context.handler.today()
    due, following = await read_page(
        context.pool,
        call.caller,
        question,
        place,
        limit,
        today,
        key_of(context.vault.index, call.caller),
    )
    of_teams = [each.access.case_id for each in due if each.duty is Duty.TEAM]
    lacking = await lacking_in(context.pool, of_teams, today)
    page = Worklist.model_construct(
        items=[_shown(each, today, lacking) for each in due],
        next=cursor_of(context.cursors, agency, name, following),
        today=today,
        up_to=up_to,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/worklist/summary",
    summary="How much is due, by state",
    response_model=Summary,
    responses=examples.SUMMARY,
)
async def summarise_worklist(
    request: Request,
    call: Annotated[Call, reads("cases:read", OWN_CASES)],
    region: Region = None,
    workstation_id: Annotated[
        UUID | None, Query(description="The one that the cases belong to")
    ] = None,
    relation: Annotated[
        Relation | None,
        Query(description="What your agency is to the cases; without it all that you may see"),
    ] = None,
) -> Response:
    """How many duties the worklist has for you, by the same states as its filter `state`.

    A follow-up of a crisis that is overdue counts as both. More than 200,000 duties are not
    counted (422, `too_many`): ask for a city or county of your region.
    """
    context = context_of(request)
    up_to, today = await made_up_to(context.pool), context.handler.today()
    counts = await count(
        context.pool,
        call.caller,
        region,
        workstation_id,
        relation,
        today,
        key_of(context.vault.index, call.caller),
    )
    if counts is None:
        raise invalid([_TOO_MANY])
    summary = Summary(**asdict(counts), today=today, up_to=up_to)
    return Response(summary.model_dump_json(), media_type="application/json")


_TOO_MANY = FieldError(
    "too_many",
    Text(
        zh=f"该范围内的应办事项超过{MOST}项，请按市或县（区）分别查询；逾期总数可查统计指标"
        " duties_overdue。",
        en=f"There are more than {MOST} duties: ask for a city or county at a time; the statistics"
        " `duties_overdue` say how many are overdue in all.",
    ),
    parameter="region",
)
_NOT_YET = Text(
    zh="工作清单尚未计入您刚写入的内容；请稍后重试。",
    en="The worklist does not have yet what you have written; ask again in a moment.",
)


def _shown(due: Due, today: date, lacking: Mapping[UUID, Mapping[str, int]]) -> WorklistItem:
    access, state = due.access, due.state(today)
    may_see = access.may(Category.OPENING, Right.READ)
    days = (due.last_day - today).days
    return WorklistItem.model_construct(
        case_id=access.case_id,
        client_id=access.client_id,
        region=access.region,
        agency=access.agency if may_see else None,
        workstation_id=due.workstation_id if may_see else None,
        duty=due.duty,
        duty_name=DUTIES[due.duty],
        subject=due.subject,
        to_whom=due.to_whom,
        since=due.since,
        last_day=due.last_day,
        state=state,
        state_name=STATES[state],
        days_late=-days if days < 0 else None,
        days_left=days if days >= 0 else None,
        rule=due.rule,
        lacking=lacks_of(lacking.get(access.case_id, {})) if due.duty is Duty.TEAM else None,
    )
