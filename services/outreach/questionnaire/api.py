"""HTTP: questionnaires, and their editions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from services.outreach.context import cursors_of, handler_of
from services.outreach.questionnaire import examples
from services.outreach.questionnaire.listing import read_page
from services.outreach.questionnaire.rows import rows_of
from services.outreach.questionnaire.rules import (
    Published,
    PublishEdition,
    PublishQuestionnaire,
    questionnaire,
)
from services.outreach.streams import questionnaire_claim, questionnaire_stream
from services.outreach.survey.access import PUBLISHER
from shared.command_handler import Extras
from shared.decider import Refused
from shared.events.outreach import questionnaires as published
from shared.events.outreach.questionnaires import Surveyed
from shared.http import problems
from shared.http.access_rules import BY_ACTION, BY_REGION
from shared.http.command_answers import Written, check_scope, respond
from shared.http.fields import (
    ANSWER,
    AtMost,
    Body,
    PublicText,
    RegionCode,
    WholeNumber,
    example,
    names_nobody,
    reaches_nobody,
)
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["questionnaires"])

MOST_QUESTIONS, MOST_CHOICES = 50, 20
QuestionnaireId = Annotated[
    UUID, Path(description="As its publication answered", examples=[examples.QUESTIONNAIRE_ID])
]
ShortName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"),
    AfterValidator(names_nobody),
    AfterValidator(reaches_nobody),
    Field(description="A short name: a-z, 0-9 and -, at most 40", examples=[examples.CODE]),
]
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$"),
    AfterValidator(names_nobody),
    AfterValidator(reaches_nobody),
]


class QuestionnaireCodeTaken(Refused):
    """Another questionnaire has this code; choose another, or publish a new edition of that one."""

    zh = "该代码已被其他问卷使用；请另取代码，或者为原问卷发布新版本。"
    field = "code"


class Choice(Body):
    """A choice; `right` if it is a right answer, or that of somebody satisfied."""

    code: Code
    text: PublicText
    right: bool = False


class Question(Body):
    """A question; of `several`, all right choices are to be ticked, and no other."""

    code: Code
    text: PublicText
    choices: Annotated[tuple[Choice, ...], AtMost(MOST_CHOICES), Field(min_length=2)]
    several: bool = False

    def published(self) -> published.Question:
        """As the event has it."""
        return published.Question.model_validate(self.model_dump())


class NewEdition(Body):
    """An edition: its questions, and how many right answers are enough for a sheet to count."""

    model_config = example(**examples.EDITION)
    title: PublicText
    questions: Annotated[tuple[Question, ...], AtMost(MOST_QUESTIONS), Field(min_length=1)]
    enough: Annotated[int, Field(strict=True, ge=1, le=MOST_QUESTIONS)]


class NewQuestionnaire(NewEdition):
    """A questionnaire; `surveyed` is the one thing that it measures."""

    model_config = example(**examples.NEW)
    code: ShortName
    region: RegionCode
    surveyed: Surveyed


class QuestionnaireWritten(Written):
    """The answer to a published questionnaire."""

    questionnaire_id: UUID


class ListedQuestionnaire(BaseModel):
    """A questionnaire in a list, by its latest edition; `published_on` is of the first."""

    questionnaire_id: UUID
    code: str
    agency: str
    region: str
    surveyed: Surveyed
    title: str
    edition: int
    published_on: date


class QuestionnaireFacts(NewQuestionnaire):
    """An edition of a questionnaire; `version` is the number of the latest."""

    model_config = ANSWER
    questionnaire_id: UUID
    agency: str
    edition: int
    published_on: date
    version: int


class Questionnaires(BaseModel):
    """A page of questionnaires; where there may be more, `next` is what to ask `after`."""

    questionnaires: list[ListedQuestionnaire]
    next: str | None


@router.post(
    "/v1/questionnaires",
    status_code=201,
    summary="Publish a questionnaire",
    response_model=QuestionnaireWritten,
    responses=examples.wrote(1, questionnaire_id=examples.QUESTIONNAIRE_ID),
)
async def publish_questionnaire(
    request: Request,
    body: NewQuestionnaire,
    call: Annotated[Call, needs("outreach:write", BY_REGION)],
) -> Response:
    """Publish the first edition of a questionnaire; every agency may use it."""
    questionnaire_id = new_id()
    check_scope(call, body.region)
    stream = questionnaire_stream(questionnaire_id)
    command = PublishQuestionnaire(
        questionnaire_id,
        call.caller.agency,
        body.region,
        body.code,
        body.surveyed,
        body.title,
        tuple(each.published() for each in body.questions),
        body.enough,
    )
    extras = Extras(
        {"questionnaire_id": str(questionnaire_id)},
        claims=[Claim(questionnaire_claim(body.code), stream)],
        rows=rows_of,
    )
    try:
        answer = await handler_of(request).handle(
            call, questionnaire, stream, command, new=True, extras=extras
        )
    except ClaimTaken:
        raise QuestionnaireCodeTaken from None
    return respond(answer)


@router.post(
    "/v1/questionnaires/{questionnaire_id}/editions",
    status_code=201,
    summary="Publish a new edition of a questionnaire",
    response_model=Written,
    responses=examples.wrote(2),
)
async def publish_edition(
    request: Request,
    questionnaire_id: QuestionnaireId,
    body: NewEdition,
    call: Annotated[Call, needs("outreach:write", PUBLISHER, IfMatch.REQUIRED)],
) -> Response:
    """Publish a new edition beside those before; surveys go on with the one that they name."""
    questions = tuple(each.published() for each in body.questions)
    command = PublishEdition(body.title, questions, body.enough)
    stream = questionnaire_stream(questionnaire_id)
    extras = Extras(rows=rows_of)
    return respond(
        await handler_of(request).handle(call, questionnaire, stream, command, extras=extras)
    )


@router.get(
    "/v1/questionnaires",
    summary="Questionnaires",
    response_model=Questionnaires,
    responses=examples.LISTED,
)
async def list_questionnaires(
    request: Request,
    call: Annotated[Call, reads("outreach:read", BY_ACTION)],
    surveyed: Annotated[Surveyed | None, Query(description="What it measures")] = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """All questionnaires, those that were published last first."""
    cursors, agency, name = cursors_of(request), call.caller.agency, f"questionnaires {surveyed}"
    texts = place_of(cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    rows, last = await read_page(handler_of(request).journal.pool, surveyed, place, limit)
    answer = Questionnaires(
        questionnaires=[ListedQuestionnaire.model_validate(row) for row in rows],
        next=cursor_of(cursors, agency, name, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/questionnaires/{questionnaire_id}",
    summary="A questionnaire",
    response_model=QuestionnaireFacts,
    responses=examples.SHOWN,
)
async def read_questionnaire(
    request: Request,
    questionnaire_id: QuestionnaireId,
    call: Annotated[Call, reads("outreach:read", BY_ACTION)],
    edition: Annotated[
        WholeNumber | None, Query(ge=1, description="Which edition; the latest without it")
    ] = None,
) -> Response:
    """An edition of a questionnaire, with its questions and which answers are right."""
    stream = questionnaire_stream(questionnaire_id)
    loaded = await handler_of(request).load(questionnaire, stream)
    state = loaded.state
    found = None
    if isinstance(state, Published):
        found = state.current if edition is None else state.edition(edition)
    if found is None:
        raise problems.not_found()
    questions = tuple(Question.model_validate(each.model_dump()) for each in found.questions)
    its = found.model_dump() | {"questions": questions}
    facts = QuestionnaireFacts.model_construct(**its, version=loaded.version)
    headers = {"ETag": f'"{loaded.version}"'}
    return Response(facts.model_dump_json(), 200, headers, "application/json")
