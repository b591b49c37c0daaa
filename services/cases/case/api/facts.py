"""HTTP: correcting what is known of the person in codes."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, write, writes
from services.cases.case.facts import CorrectPersonFacts
from shared.events.cases.person import AgeBand, PersonFacts, Sex, Substance
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class CorrectedFacts(Body):
    """All that is known of the person in codes; what is left out is not known.

    `occurred_on` is the day of the correction. The age band is that of the day of the opening.
    """

    model_config = example(
        occurred_on="2019-03-21", sex="male", age_band="18_to_35", substance="methamphetamine"
    )
    occurred_on: Day
    sex: Sex | None = None
    age_band: AgeBand | None = None
    substance: Substance | None = None


@router.post(
    "/v1/cases/{case_id}/facts",
    status_code=201,
    summary="Correct the person's coded facts",
    response_model=Written,
    responses={**examples.entered(33), **responses(409)},
)
async def correct_facts(
    request: Request,
    case_id: CaseId,
    body: CorrectedFacts,
    call: Annotated[Call, writes(Category.OPENING)],
) -> Response:
    """Record what the person's sex, age band and substance are, and have been all along.

    All statistics follow, also of the time before; a case that has ended is corrected as well.
    """
    person = PersonFacts(sex=body.sex, age_band=body.age_band, substance=body.substance)
    return await write(
        request, call, case_id, CorrectPersonFacts(new_id(), body.occurred_on, person)
    )
