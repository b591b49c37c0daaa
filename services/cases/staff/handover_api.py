"""HTTP: a worker hands cases over, all or part, to one other worker or several."""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, model_validator
from pydantic_core import to_json

from services.cases.case.team import NotInTeam
from services.cases.context import context_of
from services.cases.staff import examples
from services.cases.staff.bodies import WorkerId
from services.cases.staff.handover import (
    MOST,
    Taker,
    command_of,
    is_of_this_call,
    places_of,
    takers,
)
from services.cases.staff.known import check_workers, known_worker
from services.cases.staff.rules import WorkerUnknown
from shared.http.access_rules import OWN
from shared.http.batch.running import Outcome, run
from shared.http.command_answers import problem_of
from shared.http.field_errors import FieldError, refusal
from shared.http.fields import ANSWER, Body, Day, Note, example
from shared.http.operation import Call, Operation, needs
from shared.http.problems import invalid
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["workers"])

_TO_NOBODY = Text(
    zh="请填写接手人员：全部交给一人的填 to，分别交接的在 cases 中逐件填写。",
    en="Say who takes over: `to` for all of them, or one by one in `cases`.",
)
_TOO_MANY = Text(
    zh=f"该工作人员的档案超过{MOST}份，请在 cases 中分批列出。",
    en=f"The worker has more than {MOST} cases; list some of them at a time in `cases`.",
)
_TWICE = Text(zh="同一档案列了两次。", en="A case is listed twice.")


class HandedOver(Body):
    """A case, who takes it over, and what is to be known of it, for the vault."""

    case_id: UUID
    to: UUID
    note: Note | None = None


class NewHandover(Body):
    """From which day on; `cases` say who takes which, `to` who takes all others.

    Without `to` only the `cases` are handed over, without `cases` all to one. `note` goes with each
    case that has none of its own.
    """

    most_values: ClassVar[int] = 5_000
    model_config = example(occurred_on="2020-03-20", to=examples.TAKER_ID)
    occurred_on: Day
    to: UUID | None = None
    note: Note | None = None
    cases: Annotated[list[HandedOver], Field(max_length=MOST, default_factory=list)]

    @model_validator(mode="after")
    def _has_a_taker(self) -> "NewHandover":
        if self.to is None and not self.cases:
            raise refusal("missing", _TO_NOBODY)
        if len({each.case_id for each in self.cases}) < len(self.cases):
            raise refusal("listed_twice", _TWICE)
        return self


class HandoverOutcome(BaseModel):
    """How the handover of a case was answered, as `POST …/team/{joining_id}/handover` would be."""

    model_config = ANSWER
    case_id: UUID
    to: UUID
    status: int
    replayed: bool
    body: Annotated[dict[str, Any] | None, Field(description="The answer, or the problem")]


class HandoverAnswer(BaseModel):
    """An outcome for each case."""

    model_config = ANSWER
    outcomes: list[HandoverOutcome]


@router.post(
    "/v1/workers/{worker_id}/handover",
    status_code=207,
    summary="A worker hands cases over",
    response_model=HandoverAnswer,
    responses=examples.HANDED_OVER,
)
async def hand_over_cases(
    request: Request,
    worker_id: WorkerId,
    body: NewHandover,
    call: Annotated[Call, needs("staff:write", OWN)],
) -> Response:
    """The worker leaves the teams of these cases, and others join in the same roles, case by case.

    It needs the action `cases:write` too: each case is decided by itself, and one that is refused
    stops no other. Send the call again under its key if its answer was lost: what was handed over
    is answered again, and the rest is done. Who hands over stays in the history of each case; a
    worker who has left hands over too.
    """
    context = context_of(request)
    if await known_worker(context, call.caller.agency, worker_id) is None:
        raise WorkerUnknown
    named = {each.case_id: Taker(each.to, each.note or body.note) for each in body.cases}
    rest = None if body.to is None else Taker(body.to, body.note)
    wanted = None if rest else list(named)
    named_takers = [(each.to, f"/cases/{number}/to") for number, each in enumerate(body.cases)]
    named_takers += [(body.to, "/to")] if body.to else []
    first = dict(reversed(named_takers))
    await check_workers(context, call, first.items(), body.occurred_on)
    places = await places_of(context, call.caller, worker_id, body.occurred_on, wanted)
    if len(places) > MOST:
        raise invalid([FieldError("too_many", _TOO_MANY, pointer="/cases")])
    given = takers(places, named, rest)
    commands = [
        command_of(place, taker, body.occurred_on, str(call.idempotency_key))
        for place, taker in given
    ]
    outcomes = await run(request, commands)
    shown = [
        _shown(place.case_id, taker.worker_id, outcome)
        for (place, taker), outcome in zip(given, outcomes, strict=True)
        if is_of_this_call(place, outcome)
    ]
    refused = problem_of(NotInTeam())
    nothing = Outcome(refused.status, refused.document())
    missing = named.keys() - {each["case_id"] for each in shown}
    shown += [_shown(each, named[each].worker_id, nothing) for each in sorted(missing)]
    return Response(to_json({"outcomes": shown}), 207, media_type="application/json")


def _shown(case_id: UUID, to: UUID, outcome: Outcome) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "to": to,
        "status": outcome.status,
        "replayed": outcome.replayed,
        "body": outcome.body,
    }
