"""Contacts with clients: by mode, and by what else was said of them.

A contact may say several findings and several kinds of advice. Each is a fact of a measure of its
own, whose total is not the number of contacts. What a contact does not say adds nothing.
"""

from services.reporting.declared.dimensions import GROUP, KIND, WITH_POLICE, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.contacts import (
    Advice,
    ContactMode,
    ContactRecorded,
    Direction,
    Observed,
    Present,
    SafetyIncident,
    Subject,
)
from shared.text import Text

MODE = ClosedDimension("mode", Text(zh="方式", en="mode of contact"), ContactMode)
DIRECTION = ClosedDimension("direction", Text(zh="联系方向", en="direction"), Direction)
JOINT = ClosedDimension("joint", Text(zh="是否联合走访", en="joint"), Whether)
SUBJECT = ClosedDimension("subject", Text(zh="了解内容", en="subject"), Subject)
OBSERVED = ClosedDimension("observed", Text(zh="状况", en="how it was found"), Observed)
ADVICE = ClosedDimension("advice", Text(zh="建议内容", en="advice"), Advice)
INCIDENT = ClosedDimension("incident", Text(zh="安全事件", en="incident"), SafetyIncident)

# Volunteers and the family come for themselves.
_OF_AGENCIES = frozenset(Present) - {Present.VOLUNTEER, Present.FAMILY}


def _contact(event: ContactRecorded) -> tuple[Fact, ...]:
    return (_fact(event, event.mode),)


def _direction(event: ContactRecorded) -> tuple[Fact, ...]:
    return () if event.direction is None else (_fact(event, event.direction),)


def _present(event: ContactRecorded) -> tuple[Fact, ...]:
    if not event.present:
        return ()
    joint = len(_OF_AGENCIES.intersection(event.present)) > 1
    with_police = Present.POLICE in event.present
    return (_fact(event, event.mode, whether(joint), whether(with_police)),)


def _arranged(event: ContactRecorded) -> tuple[Fact, ...]:
    return (_fact(event, event.mode),) if event.arranged_with_police else ()


def _findings(event: ContactRecorded) -> list[Fact]:
    if not event.observations:  # as of most contacts
        return []
    return [_fact(event, subject, observed) for subject, observed in event.observations.items()]


def _advice(event: ContactRecorded) -> list[Fact]:
    if not event.advice:
        return []
    return [_fact(event, advice) for advice in dict.fromkeys(event.advice)]


def _safety(event: ContactRecorded) -> tuple[Fact, ...]:
    return () if event.safety is None else (_fact(event, event.safety),)


def _fact(event: ContactRecorded, *values: str) -> Fact:
    return entry_fact(event, (event.kind, *values))


CONTACTS = Measure("contacts", (KIND, MODE), {ContactRecorded: _contact}, (GROUP,))
CONTACT_DIRECTIONS = Measure(
    "contact_directions", (KIND, DIRECTION), {ContactRecorded: _direction}, (GROUP,)
)
CONTACTS_PRESENT = Measure(
    "contacts_present",
    (KIND, MODE, JOINT, WITH_POLICE),
    {ContactRecorded: _present},
    (GROUP,),
)
CONTACTS_ARRANGED = Measure(
    "contacts_arranged", (KIND, MODE), {ContactRecorded: _arranged}, (GROUP,)
)
FINDINGS = Measure("findings", (KIND, SUBJECT, OBSERVED), {ContactRecorded: _findings}, (GROUP,))
ADVICE_GIVEN = Measure("advice_given", (KIND, ADVICE), {ContactRecorded: _advice}, (GROUP,))
SAFETY_INCIDENTS = Measure(
    "safety_incidents", (KIND, INCIDENT), {ContactRecorded: _safety}, (GROUP,)
)
