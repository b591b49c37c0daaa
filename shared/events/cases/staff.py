"""Workers: who serves clients, in which employment, from when to when. Names are in the vault."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event, published


class EmployedAs(StrEnum):
    """As what a worker serves."""

    FULL_TIME_CADRE = "full_time_cadre"
    SOCIAL_WORKER = "social_worker"
    VOLUNTEER = "volunteer"
    GRID_ADMINISTRATOR = "grid_administrator"
    POLICE_OFFICER = "police_officer"
    OTHER = "other"


class Field(StrEnum):
    """The field of the work, of which the nation's plan wants each covered."""

    COMMUNITY = "community"
    PREVENTION = "prevention"
    MAINTENANCE = "maintenance"
    COMPULSORY = "compulsory"
    OTHER = "other"


class Area(StrEnum):
    """Whether a place of work is in town or in the country (城乡).

    As the national statistics class its community: by a code of the hundreds (111 to 123), or of
    the two hundreds (210, 220).
    """

    URBAN = "urban"
    RURAL = "rural"


class OnWorker(Event):
    """What every event of a worker carries."""

    worker_id: UUID
    agency: str
    region: str


@published("cases.WorkerRegistered.v1")
class WorkerRegistered(OnWorker):
    """A worker serves for an agency from `joined_on` on.

    `unit` is the grid or residential compound below the community, by its public name. `area` is
    None where it is not known whether the place of work is in town.
    """

    employment: EmployedAs
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""
    field: Field = Field.COMMUNITY
    area: Area | None = None


class Served(Event):
    """As what a worker served where in [since, until); without an end, until further notice."""

    region: str
    employment: EmployedAs
    field: Field
    since: date
    until: date | None = None
    area: Area | None = None


class OnService(OnWorker):
    """What changes as what a worker served where: what is no longer so, and what is so now."""

    removed: tuple[Served, ...] = ()
    added: tuple[Served, ...] = ()


@published("cases.WorkerCorrected.v1")
class WorkerCorrected(OnService):
    """What was registered of a worker was wrong; this is right.

    `item_id` is the vault's item that has the name, where that was wrong.
    """

    employment: EmployedAs
    joined_on: date
    unit: str
    field: Field
    item_id: UUID | None = None
    area: Area | None = None


@published("cases.WorkerIdentified.v1")
class WorkerIdentified(OnWorker):
    """Whether the worker's user of the agency's system, and the ID number, are known by now.

    Neither is in the event: both are kept as keyed hashes.
    """

    user: bool
    id_number: bool


@published("cases.WorkerMoved.v1")
class WorkerMoved(OnService):
    """A worker serves at another place from a day on; `region` is where from then on."""

    moved_on: date
    workstation_id: UUID | None
    unit: str
    area: Area | None = None


class LeavingReason(StrEnum):
    """Why a worker serves no longer."""

    CONTRACT_ENDED = "contract_ended"
    RESIGNED = "resigned"
    TRANSFERRED = "transferred"
    RETIRED = "retired"
    DISMISSED = "dismissed"
    DIED = "died"
    REGISTERED_IN_ERROR = "registered_in_error"


@published("cases.WorkerLeft.v1")
class WorkerLeft(OnService):
    """A worker serves no longer, from `left_on` on; registered in error, one never served."""

    left_on: date
    reason: LeavingReason


@published("cases.WorkerQualified.v1")
class WorkerQualified(OnWorker):
    """A worker has a qualification, by its code, from a day until the day before `until`."""

    qualification_id: UUID
    qualification: str
    since: date
    until: date | None = None


@published("cases.TrainingAttended.v1")
class TrainingAttended(OnWorker):
    """A worker attended a training of a kind, by its code, for so many hours."""

    training_id: UUID
    training: str
    hours: int
    attended_on: date


@published("cases.TrainingVoided.v1")
class TrainingVoided(OnWorker):
    """A training was entered in error; its facts are repeated, so that they are taken back."""

    training_id: UUID
    training: str
    hours: int
    attended_on: date


@published("cases.QualificationVoided.v1")
class QualificationVoided(OnWorker):
    """A qualification was entered in error."""

    qualification_id: UUID


@published("cases.AbsenceBegan.v1")
class AbsenceBegan(OnWorker):
    """A worker is absent from a day until the day before `until`; why is not kept.

    `covered_by` is the worker who stands in from that day on; None: nobody yet.
    """

    absence_id: UUID
    since: date
    until: date
    covered_by: UUID | None = None


@published("cases.AbsenceCovered.v1")
class AbsenceCovered(OnWorker):
    """From a day on another worker stands in for the absent one; None: nobody."""

    absence_id: UUID
    since: date
    covered_by: UUID | None


@published("cases.AbsenceEnded.v1")
class AbsenceEnded(OnWorker):
    """A worker was back on a day, earlier or later than was expected; on the first: never away."""

    absence_id: UUID
    until: date
