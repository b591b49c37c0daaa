"""What clients did that earns points, the points that they earn and spend, and what for."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events import models
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.earning import OnPoints, PointsFor
from shared.events.cases.points import Merit, MeritRecorded, PointsSpent
from shared.text import Text

MERIT = ClosedDimension("merit", Text(zh="积分事项", en="what was done"), Merit)
EARNED_FOR = ClosedDimension("earned_for", Text(zh="积分来源", en="earned for"), PointsFor)

_MODELS = tuple(model for model in models().values() if issubclass(model, OnPoints))


def _earned(event: OnPoints) -> list[Fact]:
    """Each event says by itself what it changes, and so does a void."""
    if not event.points:  # as of most entries
        return []
    entry = event.voided() if isinstance(event, EntryVoided) else event
    if not isinstance(entry, CaseEntry):
        return []
    return [
        Fact(line.on, entry.region, (line.earned_for,), line.points, entry.client_id, line.about)
        for line in event.points
        if line.points
    ]


def _merit(event: MeritRecorded) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.merit)),)


def _spent(event: PointsSpent) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,), event.cost),)


def _exchanged(event: PointsSpent) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,), event.quantity),)


POINTS_EARNED = Measure(
    "points_earned", (EARNED_FOR,), dict.fromkeys(_MODELS, _earned), taken_back=False
)
MERITS = Measure("merits", (KIND, MERIT), {MeritRecorded: _merit}, (GROUP,))
POINTS_SPENT = Measure("points_spent", (KIND,), {PointsSpent: _spent}, (GROUP,))
ITEMS_EXCHANGED = Measure("items_exchanged", (KIND,), {PointsSpent: _exchanged}, (GROUP,))
