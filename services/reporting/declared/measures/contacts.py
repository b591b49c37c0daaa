"""Contacts with clients, by the mode of contact."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.text import Text

MODE = ClosedDimension("mode", Text(zh="方式", en="mode of contact"), ContactMode)


def _contact(event: ContactRecorded) -> tuple[Fact, ...]:
    values = (event.kind, event.mode)
    return (Fact(event.occurred_on, event.region, values, 1, event.client_id),)


CONTACTS = Measure("contacts", (KIND, MODE), {ContactRecorded: _contact}, (GROUP,))
