"""What was found in clients' households, and what happened in their families."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.household import FamilyEvent, HouseholdFact, HouseholdRecorded
from shared.text import Text

HOUSEHOLD_FACT = ClosedDimension(
    "household_fact", Text(zh="家庭情况", en="in the household"), HouseholdFact
)
FAMILY_EVENT = ClosedDimension("family_event", Text(zh="家庭变化", en="in the family"), FamilyEvent)


def _found(event: HouseholdRecorded) -> tuple[Fact, ...]:
    return tuple(entry_fact(event, (event.kind, fact)) for fact in event.facts)


def _happened(event: HouseholdRecorded) -> tuple[Fact, ...]:
    return tuple(entry_fact(event, (event.kind, happened)) for happened in event.happened)


HOUSEHOLDS = Measure(
    "household_facts", (KIND, HOUSEHOLD_FACT), {HouseholdRecorded: _found}, (GROUP,)
)
FAMILY_EVENTS = Measure(
    "family_events", (KIND, FAMILY_EVENT), {HouseholdRecorded: _happened}, (GROUP,)
)
