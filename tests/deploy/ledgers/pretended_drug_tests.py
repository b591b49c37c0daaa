"""What the pretended service makes of calls about drug tests."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from services.cases.case import decider
from services.cases.case.api.drug_tests import NewAppointment, NewDrugTest, NewSample
from services.cases.case.api.objections import NewObjection, NewRecheck
from services.cases.case.drug_tests import AppointDrugTest, RecordDrugTest, TakeSample
from services.cases.case.objections import DisputeDrugTest, RecheckDrugTest

BODIES: Mapping[str, Any] = {
    "drug-tests": NewDrugTest,
    "test-appointments": NewAppointment,
    "samples": NewSample,
    "objection": NewObjection,
    "recheck": NewRecheck,
}


def command_of(body: Any, about: str) -> decider.Entering:
    """The command of a body; `about` is what stands before the last word of its path."""
    day = body.occurred_on
    more = body.model_dump(exclude={"occurred_on", "asked_of"})
    match body:
        case NewDrugTest():
            return RecordDrugTest(uuid4(), day, **more)
        case NewSample():
            return TakeSample(uuid4(), day, **more)
        case NewAppointment():
            return AppointDrugTest(uuid4(), day, body.asked_of or "", **more)
        case NewObjection():
            return DisputeDrugTest(uuid4(), day, UUID(about), **more)
        case _:
            return RecheckDrugTest(uuid4(), day, UUID(about), **more)
