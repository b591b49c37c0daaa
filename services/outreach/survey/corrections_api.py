"""HTTP: what of a survey is taken back: a batch of answers, its closing, all of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic_core import from_json

from services.outreach.context import handler_of
from services.outreach.recording import Voiding
from services.outreach.streams import survey_stream
from services.outreach.survey import examples
from services.outreach.survey.access import SURVEY_RECORDER, SURVEYOR
from services.outreach.survey.api import SurveyId
from services.outreach.survey.commands import Command, ReopenSurvey, VoidAnswers, VoidSurvey
from services.outreach.survey.rows import rows_of
from services.outreach.survey.rules import survey
from services.outreach.survey.state import AnswersUnknown
from shared.command_handler import Extras, Stale
from shared.events.corrections import StoredEntry
from shared.http.command_answers import Written, respond
from shared.http.operation import Call, IfMatch, Operation, needs

router = APIRouter(route_class=Operation, tags=["surveys"])

AnswersId = Annotated[
    UUID, Path(description="As their recording answered", examples=[examples.ANSWERS_ID])
]


@router.post(
    "/v1/surveys/{survey_id}/reopen",
    status_code=201,
    summary="Reopen a survey",
    response_model=Written,
    responses=examples.wrote(5),
)
async def reopen_survey(
    request: Request,
    survey_id: SurveyId,
    body: Voiding,
    call: Annotated[Call, needs("outreach:write", SURVEYOR, IfMatch.REQUIRED)],
) -> Response:
    """Take back the closing of a survey, so that its answers can be corrected.

    Until it is closed again others are shown nothing of what was found.
    """
    entries = await _all_entries(request, call, survey_id)
    return await _write(request, call, survey_id, ReopenSurvey(entries, body.reason))


@router.post(
    "/v1/surveys/{survey_id}/answers/{entry_id}/void",
    status_code=201,
    summary="Make a batch of answers void",
    response_model=Written,
    responses=examples.wrote(6),
)
async def void_answers(
    request: Request,
    survey_id: SurveyId,
    entry_id: AnswersId,
    body: Voiding,
    call: Annotated[Call, needs("outreach:write", SURVEYOR, IfMatch.REQUIRED)],
) -> Response:
    """Take back a batch of answers that was recorded by mistake; the right one is a new batch."""
    entries = await _entries(request, survey_id)
    entry = next((each for each in entries if each.entry_id == entry_id), None)
    if entry is None:
        raise AnswersUnknown
    return await _write(request, call, survey_id, VoidAnswers(entry, body.reason))


@router.post(
    "/v1/surveys/{survey_id}/void",
    status_code=201,
    summary="Make a survey void",
    response_model=Written,
    responses=examples.wrote(9),
)
async def void_survey(
    request: Request,
    survey_id: SurveyId,
    body: Voiding,
    call: Annotated[Call, needs("outreach:write", SURVEY_RECORDER, IfMatch.REQUIRED)],
) -> Response:
    """Take back a survey with all its answers; they count in no figure any more."""
    entries = await _all_entries(request, call, survey_id)
    return await _write(request, call, survey_id, VoidSurvey(entries, body.reason))


async def _all_entries(request: Request, call: Call, survey_id: UUID) -> tuple[StoredEntry, ...]:
    """All entries as they are stored, up to the version that the caller has seen at least."""
    entries = await _entries(request, survey_id)
    if call.if_match is not None and call.if_match > len(entries):
        raise Stale(len(entries))
    return entries


async def _entries(request: Request, survey_id: UUID) -> tuple[StoredEntry, ...]:
    history = await handler_of(request).journal.read(survey_stream(survey_id))
    return tuple(StoredEntry(each.event_id, each.type, from_json(each.data)) for each in history)


async def _write(request: Request, call: Call, survey_id: UUID, command: Command) -> Response:
    extras = Extras(rows=rows_of)
    return respond(
        await handler_of(request).handle(
            call, survey, survey_stream(survey_id), command, extras=extras
        )
    )
