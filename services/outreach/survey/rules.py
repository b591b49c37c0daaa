"""A survey: prepared, opened, answered without names, closed; and what is taken back. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias, assert_never, get_args
from uuid import UUID

from services.outreach.survey.commands import (
    CloseSurvey,
    Command,
    OpenSurvey,
    PrepareSurvey,
    RecordAnswers,
    RecordHeldSurvey,
    ReopenSurvey,
    VoidAnswers,
    VoidSurvey,
)
from services.outreach.survey.results import sample_met, too_little_changed, totals
from services.outreach.survey.state import (
    AnswersUnknown,
    BeforeItBegins,
    BeforeItsAnswers,
    ChangedTooLittle,
    Closed,
    GroupTwice,
    MoreCountThanAnswered,
    NobodyAnswered,
    Open,
    OutsideItsTime,
    Prepared,
    Survey,
    SurveyAlreadyOpen,
    SurveyAlreadyPrepared,
    SurveyIsClosed,
    SurveyIsVoid,
    SurveyNotClosed,
    SurveyNotOpen,
    SurveyUnknown,
    TimeIsEmpty,
    TooManyBatches,
    Unprepared,
    VoidedSurvey,
)
from shared.decider import Decider, FutureDate, check_day, check_region
from shared.events.corrections import StoredEntry, VoidReason
from shared.events.outreach.surveys import (
    AnswersRecorded,
    SurveyClosed,
    SurveyEntryVoided,
    SurveyOpened,
    SurveyPrepared,
)

SurveyEvent: TypeAlias = (
    SurveyPrepared | SurveyOpened | AnswersRecorded | SurveyClosed | SurveyEntryVoided
)
MOST_BATCHES = 1_000


def decide(command: Command, state: Survey, today: date) -> list[SurveyEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case PrepareSurvey():
            return [_prepare(command.plan, state, today)]
        case RecordHeldSurvey():
            return _record_held(command, state, today)
        case OpenSurvey():
            return [_open(command, state, today)]
        case RecordAnswers():
            return [_answers(command, _open_one(state), today)]
        case CloseSurvey():
            return [_close(command, _open_one(state), today)]
        case VoidAnswers():
            return [_void_answers(command, _open_one(state))]
        case ReopenSurvey():
            return _void(command, state, [_closing(state)])
        case VoidSurvey():
            return _void(command, state, _entries(state))
        case _:
            assert_never(command)


def _prepare(plan: SurveyPrepared, state: Survey, today: date) -> SurveyPrepared:
    if not isinstance(state, Unprepared):
        raise SurveyAlreadyPrepared
    if plan.until <= plan.since:
        raise TimeIsEmpty
    check_region(plan.region, min(plan.since, today), today)
    _check_once((each.audience for each in plan.planned), "planned")
    return plan


def _record_held(command: RecordHeldSurvey, state: Survey, today: date) -> list[SurveyEvent]:
    """As if it had been prepared, opened, answered on its last day, and closed then."""
    plan = command.plan
    opened_id, answers_id, closed_id = command.entry_ids
    last_day = date.fromordinal(plan.until.toordinal() - 1)
    if last_day > today:
        refused = FutureDate()
        refused.field = "until"  # the one day that the caller has said
        raise refused
    events: list[SurveyEvent] = []
    steps = (
        PrepareSurvey(plan),
        OpenSurvey(opened_id, plan.since),
        RecordAnswers(answers_id, last_day, command.groups),
        CloseSurvey(closed_id, last_day, smallest=0),
    )
    for step in steps:
        (event,) = decide(step, state, today)
        state = evolve(state, event)
        events.append(event)
    return events


def _open(command: OpenSurvey, state: Survey, today: date) -> SurveyOpened:
    match state:
        case Prepared(plan):
            check_day(command.occurred_on, today)
            return SurveyOpened(entry_id=command.entry_id, **_of(plan, command.occurred_on))
        case Unprepared():
            raise SurveyUnknown
        case VoidedSurvey():
            raise SurveyIsVoid
        case Open() | Closed():
            raise SurveyAlreadyOpen
        case _:
            assert_never(state)


def _open_one(state: Survey) -> Open:
    match state:
        case Open():
            return state
        case Unprepared():
            raise SurveyUnknown
        case Prepared():
            raise SurveyNotOpen
        case Closed():
            raise SurveyIsClosed
        case VoidedSurvey():
            raise SurveyIsVoid
        case _:
            assert_never(state)


def _answers(command: RecordAnswers, survey: Open, today: date) -> AnswersRecorded:
    day, plan = command.occurred_on, survey.plan
    check_day(day, today)
    if not plan.since <= day < plan.until:
        raise OutsideItsTime
    if len(survey.batches) >= MOST_BATCHES:
        raise TooManyBatches
    _check_once((each.audience for each in command.groups), "groups")
    if any(each.counting > each.answered for each in command.groups):
        raise MoreCountThanAnswered
    return AnswersRecorded(entry_id=command.entry_id, groups=command.groups, **_of(plan, day))


def _close(command: CloseSurvey, survey: Open, today: date) -> SurveyClosed:
    check_day(command.occurred_on, today)
    if command.occurred_on < survey.plan.since:
        raise BeforeItBegins
    if any(each.occurred_on > command.occurred_on for each in survey.batches):
        raise BeforeItsAnswers
    answered = sum(each.answered for each in totals(survey.batches).values())
    if not answered:
        raise NobodyAnswered
    before = survey.closed_with
    if before is not None and too_little_changed(before, survey.batches, command.smallest):
        raise ChangedTooLittle
    return SurveyClosed(
        entry_id=command.entry_id,
        answered=answered,
        sample_met=sample_met(survey.plan.planned, survey.batches),
        **_of(survey.plan, command.occurred_on),
    )


def _check_once(audiences: Iterable[str], field: str) -> None:
    codes = [*audiences]
    if len({*codes}) < len(codes):
        refused = GroupTwice()
        refused.field = field
        raise refused


def _void_answers(command: VoidAnswers, survey: Open) -> SurveyEntryVoided:
    if command.entry.entry_id not in {each.entry_id for each in survey.batches}:
        raise AnswersUnknown
    return _taken_back(survey.plan, command.entry, command.reason)


def _closing(state: Survey) -> UUID:
    match state:
        case Closed():
            return state.closed_id
        case Unprepared():
            raise SurveyUnknown
        case VoidedSurvey():
            raise SurveyIsVoid
        case Prepared() | Open():
            raise SurveyNotClosed
        case _:
            assert_never(state)


def _entries(state: Survey) -> list[UUID]:
    """The entries of a survey that count, the last first."""
    match state:
        case Closed():
            return [state.closed_id, *_entries(state.before)]
        case Open():
            batches = [each.entry_id for each in state.batches[::-1]]
            return [*batches, state.opened_id, state.plan.entry_id]
        case Prepared():
            return [state.plan.entry_id]
        case Unprepared():
            raise SurveyUnknown
        case VoidedSurvey():
            raise SurveyIsVoid
        case _:
            assert_never(state)


def _void(
    command: ReopenSurvey | VoidSurvey, state: Survey, entry_ids: Sequence[UUID]
) -> list[SurveyEvent]:
    assert not isinstance(state, Unprepared)
    stored = {each.entry_id: each for each in command.entries}
    return [_taken_back(state.plan, stored[each], command.reason) for each in entry_ids]


def _taken_back(plan: SurveyPrepared, entry: StoredEntry, reason: VoidReason) -> SurveyEntryVoided:
    return SurveyEntryVoided(
        survey_id=plan.survey_id,
        entry_id=entry.entry_id,
        entry_type=entry.type,
        entry=entry.fields,
        reason=reason,
    )


def _of(plan: SurveyPrepared, day: date) -> dict[str, Any]:
    return {
        "survey_id": plan.survey_id,
        "region": plan.region,
        "surveyed": plan.surveyed,
        "occurred_on": day,
    }


def evolve(state: Survey, event: SurveyEvent) -> Survey:
    """The survey after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case SurveyPrepared():
            if isinstance(state, Unprepared):
                return Prepared(event)
        case SurveyOpened():
            if isinstance(state, Prepared):
                return Open(state.plan, event.entry_id)
        case AnswersRecorded():
            if isinstance(state, Open):
                return replace(state, batches=(*state.batches, event))
        case SurveyClosed():
            if isinstance(state, Open):
                return Closed(state, event.entry_id)
        case SurveyEntryVoided():
            if not isinstance(state, Unprepared):
                return _without(state, event.entry_id)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _without(state: Prepared | Open | Closed | VoidedSurvey, entry_id: UUID) -> Survey:
    if entry_id == state.plan.entry_id:
        return VoidedSurvey(state.plan, was_open=isinstance(state, VoidedSurvey))
    if isinstance(state, Closed) and entry_id == state.closed_id:
        return replace(state.before, closed_with=state.batches)
    if isinstance(state, Open) and entry_id == state.opened_id:
        return VoidedSurvey(state.plan, was_open=True)
    if isinstance(state, Open):
        left = tuple(each for each in state.batches if each.entry_id != entry_id)
        return replace(state, batches=left)
    raise TypeError("a void of what does not count")


survey: Decider[Command, Survey, SurveyEvent] = Decider(
    Unprepared(), get_args(SurveyEvent), decide, evolve
)
