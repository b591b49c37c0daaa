"""A workstation: the office of a street or town from which clients are served."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider, Refused, check_region
from shared.events.cases.workstations import WorkstationRegistered
from shared.warned import Warned, retired_region


@dataclass(frozen=True)
class Unknown:
    """There is no such workstation."""


@dataclass(frozen=True)
class Registered:
    """A workstation and its place."""

    workstation_id: UUID
    region: str
    name: str
    kind: str


Workstation: TypeAlias = Unknown | Registered
WorkstationEvent: TypeAlias = WorkstationRegistered


@dataclass(frozen=True)
class RegisterWorkstation:
    """Enter a workstation; `kind` is what the place calls it."""

    workstation_id: UUID
    region: str
    name: str
    kind: str


class AlreadyRegistered(Refused):
    """A workstation is registered under this id already."""

    zh = "该编号下已登记工作站。"


def warnings(command: RegisterWorkstation, today: date) -> list[Warned]:
    """What a registration records that may be a mistake."""
    return retired_region(command.region, None, today)


def decide(command: RegisterWorkstation, state: Workstation, today: date) -> list[WorkstationEvent]:
    """What registering a workstation comes to."""
    match state:
        case Unknown():
            check_region(command.region, None, today)
            return [
                WorkstationRegistered(
                    workstation_id=command.workstation_id,
                    region=command.region,
                    name=command.name,
                    kind=command.kind,
                )
            ]
        case Registered():
            raise AlreadyRegistered
        case _:
            assert_never(state)


def evolve(state: Workstation, event: WorkstationEvent) -> Workstation:
    """The workstation after an event."""
    match event:
        case WorkstationRegistered():
            return Registered(event.workstation_id, event.region, event.name, event.kind)
        case _:
            assert_never(event)


workstation: Decider[RegisterWorkstation, Workstation, WorkstationEvent] = Decider(
    Unknown(), (WorkstationRegistered,), decide, evolve
)
