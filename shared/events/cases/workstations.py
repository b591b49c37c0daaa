"""Workstations of streets and towns."""

from uuid import UUID

from shared.events import Event, published


@published("cases.WorkstationRegistered.v1")
class WorkstationRegistered(Event):
    """A street or town has a workstation."""

    workstation_id: UUID
    region: str
    name: str
    kind: str = ""
