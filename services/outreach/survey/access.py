"""The access rules of surveys and questionnaires: whose they are to read, and to change."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError

from services.outreach.access import as_id, not_entitled
from services.outreach.context import handler_of
from services.outreach.questionnaire.rules import Published, questionnaire
from services.outreach.streams import questionnaire_stream, survey_stream
from services.outreach.survey.rows import was_open
from services.outreach.survey.rules import survey
from services.outreach.survey.state import Known, Survey, Unprepared
from shared.agencies import AgencyKind
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.identity.claims import Caller
from shared.text import Text


def check_sees(caller: Caller, state: Survey) -> Known:
    """The survey, if a caller may know of it: its own, or one of its regions that was opened.

    404 else, as if there were none.
    """
    if isinstance(state, Unprepared) or not caller.covers(state.plan.region):
        raise problems.not_found()
    if not was_open(state) and state.plan.agency != caller.agency:
        raise problems.not_found()
    return state


@dataclass(frozen=True)
class _Survey(AccessRule):
    """A rule about the survey in the path; one that a caller may not know of is not found."""

    may: Callable[[Caller, Known], bool] = lambda caller, state: True

    async def check(self, request: Request, call: Call) -> None:
        """Read the survey, and ask whose it is."""
        survey_id = _id_in_path(request, "survey_id")
        if survey_id is None:
            return  # it is a list; or the route says what is wrong with the id
        loaded = await handler_of(request).load(survey, survey_stream(survey_id))
        if not self.may(call.caller, check_sees(call.caller, loaded.state)):
            raise not_entitled(_OF_ANOTHER)


def _is_own(caller: Caller, state: Known) -> bool:
    return caller.agency == state.plan.agency


SURVEY = _Survey(
    "survey",
    Text(
        zh="已启动的调查限本单位管辖的区划；尚未启动的，仅限登记该调查的单位。",
        en="Surveys that were opened, within the caller's regions; others, the agency that"
        " prepared them.",
    ),
)
SURVEYOR = _Survey(
    "surveyor",
    Text(zh="限登记该调查的单位。", en="The agency that prepared the survey."),
    _is_own,
)
SURVEY_RECORDER = _Survey(
    "survey_recorder",
    Text(
        zh="限登记该调查的单位，以及管辖该区划的禁毒办。",
        en="The agency that prepared the survey, and the anti-drug offices of its region.",
    ),
    lambda caller, state: caller.kind is AgencyKind.ANTI_DRUG_OFFICE or _is_own(caller, state),
)


@dataclass(frozen=True)
class _Publisher(AccessRule):
    """A rule about the questionnaire in the path, which all may read."""

    async def check(self, request: Request, call: Call) -> None:
        """Ask who published it."""
        questionnaire_id = _id_in_path(request, "questionnaire_id")
        if questionnaire_id is None:
            return
        stream = questionnaire_stream(questionnaire_id)
        loaded = await handler_of(request).load(questionnaire, stream)
        if not isinstance(loaded.state, Published):
            raise problems.not_found()
        if loaded.state.current.agency != call.caller.agency:
            raise not_entitled(_OF_ANOTHER)


PUBLISHER = _Publisher(
    "publisher",
    Text(zh="限发布该问卷的单位。", en="The agency that published the questionnaire."),
)


def _id_in_path(request: Request, name: str) -> UUID | None:
    try:
        return as_id(request.path_params.get(name))
    except ValidationError:
        return None


_OF_ANOTHER = Text(
    zh="该内容由其他单位登记；如有错误，请与其联系。",
    en="Another agency entered this; tell it what is wrong.",
)
