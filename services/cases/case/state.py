"""A case: the one file of a person, from its opening to its end.

The phases are types: a programme is ordered, the client reports in (戒毒条例 14: within 15 days),
signs the agreement (戒毒条例 16), and entries are made in the ledger all along; a programme may be
suspended and goes on. The file of a user at large has no steps before its end. A case of one kind
can become one of another, and a case that has ended can be opened again. An entry is never changed;
a mistake is made void. So is the opening of a case, which then takes no more entries. What an
agency opens that decides on no programme is only requested, until it is confirmed or annulled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import Mark, Step
from shared.decider import Missing, Refused
from shared.events.cases.case import CaseEntry, CaseOpened, OpeningRequested
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.counselling import CounsellingHeld
from shared.events.cases.earning import PointsLine
from shared.events.cases.endings import CaseEnded
from shared.events.cases.help import HelpGiven
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import AgreementSigned, KindChanged, ReportedIn
from shared.events.cases.standing import Span


@dataclass(frozen=True)
class File:
    """What every opened case has.

    `path` are the steps since the `opening` that count; `marks` what else counts for what the case
    stands at, in the order of recording; `spans` are what it stands at, as was published.
    `voided` are the entries that no longer count; `counting` says how many do, the opening aside,
    by their published type. `named` are entries that others may be about, as long as they count;
    `resting` says of an entry which others are about it. `registration_id` is what the responsible
    agency knows the person by; `agency` is that agency, empty where the case was opened before
    events said it. `asked` are the days on which tests were appointed that
    nobody has entered, by the appointment: an agency was asked for them, or the responsible one
    makes them itself. `points` are those that its entries have earned, line by line.
    `passed_on` are the joinings of workers whose agency has given the case up, and from which day
    on they are in the team no more.
    """

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    registration_id: UUID
    opening: CaseOpened
    agency: str = ""
    workstation_id: UUID | None = None
    path: tuple[Step, ...] = ()
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    asked: Mapping[UUID, date] = field(default_factory=dict)
    named: Mapping[UUID, CaseEntry] = field(default_factory=dict)
    passed_on: Mapping[UUID, date] = field(default_factory=dict)
    resting: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    voided: frozenset[UUID] = frozenset()
    counting: Mapping[str, int] = field(default_factory=dict)
    points: tuple[PointsLine, ...] = ()

    @property
    def decided_on(self) -> date | None:
        """The day of the decision by which it was opened, where there was one."""
        return self.opening.occurred_on

    @property
    def last_step_on(self) -> date | None:
        """The day of the last step; of the opening where there is none."""
        return self.path[-1].occurred_on if self.path else self.decided_on

    @property
    def open_crises(self) -> list[UUID]:
        """The contacts at which a crisis was seen that nobody has followed up."""
        return [
            entry_id
            for entry_id, entry in self.named.items()
            if isinstance(entry, ContactRecorded) and not self._is_followed_up(entry_id)
        ]

    def _is_followed_up(self, contact_id: UUID) -> bool:
        """Whether a follow-up rests on a contact; counselling and help leave its crisis open."""
        others = self.resting.get(contact_id, frozenset())
        return any(
            not isinstance(self.named.get(each), CounsellingHeld | HelpGiven) for each in others
        )

    def kind_on(self, day: date) -> CaseKind:
        """What kind of case it was on a day."""
        kind = self.opening.kind
        for step in self.path:
            if isinstance(step, KindChanged) and step.occurred_on <= day:
                kind = step.kind
        return kind


@dataclass(frozen=True)
class Unopened:
    """There is no such case."""


@dataclass(frozen=True)
class Requested:
    """An opening that waits to be confirmed; it takes no entries and counts nowhere."""

    request: OpeningRequested


@dataclass(frozen=True)
class Annulled:
    """An opening that was never confirmed, and will not be."""

    request: OpeningRequested


@dataclass(frozen=True)
class AtLarge:
    """The file of a registered user in neither programme."""

    file: File


@dataclass(frozen=True)
class Ordered:
    """A programme that was decided; the client has not reported in."""

    file: File
    decided_on: date


@dataclass(frozen=True)
class Reported:
    """The client has reported in; the agreement is not signed."""

    file: File
    decided_on: date
    reported_in: ReportedIn


@dataclass(frozen=True)
class UnderAgreement:
    """The programme runs under a signed agreement."""

    file: File
    decided_on: date
    reported_in: ReportedIn
    agreement: AgreementSigned


@dataclass(frozen=True)
class Suspended:
    """A programme that does not go on for a time; `before` is where it will go on."""

    file: File
    before: "Ordered | Reported | UnderAgreement"


@dataclass(frozen=True)
class Ended:
    """The case is open no more; `before` is where it stood."""

    file: File
    before: "Running"
    ending: CaseEnded


@dataclass(frozen=True)
class OpenedInError:
    """The opening was a mistake and is void; all that was recorded is void too."""

    file: File


Running: TypeAlias = AtLarge | Ordered | Reported | UnderAgreement | Suspended
Opened: TypeAlias = Running | Ended
Existing: TypeAlias = Opened | OpenedInError
Case: TypeAlias = Unopened | Requested | Annulled | Existing


class Phase(StrEnum):
    """The phase of a case."""

    REQUESTED = "requested"
    ANNULLED = "annulled"
    AT_LARGE = "at_large"
    ORDERED = "ordered"
    REPORTED = "reported"
    AGREED = "agreed"
    SUSPENDED = "suspended"
    ENDED = "ended"
    OPENED_IN_ERROR = "opened_in_error"


class CaseUnknown(Missing):
    """There is no such case; open it first."""

    zh = "没有这份档案，请先建档。"


class CaseOpenedInError(Refused):
    """This case was opened by mistake and is void: nothing can be recorded in it."""

    zh = "该档案系误建，已经作废，不能再登记。"


class CaseHasEnded(Refused):
    """This case has ended; open it again first, or check the case."""

    zh = "该档案已经终止；如需继续，请先恢复档案，或核对档案。"


class CaseNotConfirmed(Refused):
    """This opening waits for the police or the anti-drug office to confirm it; until then nothing
    can be recorded in it."""

    zh = "该建档尚待公安机关或禁毒办确认，确认前不能登记。"


class OpeningWasAnnulled(Refused):
    """This opening was annulled; nothing can be recorded in it."""

    zh = "该建档已被撤销，不能登记。"


def existing(state: Case) -> Existing:
    """The case, also where its opening is void.

    Raises `CaseUnknown`, `CaseNotConfirmed` or `OpeningWasAnnulled`.
    """
    match state:
        case Unopened():
            raise CaseUnknown
        case Requested():
            raise CaseNotConfirmed
        case Annulled():
            raise OpeningWasAnnulled
        case _:
            return state


def opened(state: Case) -> Opened:
    """The case that entries can be made in; raises as `existing`, or `CaseOpenedInError`.

    One that has ended takes what happened before its end, and what follows from it.
    """
    case = existing(state)
    if isinstance(case, OpenedInError):
        raise CaseOpenedInError
    return case


def running(state: Case) -> Running:
    """The case that goes on; raises as `opened`, or `CaseHasEnded`."""
    case = opened(state)
    if isinstance(case, Ended):
        raise CaseHasEnded
    return case


def phase(state: Existing | Requested | Annulled) -> Phase:
    """The name of a case's phase."""
    match state:
        case Requested():
            return Phase.REQUESTED
        case Annulled():
            return Phase.ANNULLED
        case AtLarge():
            return Phase.AT_LARGE
        case Ordered():
            return Phase.ORDERED
        case Reported():
            return Phase.REPORTED
        case UnderAgreement():
            return Phase.AGREED
        case Suspended():
            return Phase.SUSPENDED
        case Ended():
            return Phase.ENDED
        case OpenedInError():
            return Phase.OPENED_IN_ERROR
        case _:
            assert_never(state)
