"""The rules of a workstation, sentence by sentence."""

from uuid import UUID

from services.cases.workstation.rules import AlreadyRegistered, RegisterWorkstation, workstation
from shared.events.cases.workstations import WorkstationRegistered
from tests.given import given

register = RegisterWorkstation(UUID(int=1), "410102001000", "一号站", "工作站")
registered = WorkstationRegistered(
    workstation_id=UUID(int=1), region="410102001000", name="一号站", kind="工作站"
)


def test_a_workstation_is_registered_with_its_place() -> None:
    """Its name and kind are the place's own words."""
    given(workstation).when(register).then(registered)


def test_a_workstation_is_registered_once() -> None:
    """Registering a workstation again is refused."""
    given(workstation, registered).when(register).refused(AlreadyRegistered)
