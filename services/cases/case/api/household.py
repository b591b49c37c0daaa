"""HTTP: a client's household and work, in codes."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.household import RecordEmployment, RecordHousehold
from shared.events.cases.employment import Employment
from shared.events.cases.household import FamilyEvent, HouseholdFact
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["help"])

Writes = Annotated[Call, writes(Category.HELP)]


class NewHousehold(Body):
    """All that is so in the household on this day, and what has happened.

    Who is ill or disabled, and how, is not said; the note is for the vault.
    """

    model_config = example(
        occurred_on="2019-03-14",
        facts=["elderly_over_70", "minor_children", "disability"],
        happened=["reunited"],
    )
    occurred_on: Day
    facts: Annotated[
        tuple[HouseholdFact, ...],
        AtMost(len(HouseholdFact)),
        Field(description="All that are so; each once"),
    ] = ()
    happened: Annotated[
        tuple[FamilyEvent, ...], AtMost(len(FamilyEvent)), Field(description="Each once")
    ] = ()
    note: Note | None = None


class NewEmployment(Body):
    """Whether the client has work, from this day on; the note is for the vault."""

    model_config = example(occurred_on="2019-03-14", employment="looking")
    occurred_on: Day
    employment: Employment
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/household",
    status_code=201,
    summary="Record the household",
    response_model=Written,
    responses={**examples.entered(40), **responses(409, 410)},
)
async def record_household(
    request: Request, case_id: CaseId, body: NewHousehold, call: Writes
) -> Response:
    """Record what help must know of the household; what is not named is not so any more."""
    entry_id = new_id()
    command = RecordHousehold(entry_id, body.occurred_on, body.facts, body.happened)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/employment",
    status_code=201,
    summary="Record whether the client has work",
    response_model=Written,
    responses={**examples.entered(41), **responses(409, 410)},
)
async def record_employment(
    request: Request, case_id: CaseId, body: NewEmployment, call: Writes
) -> Response:
    """Record whether the client has work; it is so until another entry says otherwise."""
    entry_id = new_id()
    command = RecordEmployment(entry_id, body.occurred_on, body.employment)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )
