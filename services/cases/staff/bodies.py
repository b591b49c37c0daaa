"""What is sent and shown of workers over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as Said

from services.cases.client.bodies import IdNumber
from services.cases.staff import examples
from shared.events.cases.staff import Area, EmployedAs, Field, LeavingReason
from shared.http.command_answers import Written
from shared.http.fields import (
    AnyDay,
    Body,
    Day,
    Name,
    PublicName,
    RegionCode,
    example,
    names_nobody,
    reaches_nobody,
)
from shared.text import Text

WorkerId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.WORKER_ID])
]
# A code of the place's own list: of what there is more than anyone lists once for all.
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"),
    AfterValidator(names_nobody),
    AfterValidator(reaches_nobody),
    Said(description="A code: a letter, then a–z, 0–9 and _", examples=["counsellor"]),
]
AreaOfWork = Annotated[
    Area | None,
    Said(
        description="Whether the place of work is in town or in the country, as the national"
        " statistics class its community: codes 111 to 123 are urban, 210 and 220 rural",
        examples=["urban"],
    ),
]
User = Annotated[
    str,
    StringConstraints(pattern=r"^[!-~]{1,200}$"),
    Said(
        description="The pseudonym that your tokens have in act.sub; kept as a keyed hash",
        examples=["u-17"],
    ),
]


class NewWorker(Body):
    """A worker to enter; the name goes into the vault.

    Give the ID number of a worker who was a client: then the own file is kept from the worker. It
    is kept as a keyed hash alone.
    """

    model_config = example(
        name=examples.NAME,
        region=examples.REGION,
        employment="social_worker",
        joined_on="2019-01-02",
    )
    name: Name
    region: RegionCode
    employment: EmployedAs
    joined_on: Day
    field: Field = Field.COMMUNITY
    workstation_id: UUID | None = None
    unit: PublicName | None = None
    area: AreaOfWork = None
    user: User | None = None
    id_number: IdNumber | None = None


class WorkerCorrection(Body):
    """What was registered in error; what is left out stays. `area`: of the present place."""

    model_config = example(employment="full_time_cadre")
    name: Name | None = None
    employment: EmployedAs | None = None
    joined_on: Day | None = None
    field: Field | None = None
    unit: Annotated[str, StringConstraints(max_length=0)] | PublicName | None = None
    area: AreaOfWork = None


class WorkerIdentity(Body):
    """The worker's user, or ID number; what is left out stays, null takes it away."""

    model_config = example(user="u-17")
    user: User | None = None
    id_number: IdNumber | None = None


class Move(Body):
    """Where the worker serves from a day on.

    Without an `area` it stays as it is in the same region, and is not known in another.
    """

    model_config = example(region="410102002000", moved_on="2019-07-01")
    region: RegionCode
    moved_on: Day
    workstation_id: UUID | None = None
    unit: PublicName | None = None
    area: AreaOfWork = None


class Leaving(Body):
    """From which day the worker serves no longer, and why."""

    model_config = example(left_on="2020-06-30", reason="contract_ended")
    left_on: Day
    reason: LeavingReason


class NewQualification(Body):
    """A qualification, from a day until the day before `until`."""

    model_config = example(qualification="counsellor", since="2018-05-01")
    qualification: Code
    since: Day
    until: AnyDay | None = None


class NewTraining(Body):
    """A training that was attended, with its whole hours."""

    model_config = example(training="motivational_interviewing", hours=8, attended_on="2019-05-06")
    training: Code
    hours: Annotated[int, Said(ge=1, le=1000, strict=True)]
    attended_on: Day


class WorkerWritten(Written):
    """The answer to a registered worker."""

    worker_id: UUID


class QualificationWritten(Written):
    """The answer to a qualification."""

    qualification_id: UUID


class TrainingWritten(Written):
    """The answer to a training."""

    training_id: UUID


class ListedWorker(BaseModel):
    """A worker in coded facts; `unit` is the grid or compound below the community."""

    worker_id: UUID
    region: str
    employment: EmployedAs
    field: Field
    joined_on: date
    left_on: date | None
    workstation_id: UUID | None
    unit: str
    area: Area | None


class HeldQualification(BaseModel):
    """A qualification that a worker has."""

    qualification_id: UUID
    qualification: str
    qualification_name: Text
    since: date
    until: date | None


class AttendedTraining(BaseModel):
    """A training that a worker attended."""

    training_id: UUID
    training: str
    training_name: Text
    hours: int
    attended_on: date


class CoverFrom(BaseModel):
    """Who stands in from a day on."""

    since: date
    covered_by: UUID | None


class ShownAbsence(BaseModel):
    """An absence of a worker, and who stands in, one after the other."""

    absence_id: UUID
    since: date
    until: date
    covers: list[CoverFrom]


class ServedThen(BaseModel):
    """As what the worker served where, in [since, until)."""

    region: str
    employment: EmployedAs
    field: Field
    since: date
    until: date | None
    area: Area | None


class WorkerFacts(ListedWorker):
    """A worker of the own agency, without the name; `served` says how it was until now."""

    user_known: bool
    id_number_known: bool
    qualifications: list[HeldQualification]
    trainings: list[AttendedTraining]
    absences: list[ShownAbsence]
    served: list[ServedThen]
    left_for: LeavingReason | None
    version: int


class FoundWorkers(BaseModel):
    """The workers that were asked for; where there are more, `next` is what to ask `after`."""

    workers: list[ListedWorker]
    next: str | None


class NamedWorker(BaseModel):
    """A worker's name; null where it was erased."""

    worker_id: UUID
    name: str | None


class NamedWorkers(BaseModel):
    """A page of names; where there are more, `next` is what to ask `after`."""

    workers: list[NamedWorker]
    next: str | None


class Mine(BaseModel):
    """The worker for whom you call; null where your agency has registered none with your user."""

    worker_id: UUID | None
