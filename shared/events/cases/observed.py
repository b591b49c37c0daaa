"""What several streams say together: no entry says it, the service observes it day by day.

A worker who leaves, a colleague who returns, a hundredth client: none of their events knows what
the others come to. What begins says so; what is over says both days.
"""

from datetime import date
from uuid import UUID

from shared.events import Event, published
from shared.events.cases.kinds import CaseKind


class Observed(Event):
    """`since` is the day from which on it was observed, in a region."""

    region: str
    since: date


class OnCaseWithoutWorker(Observed):
    """`client_id` is the person."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind


@published("cases.CaseWithoutWorker.v1")
class CaseWithoutWorker(OnCaseWithoutWorker):
    """Nobody has the case: who carries it has left, or is absent and nobody stands in.

    Of a case at large it is also said where nobody is in the team any more who carried it; of
    others their teams say that.
    """


@published("cases.CaseWithWorkerAgain.v1")
class CaseWithWorkerAgain(OnCaseWithoutWorker):
    """Until then it was so: somebody has the case again, it is over, or its team says so."""

    until: date


class SpanWithoutWorker(Event):
    """Nobody had a case from a day until another; `until` is None where it went on."""

    region: str
    kind: CaseKind
    since: date
    until: date | None


@published("cases.CaseWithoutWorkerVoided.v1")
class CaseWithoutWorkerVoided(Event):
    """The case is void: what was observed of it, `removed`, is taken back as if it had never been.

    `client_id` is the person, `region` where the case was when it was observed last.
    """

    region: str
    case_id: UUID
    client_id: UUID
    removed: tuple[SpanWithoutWorker, ...]


class OnStationWithoutPost(Observed):
    """`workstation_id` is the station."""

    workstation_id: UUID


@published("cases.StationWithoutPost.v1")
class StationWithoutPost(OnStationWithoutPost):
    """A workstation has no post and so many registered clients that it is due one.

    `clients` were registered on that day, `due_at` is the policy's number.
    """

    clients: int
    due_at: int


@published("cases.StationWithPostAgain.v1")
class StationWithPostAgain(OnStationWithoutPost):
    """The workstation is due no post from `until` on: it has one, or has fewer clients."""

    until: date


class OnWorkerOverLimit(Observed):
    """`agency` is the one whose roster has the worker; `region` is that of service."""

    worker_id: UUID
    agency: str


@published("cases.WorkerOverLimit.v1")
class WorkerOverLimit(OnWorkerOverLimit):
    """A worker has more cases than the policies allow one worker.

    `cases` went on that day in whose teams the worker carries them, `allowed` is the policy's
    number.
    """

    cases: int
    allowed: int


@published("cases.WorkerWithinLimit.v1")
class WorkerWithinLimit(OnWorkerOverLimit):
    """From `until` on the worker has no more cases than allowed, serves elsewhere or has left."""

    until: date


class OnStationUnderstaffed(Observed):
    """`workstation_id` is the station."""

    workstation_id: UUID


@published("cases.StationUnderstaffed.v1")
class StationUnderstaffed(OnStationUnderstaffed):
    """A workstation has fewer full-time workers than the policies ask for.

    `workers` served there that day, `fewest` is the policy's number.
    """

    workers: int
    fewest: int


@published("cases.StationStaffedAgain.v1")
class StationStaffedAgain(OnStationUnderstaffed):
    """From `until` on the workstation has as many full-time workers as the policies ask for."""

    until: date
