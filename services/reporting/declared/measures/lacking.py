"""What is lacking, day by day: clients whom no worker has, workstations that are due a post or have
too few workers, and workers who have too many cases.

Whose team has nobody who carries the case, the case says; that who is in it has left, or is absent
and nobody stands in, is observed of several streams, as is all else.
"""

from collections.abc import Iterable
from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.measures.standing import MODELS, reading
from services.reporting.declared.words import ClosedDimension, Fact, Measure, Noun
from shared.events.cases.kinds import CaseKind
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithoutWorkerVoided,
    CaseWithWorkerAgain,
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)
from shared.events.cases.standing import Span
from shared.text import Text


class Lacking(StrEnum):
    """Why nobody has a case: nobody in the team carries it, or who does is not there."""

    NOT_IN_TEAM = "not_in_team"
    NOT_THERE = "not_there"


LACKING = ClosedDimension("lacking", Text(zh="无人负责的原因", en="why nobody has it"), Lacking)


def _team(span: Span) -> tuple[tuple[str, ...], ...]:
    if span.kind is CaseKind.AT_LARGE or span.team is not None:
        return ()
    return ((span.kind, Lacking.NOT_IN_TEAM),)


def _begun(event: CaseWithoutWorker) -> Iterable[Fact]:
    values = (event.kind, Lacking.NOT_THERE)
    return (Fact(event.since, event.region, values, 1, event.client_id),)


def _over(event: CaseWithWorkerAgain) -> Iterable[Fact]:
    values = (event.kind, Lacking.NOT_THERE)
    return (Fact(event.until, event.region, values, -1, event.client_id),)


def _never_so(event: CaseWithoutWorkerVoided) -> Iterable[Fact]:
    for span in event.removed:
        values = (span.kind, Lacking.NOT_THERE)
        yield Fact(span.since, span.region, values, -1, event.client_id)
        if span.until is not None:
            yield Fact(span.until, span.region, values, 1, event.client_id)


def _since(event: StationWithoutPost | StationUnderstaffed | WorkerOverLimit) -> Iterable[Fact]:
    return (Fact(event.since, event.region, ()),)


def _until(event: StationWithPostAgain | StationStaffedAgain | WorkerWithinLimit) -> Iterable[Fact]:
    return (Fact(event.until, event.region, (), -1),)


WITHOUT_WORKER = Measure(
    "without_worker",
    (KIND, LACKING),
    {
        **dict.fromkeys(MODELS, reading(_team)),
        CaseWithoutWorker: _begun,
        CaseWithWorkerAgain: _over,
        CaseWithoutWorkerVoided: _never_so,
    },
    (GROUP,),
    taken_back=False,
)
_STATION = Noun(Text(zh="工作站", en="workstation"), Text(zh="工作站", en="workstations"))
STATIONS_DUE = Measure(
    "stations_due_post",
    (),
    {StationWithoutPost: _since, StationWithPostAgain: _until},
    taken_back=False,
    of_persons=False,
    noun=_STATION,
)
STATIONS_UNDERSTAFFED = Measure(
    "stations_understaffed",
    (),
    {StationUnderstaffed: _since, StationStaffedAgain: _until},
    taken_back=False,
    of_persons=False,
    noun=_STATION,
)
WORKERS_OVER_LIMIT = Measure(
    "workers_over_limit",
    (),
    {WorkerOverLimit: _since, WorkerWithinLimit: _until},
    taken_back=False,
    noun=Noun(Text(zh="工作人员", en="worker"), Text(zh="工作人员", en="workers")),
)
