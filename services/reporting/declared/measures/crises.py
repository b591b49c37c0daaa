"""Crises seen at contacts, what became of them, and which are open.

A crisis is open from the day of its contact to the day of its follow-up. The kind of case may
change between the two, so that what is open is not counted by kind.
"""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.contacts import ContactRecorded, Crisis, CrisisFollowedUp, CrisisOutcome
from shared.text import Text

CRISIS = ClosedDimension("crisis", Text(zh="危机类型", en="kind of crisis"), Crisis)
OUTCOME = ClosedDimension(
    "crisis_outcome", Text(zh="跟进结果", en="outcome of the crisis"), CrisisOutcome
)


def _seen(event: ContactRecorded) -> tuple[Fact, ...]:
    if event.crisis is None:
        return ()
    values = (event.kind, event.crisis)
    return (entry_fact(event, values),)


def _followed_up(event: CrisisFollowedUp) -> tuple[Fact, ...]:
    values = (event.kind, event.crisis, event.outcome)
    return (entry_fact(event, values),)


def _opens(event: ContactRecorded) -> tuple[Fact, ...]:
    if event.crisis is None:
        return ()
    return (entry_fact(event, (event.crisis,)),)


def _closes(event: CrisisFollowedUp) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.crisis,), -1),)


CRISES = Measure("crises", (KIND, CRISIS), {ContactRecorded: _seen}, (GROUP,))
CRISES_FOLLOWED_UP = Measure(
    "crises_followed_up", (KIND, CRISIS, OUTCOME), {CrisisFollowedUp: _followed_up}, (GROUP,)
)
CRISES_OPEN = Measure(
    "crises_open", (CRISIS,), {ContactRecorded: _opens, CrisisFollowedUp: _closes}
)
