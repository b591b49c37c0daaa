"""What a case stands at over time, from its steps and marks; what an event changes in it. Pure."""

from collections.abc import Sequence
from datetime import date

from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.lasting_help import lasting_help
from services.cases.case.phases import walked
from services.cases.case.state import (
    AtLarge,
    Case,
    Existing,
    File,
    Opened,
    OpenedInError,
    Ordered,
    Reported,
    Suspended,
    UnderAgreement,
)
from services.cases.case.team_standing import team_on, turns
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import OnStanding, PersonFactsCorrected, StandingPublished
from shared.events.cases.employment import Employment
from shared.events.cases.household import EmploymentRecorded
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import PersonFacts
from shared.events.cases.programme import MaintenanceEnded, MaintenanceStarted
from shared.events.cases.standing import Span, StandingChange, StandingPhase

# None is the time before all days: what has no day has always been so.
_Stretch = tuple[date | None, CaseKind, StandingPhase | None]


def unpublished_standing(state: Case) -> list[CaseEvent]:
    """The event that publishes what a case stands at, whose entries were written before they said
    it; none where nothing is missing.
    """
    if unpublished_change(state) is None or not isinstance(state, Opened):
        return []
    event = StandingPublished(case_id=state.file.case_id, client_id=state.file.client_id)
    return with_standing(state, [event])


def with_standing(state: Case, events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """The events of a decision, each saying what it changes of what the case stands at."""
    if not any(isinstance(event, OnStanding) for event in events):
        return list(events)
    complete: list[CaseEvent] = []
    for decided in events:
        event, after = decided, evolve(state, decided)
        if isinstance(decided, OnStanding) and (change := unpublished_change(after)) is not None:
            event = decided.model_copy(update={"standing": change})
            after = evolve(state, event)
        complete.append(event)
        state = after
    return complete


def unpublished_change(state: Case) -> StandingChange | None:
    """What must be published of a case; None where all that it stands at is published."""
    if not isinstance(state, Existing):
        return None
    published, now = state.file.spans, spans(state)
    removed = tuple(span for span in published if span not in now)
    added = tuple(span for span in now if span not in published)
    if not removed and not added:
        return None
    return StandingChange(client_id=state.file.client_id, removed=removed, added=added)


def spans(state: Case) -> tuple[Span, ...]:
    """What a case stands at, by time: half-open spans that neither overlap nor continue another."""
    if not isinstance(state, Existing) or isinstance(state, OpenedInError):
        return ()
    file = state.file
    stretches, person = _stretches(file), person_of(file)
    found: list[Span] = []
    days = sorted(_days(file, stretches), key=lambda day: day or date.min)
    for since, until in zip(days, [*days[1:], None], strict=True):
        _, kind, phase = _last(stretches, since)
        if phase is None:
            continue
        span = Span(
            since=since,
            until=until,
            kind=kind,
            region=file.region,
            phase=phase,
            level=_level(file, since),
            maintenance=_in_maintenance(file, since),
            person=person,
            employment=_employment(file, since),
            help=_help(file, since),
            team=team_on(file, since, kind, _level(file, since)),
        )
        if found and found[-1].until == since and _same(found[-1], span):
            found[-1] = found[-1].model_copy(update={"until": until})
        else:
            found.append(span)
    return tuple(found)


def _same(one: Span, other: Span) -> bool:
    return one.model_copy(update={"since": other.since, "until": other.until}) == other


def _days(file: File, stretches: Sequence[_Stretch]) -> set[date | None]:
    """Every day on which something may change."""
    first = stretches[0][0]
    days = {since for since, _, _ in stretches} | {mark.occurred_on for mark in file.marks}
    days |= {each.until for each in lasting_help(file) if each.until is not None}
    days |= {*turns(file)}
    return {day for day in days if day == first or not _before(day, first)}


def _before(day: date | None, other: date | None) -> bool:
    return other is not None and (day is None or day < other)


def _stretches(file: File) -> list[_Stretch]:
    """From which day on a case was of which kind and phase; no phase once it has ended."""
    phases = walked(file.opening, file.path)
    return [
        (step.occurred_on, state.file.kind, _phase(state))
        for step, state in zip((file.opening, *file.path), phases, strict=True)
    ]


def _phase(state: Opened) -> StandingPhase | None:
    match state:
        case AtLarge():
            return StandingPhase.AT_LARGE
        case Ordered():
            return StandingPhase.ORDERED
        case Reported():
            return StandingPhase.REPORTED
        case UnderAgreement():
            return StandingPhase.AGREED
        case Suspended():
            return StandingPhase.SUSPENDED
        case _:
            return None


def _last(stretches: Sequence[_Stretch], day: date | None) -> _Stretch:
    """The last step that was taken by a day, of several on that day the last one."""
    return [each for each in stretches if not _before(day, each[0])][-1]


def assessment_on(file: File, day: date | None) -> RiskAssessed | None:
    """The assessment that holds on a day: of those until then the latest, as recorded last."""
    latest: RiskAssessed | None = None
    for mark in file.marks:
        if not isinstance(mark, RiskAssessed) or _before(day, mark.occurred_on):
            continue
        if latest is None or mark.occurred_on >= latest.occurred_on:
            latest = mark
    return latest


def present_level(state: Case) -> str | None:
    """The level of the latest assessment that counts; None where there is none."""
    if not isinstance(state, Opened):
        return None
    assessment = assessment_on(state.file, date.max)
    return None if assessment is None else assessment.level


def _level(file: File, day: date | None) -> str:
    assessment = assessment_on(file, day)
    return "" if assessment is None else assessment.level


def _employment(file: File, day: date | None) -> Employment | None:
    """Whether the client has work on a day: of what was recorded until then the latest."""
    latest: EmploymentRecorded | None = None
    for mark in file.marks:
        if not isinstance(mark, EmploymentRecorded) or _before(day, mark.occurred_on):
            continue
        if latest is None or mark.occurred_on >= latest.occurred_on:
            latest = mark
    return None if latest is None else latest.employment


def _help(file: File, day: date | None) -> tuple[str, ...]:
    """The kinds of help that go on on a day, each once, in order; a planned end is an end."""
    if day is None:
        return ()
    return tuple(sorted({each.given.help for each in lasting_help(file) if each.holds(day)}))


def _in_maintenance(file: File, day: date | None) -> bool:
    ended = {
        mark.started_id: mark.occurred_on
        for mark in file.marks
        if isinstance(mark, MaintenanceEnded)
    }
    return any(
        isinstance(mark, MaintenanceStarted)
        and not _before(day, mark.occurred_on)
        and (mark.entry_id not in ended or _before(day, ended[mark.entry_id]))
        for mark in file.marks
    )


def person_of(file: File) -> PersonFacts:
    """What is known of the person in codes: as it was corrected last."""
    person = file.opening.person
    for mark in file.marks:
        if isinstance(mark, PersonFactsCorrected):
            person = mark.person
    return person
