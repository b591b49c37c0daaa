"""Activities of prevention besides sessions, and what all have: materials, households, who served.

A measure that has the kind of activity tells sessions apart from trainings and the rest.
"""

from services.reporting.declared.dimension import NameDimension
from services.reporting.declared.words import (
    ClosedDimension,
    Dimension,
    Fact,
    Measure,
    OpenDimension,
    Reader,
)
from shared.events.outreach.sessions import ActivityKind, MeetingLevel, ServingRole, SessionHeld
from shared.text import Text

ACTIVITY_KIND = ClosedDimension(
    "activity_kind", Text(zh="活动种类", en="kind of activity"), ActivityKind
)
MEETING_LEVEL = ClosedDimension(
    "meeting_level", Text(zh="会议层级", en="level of the meeting"), MeetingLevel
)
COMPOUND = NameDimension("compound", Text(zh="小区（院落）", en="residential compound"))
SERVING_ROLE = ClosedDimension("serving_role", Text(zh="人员类别", en="role"), ServingRole)
MATERIAL = OpenDimension("material", Text(zh="宣传品", en="material"))
SUBJECT = OpenDimension("publicity_subject", Text(zh="宣传主题", en="subject"))


def _fact(event: SessionHeld, values: tuple[str, ...], delta: int = 1) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, values, delta),) if delta else ()


def _other(event: SessionHeld) -> tuple[Fact, ...]:
    return () if event.kind is ActivityKind.SESSION else _fact(event, (event.kind,))


def _attended(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is ActivityKind.SESSION:
        return ()
    return _fact(event, (event.kind,), event.attendance)


def _meeting(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.MOBILISATION_MEETING or event.meeting_level is None:
        return ()
    return _fact(event, (event.meeting_level,))


def _compound(event: SessionHeld) -> tuple[Fact, ...]:
    name = COMPOUND.value_of(event.compound)
    if event.kind is not ActivityKind.MOBILISATION_MEETING or not name:
        return ()
    return _fact(event, (name,))


def _publicity(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.OTHER_PUBLICITY or not event.subject:
        return ()
    return _fact(event, (event.subject,))


def _materials(event: SessionHeld) -> list[Fact]:
    return [fact for each in event.materials for fact in _fact(event, (each.code,), each.number)]


def _households(event: SessionHeld) -> tuple[Fact, ...]:
    return _fact(event, (event.kind,), event.households)


def _people(event: SessionHeld) -> tuple[Fact, ...]:
    return _fact(event, (), event.people_registered)


def _vehicles(event: SessionHeld) -> tuple[Fact, ...]:
    return _fact(event, (), event.vehicles_registered)


def _serving(event: SessionHeld) -> list[Fact]:
    return [
        fact for each in event.served for fact in _fact(event, (event.kind, each.role), each.number)
    ]


def _minutes(event: SessionHeld) -> list[Fact]:
    return [
        fact
        for each in event.served
        for fact in _fact(event, (event.kind, each.role), each.number * each.minutes)
    ]


def _measure(code: str, reader: Reader, *dimensions: Dimension) -> Measure:
    return Measure(code, dimensions, {SessionHeld: reader}, of_persons=False)


OTHER_ACTIVITIES = _measure("other_activities", _other, ACTIVITY_KIND)
OTHER_ATTENDANCE = _measure("other_attendance", _attended, ACTIVITY_KIND)
MEETINGS = _measure("mobilisation_meetings", _meeting, MEETING_LEVEL)
COMPOUND_MEETINGS = _measure("compound_meetings", _compound, COMPOUND)
PUBLICITY = _measure("other_publicity", _publicity, SUBJECT)
MATERIALS = _measure("materials", _materials, MATERIAL)
HOUSEHOLDS = _measure("households_reached", _households, ACTIVITY_KIND)
PEOPLE_REGISTERED = _measure("people_registered", _people)
VEHICLES_REGISTERED = _measure("vehicles_registered", _vehicles)
SERVING = _measure("people_serving", _serving, ACTIVITY_KIND, SERVING_ROLE)
SERVING_MINUTES = _measure("serving_minutes", _minutes, ACTIVITY_KIND, SERVING_ROLE)
