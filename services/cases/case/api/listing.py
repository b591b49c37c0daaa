"""HTTP: lists of cases, and finding one by its reference."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.access import OWN_CASES
from services.cases.access_table import Category, Relation, Right
from services.cases.case import examples
from services.cases.case.api.opening import holder_of
from services.cases.case.api.reading import CaseFacts
from services.cases.case.api.schemes import LevelCode
from services.cases.case.state import Phase
from services.cases.context import Context, context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.listing import Listed, Question, read_one, read_page, shown_relations
from services.cases.orphaned import Orphaned, orphaned_today
from services.cases.staff.keys import key_of
from shared.clock import utc_now
from shared.events.cases.kinds import CaseKind
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import MOMENTS, USUAL
from shared.lists.parameters import After, ChangedSince, Limit, Region, since
from shared.lists.places import cursor_of, place_of
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["cases"])


class Sort(StrEnum):
    """The order of a list of cases; with `-`, the latest first."""

    OPENED = "opened"
    OPENED_LATEST = "-opened"
    CHANGED = "changed"
    CHANGED_LATEST = "-changed"


class CrisisFilter(StrEnum):
    """Which cases by their crises."""

    OPEN = "open"


class CaseSummary(CaseFacts):
    """A case in a list. `relations` is what your agency is to it.

    `level` is that of the last risk assessment; null too where there is none.
    `appointments` are those for a test that your agency was asked for and that are open. What none
    of the relations may read is null.
    """

    agency: str | None
    workstation_id: UUID | None
    phase: Phase | None
    level: str | None
    opened_at: datetime | None
    changed_at: datetime | None
    relations: list[Relation]
    appointments: list[UUID]


class Cases(BaseModel):
    """A page of cases; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many cases only.
    `read_at` is the moment when it was read.
    """

    cases: list[CaseSummary]
    next: str | None
    read_at: datetime


@router.get(
    "/v1/cases",
    summary="Cases of your agency",
    response_model=Cases,
    responses=examples.LISTED,
)
async def list_cases(
    request: Request,
    call: Annotated[Call, reads("cases:read", OWN_CASES)],
    region: Region = None,
    phase: Annotated[Phase | None, Query(description="As it stands now")] = None,
    kind: Annotated[CaseKind | None, Query(description="As it is now")] = None,
    workstation_id: Annotated[UUID | None, Query(description="The one that it belongs to")] = None,
    relation: Annotated[
        Relation | None, Query(description="What your agency is to it; any without it")
    ] = None,
    changed_since: ChangedSince = None,
    crisis: Annotated[
        CrisisFilter | None, Query(description="Those with a crisis that nobody has followed up")
    ] = None,
    level: Annotated[
        LevelCode | None, Query(description="Of the last risk assessment; see /v1/schemes")
    ] = None,
    orphaned: Annotated[
        bool,
        Query(
            description="Those that nobody has: no social worker in the team who is there",
            examples=[True],
        ),
    ] = False,
    sort: Annotated[Sort, Query(examples=[Sort.CHANGED_LATEST])] = Sort.OPENED_LATEST,
    after: After = None,
    limit: Limit = USUAL,
    reference: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Your agency's own number, which finds the one case; without all else",
        ),
    ] = None,
) -> Response:
    """The cases that your agency is responsible for, oversees, or was asked for a test in.

    Ordered by opening, pages that follow each other have each case once, also while others write.
    Ordered by change, a case that changes meanwhile goes to that end: going up you meet it again,
    going down you find it from the first page on. Nobody has a case (`orphaned`) in whose team no
    member is in a role that carries it, or who is has left, or is absent for more than
    `uncovered_days` and nobody stands in. Who is asked for a test sees that it was asked,
    and is told of no other change. To follow every change exactly, use `GET /v1/changes`.
    """
    context, read_at = context_of(request), utc_now()
    if reference is not None:
        _check_alone(request)
        found = await _find(context, call, reference)
        return _page([found] if found else [], None, read_at)
    nobody = await _nobody(context) if orphaned else None
    question = Question(
        region=region,
        phase=phase,
        kind=kind,
        workstation_id=workstation_id,
        relation=relation,
        changed_since=since(changed_since),
        crisis_open=crisis is CrisisFilter.OPEN,
        level=level,
        by_change=sort in (Sort.CHANGED, Sort.CHANGED_LATEST),
        descending=sort in (Sort.OPENED_LATEST, Sort.CHANGED_LATEST),
        orphaned=nobody,
    )
    agency, name = call.caller.agency, f"cases {question}"
    texts = place_of(context.cursors, agency, name, after)
    place = MOMENTS.place(texts) if texts else None
    page, following = await read_page(
        context.pool,
        call.caller,
        question,
        place,
        limit,
        context.handler.today(),
        key_of(context.vault.index, call.caller),
    )
    return _page(page, cursor_of(context.cursors, agency, name, following), read_at)


async def _nobody(context: Context) -> Orphaned:
    """By the policies that were applied: what is observed goes by the same."""
    today = context.handler.today()
    return orphaned_today(today, (await versions_in_force(context)).in_force_on(today))


async def _find(context: Context, call: Call, reference: str) -> Listed | None:
    """The case that the caller's agency opened under its own number, if there is one."""
    holder = await holder_of(context, call, reference)
    access = await context.relations.access(call.caller, UUID(holder)) if holder else None
    return await read_one(context.pool, access, context.handler.today()) if access else None


def _page(listed: list[Listed], following: str | None, read_at: datetime) -> Response:
    page = Cases(cases=[_summary(each) for each in listed], next=following, read_at=read_at)
    return Response(page.model_dump_json(), media_type="application/json")


def _summary(listed: Listed) -> CaseSummary:
    access = listed.access
    may_see = access.may(Category.OPENING, Right.READ)
    return CaseSummary(
        case_id=access.case_id,
        client_id=access.client_id,
        kind=CaseKind(listed.kind) if may_see else None,
        region=access.region,
        version=access.shown(access.version),
        agency=access.agency if may_see else None,
        workstation_id=listed.workstation_id if may_see else None,
        phase=Phase(listed.phase) if may_see else None,
        level=listed.level if access.may(Category.ASSESSMENTS, Right.READ) else None,
        opened_at=listed.opened_at if may_see else None,
        changed_at=listed.changed_at if may_see else None,
        relations=shown_relations(access.relations),
        appointments=sorted(access.subjects),
    )


def _check_alone(request: Request) -> None:
    """400 where a reference comes with another parameter: it names one case by itself."""
    others = sorted(request.query_params.keys() - {"reference"})
    if others:
        raise problems.bad_request(
            *(
                FieldError(
                    "not_with_reference",
                    Text(
                        zh="按本单位编号查找时，不能再加其他条件；请去掉此参数。",
                        en="A reference finds one case by itself; leave this parameter out.",
                    ),
                    parameter=name,
                )
                for name in others
            )
        )
