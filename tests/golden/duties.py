"""Examples of what became of a duty."""

from datetime import date

from shared.events import type_of
from shared.events.cases.duties import Duty, DutyClosed, DutyOutcome, DutyOutcomeTakenBack
from tests.corrections import stored
from tests.golden.parts import ON_CASE, an_id

CLOSED = DutyClosed(
    **ON_CASE,
    entry_id=an_id(14),
    occurred_on=date(2019, 6, 30),
    agency="example-agency",
    duty=Duty.CONTACT,
    since=date(2019, 6, 1),
    until=date(2019, 7, 1),
    outcome=DutyOutcome.MET,
    met_by=an_id(3),
    met_on=date(2019, 6, 12),
    reminded_on=date(2019, 6, 23),
    rule="contact",
    policies="2019-1",
    ordinal=2,
    replaces=an_id(15),
)
OVERDUE = CLOSED.model_copy(
    update={
        "entry_id": an_id(15),
        "outcome": DutyOutcome.OVERDUE,
        "met_by": None,
        "met_on": None,
        "lost": True,
        "ordinal": 1,
        "replaces": None,
    }
)
TAKEN_BACK = DutyOutcomeTakenBack(
    case_id=an_id(1),
    entry_id=OVERDUE.entry_id,
    entry_type=type_of(OVERDUE),
    entry=stored(OVERDUE).fields,
)
