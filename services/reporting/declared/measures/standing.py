"""What cases stand at, day by day: +1 where a span begins, -1 where it ends.

All of it in one measure would have a thousand combinations of values and more, nearly as many cells
as facts. The three have some dozen each, and are read as fast as any other measure.
"""

from collections.abc import Callable
from datetime import date

from services.reporting.declared.dimensions import (
    AGE_BAND,
    GROUP,
    KIND,
    LEVEL,
    MAINTENANCE,
    NOT_ASSESSED,
    PHASE,
    SEX,
    SUBSTANCE,
    whether,
)
from services.reporting.declared.words import ALWAYS, NOT_KNOWN, Fact, Measure, Reader
from shared.events import Event, models
from shared.events.cases.case import CaseReassigned, OnStanding
from shared.events.cases.standing import Span
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft

# They change a case's team alone, which was no part of what cases stood at before.
OF_TEAMS: frozenset[type[Event]] = frozenset({TeamMemberJoined, TeamMemberLeft, CaseReassigned})
MODELS = tuple(model for model in models().values() if issubclass(model, OnStanding))


def reading(values_of: Callable[[Span], tuple[tuple[str, ...], ...]]) -> Reader:
    """The reader of a measure in which a span counts under each of these values.

    What stays as it was adds nothing.
    """

    def changed(event: OnStanding) -> list[Fact]:
        change = event.standing
        if change is None:
            return []
        added: dict[tuple[date, str, tuple[str, ...]], int] = {}
        for spans, delta in ((change.removed, -1), (change.added, 1)):
            for span in spans:
                for values in values_of(span):
                    place = (span.region, values)
                    begins = (span.since or ALWAYS, *place)
                    added[begins] = added.get(begins, 0) + delta
                    if span.until is not None:
                        ends = (span.until, *place)
                        added[ends] = added.get(ends, 0) - delta
        return [Fact(*place, delta, change.client_id) for place, delta in added.items() if delta]

    return changed


def _path(span: Span) -> tuple[tuple[str, ...], ...]:
    level = span.level or NOT_ASSESSED
    return ((span.kind, span.phase, level, whether(span.maintenance)),)


def _person(span: Span) -> tuple[tuple[str, ...], ...]:
    return ((span.kind, span.person.sex or NOT_KNOWN, span.person.age_band or NOT_KNOWN),)


def _substance(span: Span) -> tuple[tuple[str, ...], ...]:
    return ((span.kind, span.person.substance or NOT_KNOWN),)


STANDING = Measure(
    "standing",
    (KIND, PHASE, LEVEL, MAINTENANCE),
    dict.fromkeys(MODELS, reading(_path)),
    (GROUP,),
    taken_back=False,
    never_without=OF_TEAMS,
)
STANDING_PERSONS = Measure(
    "standing_persons",
    (KIND, SEX, AGE_BAND),
    dict.fromkeys(MODELS, reading(_person)),
    (GROUP,),
    taken_back=False,
    never_without=OF_TEAMS,
)
STANDING_SUBSTANCES = Measure(
    "standing_substances",
    (KIND, SUBSTANCE),
    dict.fromkeys(MODELS, reading(_substance)),
    (GROUP,),
    taken_back=False,
    never_without=OF_TEAMS,
)
