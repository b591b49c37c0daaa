"""The rules of a workstation, sentence by sentence."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.cases.workstation.rules import (
    AlreadyRegistered,
    RegisterWorkstation,
    warnings,
    workstation,
)
from shared.decider import RegionNotInForce
from shared.events.cases.workstations import WorkstationRegistered
from shared.warned import RegionRetired
from tests.given import TODAY, given

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


def test_a_workstation_of_a_retired_region_is_taken_with_a_warning() -> None:
    """A ledger of before names it; a region that is yet to come is refused."""
    retired = replace(register, region="330103001000")
    assert workstation.decide(retired, workstation.initial, TODAY)
    assert warnings(retired, TODAY) == [RegionRetired("region")]
    assert warnings(register, TODAY) == []
    newer = replace(register, region="330113001000")
    given(workstation).when(newer, date(2021, 4, 8)).refused(RegionNotInForce)
    given(workstation).when(newer, date(2021, 4, 9)).then(
        registered.model_copy(update={"region": newer.region})
    )
