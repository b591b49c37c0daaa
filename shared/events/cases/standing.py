"""What a case stands at, over time: its kind, phase and level, its person, work, help and team.

Each event that changes it says which spans it takes back and which it adds, so that a stock at a
day is a sum of +1 and -1 like any other figure, also after a backdated entry.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event
from shared.events.cases.employment import Employment
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import NOT_KNOWN, PersonFacts


class StandingPhase(StrEnum):
    """The phases in which a case is open."""

    AT_LARGE = "at_large"
    ORDERED = "ordered"
    REPORTED = "reported"
    AGREED = "agreed"
    SUSPENDED = "suspended"


class TeamStanding(StrEnum):
    """Whether a case's support team is as the policies of the day want it, or lacks somebody."""

    COMPLETE = "complete"
    LACKING = "lacking"


class Span(Event):
    """A case stood at this from a day until another, which is the first it did not.

    `since` is None where it has always been so, `until` where it goes on. `level` is empty before
    the first assessment. `maintenance` says whether the client was in maintenance treatment. `help`
    are the kinds of help that went on, in order; `employment` is None where it was not recorded.
    `team` is None where nobody was in the team who carries the case, and for users at large.
    """

    since: date | None
    until: date | None
    kind: CaseKind
    region: str
    phase: StandingPhase
    level: str = ""
    maintenance: bool = False
    person: PersonFacts = NOT_KNOWN
    employment: Employment | None = None
    help: tuple[str, ...] = ()
    team: TeamStanding | None = None


class StandingChange(Event):
    """What an event changes of what a case stands at; `client_id` is the person."""

    client_id: UUID
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()
