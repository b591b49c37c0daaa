"""Findings: that a programme is not kept, as a person decides from its entries; and departures."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry


@published("cases.DepartureFound.v1")
class DepartureFound(CaseEntry):
    """The client had left the county on a day without a report; `occurred_on` is when it was found.

    `back_on` is the first day back; None where the client was away still, or it is not known.
    """

    left_on: date
    back_on: date | None = None


class Finding(StrEnum):
    """What may be found of a programme that is not kept."""

    LATE_REPORT_IN = "late_report_in"
    SERIOUS_VIOLATION = "serious_violation"
    ABSCONDED = "absconded"


class Condition(StrEnum):
    """By what a finding is proposed: each counts something against a number of the policies."""

    REPORT_IN = "report_in"
    TESTS = "tests"
    DEPARTURES = "departures"
    ABSENCE = "absence"
    NOT_REACHED = "not_reached"


class DecidedFinding(CaseEntry):
    """What every decision on a proposed finding carries; `occurred_on` is its day.

    `entries` are those that made the condition, in the order of their days; they came to `count`,
    where `number` is the policy's, and met the condition on `met_on`. `rule` is the code of the
    policy, `policies` the version of their file. `proposal_id` is what the proposal was shown by.
    """

    finding: Finding
    condition: Condition
    entries: tuple[UUID, ...]
    count: int
    number: int
    met_on: date
    rule: str
    policies: str
    proposal_id: UUID


class FindingBasis(StrEnum):
    """What a finding was confirmed by, besides the entries."""

    CLIENT_HEARD = "client_heard"
    FAMILY_HEARD = "family_heard"
    VISITED = "visited"
    POLICE_INFORMATION = "police_information"
    ENTRIES_ALONE = "entries_alone"


@published("cases.FindingConfirmed.v1")
class FindingConfirmed(DecidedFinding):
    """A person confirmed a finding; it changes no programme, but the police must be told of it."""

    basis: FindingBasis


class DismissalReason(StrEnum):
    """Why a proposed finding was dismissed."""

    EXCUSED = "excused"
    RECORDED_WRONGLY = "recorded_wrongly"
    CLIENT_REACHED = "client_reached"
    DEALT_WITH = "dealt_with"


@published("cases.FindingDismissed.v1")
class FindingDismissed(DecidedFinding):
    """A person dismissed a proposed finding; of the same entries it is not proposed again."""

    reason: DismissalReason


@published("cases.PoliceToldOfFinding.v1")
class PoliceToldOfFinding(CaseEntry):
    """The police were told of a confirmed finding."""

    finding_id: UUID
    finding: Finding
