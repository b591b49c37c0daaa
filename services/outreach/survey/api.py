"""HTTP: surveys: prepared, opened, answered, closed; or entered when they are over."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from services.outreach.context import handler_of
from services.outreach.questionnaire.rules import Published, questionnaire
from services.outreach.questionnaire.sheets import NotOnTheSheet, Sheet, counted
from services.outreach.streams import questionnaire_claim, questionnaire_stream, survey_stream
from services.outreach.survey import examples
from services.outreach.survey.access import SURVEYOR
from services.outreach.survey.bodies import (
    Counted,
    HeldSurvey,
    NewAnswers,
    NewSurvey,
    OnADay,
    SurveyClosing,
    SurveyWritten,
)
from services.outreach.survey.commands import (
    CloseSurvey,
    Command,
    OpenSurvey,
    PrepareSurvey,
    RecordAnswers,
    RecordHeldSurvey,
)
from services.outreach.survey.rows import rows_of
from services.outreach.survey.rules import survey
from services.outreach.survey.showing import smallest_sample
from services.outreach.survey.state import Known, Unprepared, VoidedSurvey
from shared.command_handler import Extras
from shared.events.outreach.questionnaires import QuestionnairePublished
from shared.events.outreach.surveys import GroupAnswers, PlannedGroup, SurveyPrepared
from shared.http import problems
from shared.http.access_rules import BY_REGION
from shared.http.command_answers import Written, check_scope, respond
from shared.http.field_errors import FieldError
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.ids import new_id
from shared.policies.in_force import policies_in_force
from shared.text import Text
from shared.warned import early_days

router = APIRouter(route_class=Operation, tags=["surveys"])

SurveyId = Annotated[UUID, Path(description="As its entry answered", examples=[examples.SURVEY_ID])]
Prepares = Annotated[Call, needs("outreach:write", BY_REGION)]
Writes = Annotated[Call, needs("outreach:write", SURVEYOR)]
Decides = Annotated[Call, needs("outreach:write", SURVEYOR, IfMatch.REQUIRED)]


@router.post(
    "/v1/surveys",
    status_code=201,
    summary="Prepare a survey",
    response_model=SurveyWritten,
    responses=examples.entered(1),
)
async def prepare_survey(request: Request, body: NewSurvey, call: Prepares) -> Response:
    """Prepare a survey; until it is opened, only your agency knows of it."""
    survey_id = new_id()
    plan = await _plan(request, call, body, survey_id)
    return await _enter(request, call, survey_id, PrepareSurvey(plan), body)


@router.post(
    "/v1/surveys/held",
    status_code=201,
    summary="Enter a survey that is over",
    response_model=SurveyWritten,
    responses=examples.entered(4, examples.HELD_ID),
)
async def record_held_survey(request: Request, body: HeldSurvey, call: Prepares) -> Response:
    """Enter a survey that is over, with its answers by group: opened, answered and closed.

    Its answers count on its last day.
    """
    survey_id = new_id()
    plan = await _plan(request, call, body, survey_id)
    entry_ids = (new_id(), new_id(), new_id())
    command = RecordHeldSurvey(plan, _groups(body.groups), entry_ids)
    return await _enter(request, call, survey_id, command, body)


@router.post(
    "/v1/surveys/{survey_id}/open",
    status_code=201,
    summary="Open a survey",
    response_model=Written,
    responses=examples.wrote(2),
)
async def open_survey(
    request: Request, survey_id: SurveyId, body: OnADay, call: Decides
) -> Response:
    """Open a survey: from now on it takes answers, and is seen in its region."""
    return await _write(request, call, survey_id, OpenSurvey(new_id(), body.occurred_on))


@router.post(
    "/v1/surveys/{survey_id}/answers",
    status_code=201,
    summary="Record answers to a survey",
    response_model=Written,
    responses=examples.wrote(3, examples.ANSWERS_ID),
)
async def record_answers(
    request: Request, survey_id: SurveyId, body: NewAnswers, call: Writes
) -> Response:
    """Record answers of one day as a batch: single sheets without names, or totals by group.

    Sheets are counted by the questionnaire's rule as they come, and are not kept. The batch may be
    made void as a whole, under the `entry_id` that is answered.
    """
    if bool(body.sheets) == bool(body.groups):
        raise problems.invalid([_ONE_OF_TWO])
    if body.sheets:
        groups = await _counted(request, survey_id, body)
    else:
        groups = _groups(body.groups)
    return await _write(request, call, survey_id, RecordAnswers(new_id(), body.occurred_on, groups))


@router.post(
    "/v1/surveys/{survey_id}/close",
    status_code=201,
    summary="Close a survey",
    response_model=Written,
    responses=examples.wrote(4),
)
async def close_survey(
    request: Request, survey_id: SurveyId, body: SurveyClosing, call: Decides
) -> Response:
    """Close a survey: it takes no more answers, and counts as held on this day.

    The day is not before its last answers. One that was reopened is closed again when nothing has
    changed, or in every group at least as many answers as the smallest sample: else the difference
    between its results would tell what a few people ticked.
    """
    plan = (await _known(request, survey_id)).plan
    smallest = smallest_sample(plan, policies_in_force(), handler_of(request).today())
    command = CloseSurvey(new_id(), body.occurred_on, smallest)
    return await _write(request, call, survey_id, command)


async def _plan(request: Request, call: Call, body: NewSurvey, survey_id: UUID) -> SurveyPrepared:
    check_scope(call, body.region)
    edition = await _edition(request, body.questionnaire, body.edition)
    return SurveyPrepared(
        entry_id=new_id(),
        survey_id=survey_id,
        agency=call.caller.agency,
        region=body.region,
        questionnaire_id=edition.questionnaire_id,
        edition=edition.edition,
        surveyed=edition.surveyed,
        title=body.title,
        occurred_on=handler_of(request).today(),
        since=body.since,
        until=body.until,
        questionnaire=body.questionnaire,
        planned=tuple(PlannedGroup.model_validate(each.model_dump()) for each in body.planned),
    )


async def _edition(request: Request, code: str, number: int) -> QuestionnairePublished:
    """The edition of a questionnaire by its code; a 422 Problem where there is none."""
    handler = handler_of(request)
    stream = await handler.journal.holder(questionnaire_claim(code))
    if stream is None:
        raise problems.invalid([_NO_QUESTIONNAIRE])
    state = (await handler.load(questionnaire, stream)).state
    found = state.edition(number) if isinstance(state, Published) else None
    if found is None:
        raise problems.invalid([_NO_EDITION])
    return found


async def _known(request: Request, survey_id: UUID) -> Known:
    state = (await handler_of(request).load(survey, survey_stream(survey_id))).state
    assert not isinstance(state, Unprepared)  # the access rule has found it
    return state


async def _counted(request: Request, survey_id: UUID, body: NewAnswers) -> tuple[GroupAnswers, ...]:
    handler, plan = handler_of(request), (await _known(request, survey_id)).plan
    its = (await handler.load(questionnaire, questionnaire_stream(plan.questionnaire_id))).state
    edition = its.edition(plan.edition) if isinstance(its, Published) else None
    assert edition is not None  # it was there when the survey was prepared
    try:
        return counted(edition, [Sheet(each.audience, each.answers) for each in body.sheets])
    except NotOnTheSheet as error:
        pointer = f"/sheets/{error.number}/answers/{error.question}"
        raise problems.invalid(
            [FieldError(error.fault, _FAULTS[error.fault], pointer=pointer)]
        ) from None


def _groups(groups: Sequence[Counted]) -> tuple[GroupAnswers, ...]:
    return tuple(GroupAnswers.model_validate(each.model_dump()) for each in groups)


async def _enter(
    request: Request, call: Call, survey_id: UUID, command: Command, body: NewSurvey
) -> Response:
    extras = Extras(
        {"survey_id": str(survey_id)},
        warnings=early_days(since=body.since, until=body.until),
        rows=rows_of,
    )
    handler, stream = handler_of(request), survey_stream(survey_id)
    answer = await handler.handle(call, survey, stream, command, new=True, extras=extras)
    if not answer.replayed:
        return respond(answer)
    loaded = await handler.load(survey, answer.stream_id)
    return respond(answer, void=isinstance(loaded.state, VoidedSurvey))


async def _write(request: Request, call: Call, survey_id: UUID, command: Command) -> Response:
    extras = Extras(rows=rows_of)
    return respond(
        await handler_of(request).handle(
            call, survey, survey_stream(survey_id), command, extras=extras
        )
    )


_ONE_OF_TWO = FieldError(
    "one_of_two",
    Text(
        zh="请在 sheets（逐份答卷）和 groups（按人群汇总）中填写且只填写一项。",
        en="Give either sheets, one by one, or groups, their totals; one of the two.",
    ),
    pointer="/sheets",
)
_NO_QUESTIONNAIRE = FieldError(
    "unknown_questionnaire",
    Text(
        zh="没有这个代码的问卷；已发布的问卷见 GET /v1/questionnaires。",
        en="No questionnaire has this code; GET /v1/questionnaires lists those there are.",
    ),
    pointer="/questionnaire",
)
_NO_EDITION = FieldError(
    "unknown_edition",
    Text(
        zh="该问卷没有这个版本；最新版本号见 GET /v1/questionnaires。",
        en="The questionnaire has no such edition; GET /v1/questionnaires says the latest.",
    ),
    pointer="/edition",
)
_FAULTS = {
    "unknown_question": Text(
        zh="该版本问卷没有这道题目，请核对题目代码。",
        en="This edition of the questionnaire has no such question; check its code.",
    ),
    "unknown_choice": Text(
        zh="该题目没有这个选项，请核对选项代码。",
        en="The question has no such choice; check its code.",
    ),
    "one_choice_only": Text(
        zh="该题目是单选题，只能有一个选项；多选无效的答卷请不填该题。",
        en="One choice of this question is to be ticked; leave it out where several were.",
    ),
}
