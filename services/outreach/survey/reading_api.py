"""HTTP: a survey with its results, and surveys page by page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.outreach.context import cursors_of, handler_of
from services.outreach.streams import survey_stream
from services.outreach.survey import examples
from services.outreach.survey.access import SURVEY, check_sees
from services.outreach.survey.api import SurveyId
from services.outreach.survey.bodies import ListedSurvey, SurveyFacts, Surveys
from services.outreach.survey.listing import Question, SurveySort, query
from services.outreach.survey.rows import SurveyStanding
from services.outreach.survey.rules import survey
from services.outreach.survey.showing import shown
from shared.clock import utc_now
from shared.events.outreach.questionnaires import Surveyed
from shared.http.fields import AnyDay
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import USUAL, cut
from shared.lists.parameters import After, ChangedSince, Limit, Region, since
from shared.lists.places import cursor_of, place_of
from shared.policies.in_force import policies_in_force

router = APIRouter(route_class=Operation, tags=["surveys"])


@router.get(
    "/v1/surveys",
    summary="Surveys of your regions",
    response_model=Surveys,
    responses=examples.LISTED,
)
async def list_surveys(
    request: Request,
    call: Annotated[Call, reads("outreach:read", SURVEY)],
    region: Region = None,
    own: Annotated[
        bool, Query(description="Only what your agency entered, prepared ones included")
    ] = False,
    surveyed: Annotated[Surveyed | None, Query(description="What it measures")] = None,
    state: SurveyStanding | None = None,
    questionnaire_id: UUID | None = None,
    start: Annotated[AnyDay | None, Query(alias="from", description="First day")] = None,
    end: Annotated[
        AnyDay | None, Query(alias="to", description="First day that no longer counts")
    ] = None,
    changed_since: ChangedSince = None,
    sort: Annotated[
        SurveySort, Query(examples=[SurveySort.SINCE_LATEST])
    ] = SurveySort.SINCE_LATEST,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The surveys of your regions that were opened, by the days on which they begin.

    What is only prepared is in the list of your `own`. Void ones are among them, marked.
    """
    changed = since(changed_since)
    question = Question(region, own, surveyed, state, questionnaire_id, start, end, changed, sort)
    read_at, cursors = utc_now(), cursors_of(request)
    agency, name = call.caller.agency, f"surveys {question}"
    place = place_of(cursors, agency, name, after)
    text, given, scanned = query(call.caller.regions, agency, question, place, limit)
    async with handler_of(request).journal.pool.acquire() as connection:
        rows = await connection.fetch(text, *given) if given[0] else []
    listed, following = cut(rows, limit, scanned)
    page = Surveys(
        surveys=[
            ListedSurvey.model_validate({**row, "own": row["agency"] == agency}) for row in listed
        ],
        next=cursor_of(cursors, agency, name, following),
        read_at=read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/surveys/{survey_id}",
    summary="A survey with its results",
    response_model=SurveyFacts,
    responses=examples.SHOWN,
)
async def read_survey(
    request: Request,
    survey_id: SurveyId,
    call: Annotated[Call, reads("outreach:read", SURVEY)],
) -> Response:
    """A survey with its results by group and as a whole: rate, interval and band.

    Others than its agency are shown results once it is closed, no rate of a sample below the
    policy's smallest, and of a community or village no numbers and the rates rounded.
    """
    handler = handler_of(request)
    loaded = await handler.load(survey, survey_stream(survey_id))
    state = check_sees(call.caller, loaded.state)
    facts = shown(
        state,
        loaded.version,
        own=state.plan.agency == call.caller.agency,
        policies=policies_in_force(),
        today=handler.today(),
    )
    headers = {"ETag": f'"{loaded.version}"'}
    return Response(facts.model_dump_json(), 200, headers, "application/json")
