"""Workers in the rosters, and the trainings that they attended.

A worker's times of service are said by events, as what is no longer so and what is so now: +1 where
a time begins, -1 where it ends.
"""

from collections.abc import Iterable
from datetime import date

from services.reporting.declared.words import (
    NOT_KNOWN,
    ClosedDimension,
    Fact,
    Measure,
    OpenDimension,
)
from shared.events.cases.staff import (
    Area,
    EmployedAs,
    Field,
    OnService,
    Served,
    TrainingAttended,
    TrainingVoided,
    WorkerCorrected,
    WorkerLeft,
    WorkerMoved,
    WorkerRegistered,
)
from shared.text import Text

EMPLOYED_AS = ClosedDimension("employed_as", Text(zh="用工形式", en="employed as"), EmployedAs)
FIELD = ClosedDimension("field", Text(zh="工作领域", en="field of work"), Field)
AREA = ClosedDimension("area", Text(zh="城乡", en="town or country"), Area, may_be_unknown=True)
TRAINING = OpenDimension("training", Text(zh="培训类别", en="kind of training"))


def _registered(event: WorkerRegistered) -> list[Fact]:
    values = (event.employment, event.field, event.area or NOT_KNOWN)
    return [Fact(event.joined_on, event.region, values)]


def _served(event: OnService) -> list[Fact]:
    added: dict[tuple[date, str, tuple[str, ...]], int] = {}
    for delta, spans in ((-1, event.removed), (1, event.added)):
        _add(added, spans, delta)
    return [Fact(*place, delta) for place, delta in added.items() if delta]


def _add(
    added: dict[tuple[date, str, tuple[str, ...]], int], spans: Iterable[Served], delta: int
) -> None:
    for span in spans:
        place = (span.region, (span.employment, span.field, span.area or NOT_KNOWN))
        begins = (span.since, *place)
        added[begins] = added.get(begins, 0) + delta
        if span.until is not None:
            ends = (span.until, *place)
            added[ends] = added.get(ends, 0) - delta


def _attended(event: TrainingAttended) -> list[Fact]:
    values = (event.training,)
    return [Fact(event.attended_on, event.region, values)]


def _not_attended(event: TrainingVoided) -> list[Fact]:
    values = (event.training,)
    return [Fact(event.attended_on, event.region, values, -1)]


def _hours(event: TrainingAttended) -> list[Fact]:
    return [fact._replace(delta=event.hours) for fact in _attended(event)]


def _no_hours(event: TrainingVoided) -> list[Fact]:
    return [fact._replace(delta=-event.hours) for fact in _not_attended(event)]


WORKERS = Measure(
    "workers",
    (EMPLOYED_AS, FIELD, AREA),
    {
        WorkerRegistered: _registered,
        WorkerCorrected: _served,
        WorkerMoved: _served,
        WorkerLeft: _served,
    },
    taken_back=False,
)
TRAININGS = Measure(
    "trainings",
    (TRAINING,),
    {TrainingAttended: _attended, TrainingVoided: _not_attended},
    taken_back=False,
)
TRAINING_HOURS = Measure(
    "training_hours",
    (TRAINING,),
    {TrainingAttended: _hours, TrainingVoided: _no_hours},
    taken_back=False,
)
