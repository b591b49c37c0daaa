"""The published events that add nothing to any measure, each with the reason."""

from collections.abc import Mapping

from shared.events import Event
from shared.events.cases.clients import ClientRegistered, PersonalDataCorrected
from shared.events.cases.workstations import WorkstationRegistered

ADDS_NOTHING: Mapping[type[Event], str] = {
    ClientRegistered: "A registration alone is no help given; a client counts from the opening.",
    PersonalDataCorrected: "Who a client is stands in the vault; no figure is made of it.",
    WorkstationRegistered: "A workstation is where the work is done, not work.",
}
