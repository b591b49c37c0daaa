"""The report that closes a file, after each of its endings."""

from datetime import date
from uuid import UUID

from shared.events import Event, published
from shared.events.cases.case import CaseEntry
from shared.events.cases.endings import Ending
from shared.events.cases.kinds import CaseKind
from shared.events.cases.standing import StandingPhase


class PhaseKept(Event):
    """A phase that the case was in until its ending: from a day, where one is known, half-open."""

    kind: CaseKind
    phase: StandingPhase
    since: date | None
    until: date


@published("cases.ClosingReportSigned.v1")
class ClosingReportSigned(CaseEntry):
    """A person signed the report on a case that ended; the text is in the vault.

    All in it follows from the case as it was recorded when it was signed: the phases that were kept
    until the ending, how many regular tests and contacts were due and done, the goals of the plan,
    the findings that were confirmed, and how often help was given. `months` are those of the
    ending.
    """

    ending_id: UUID
    ending: Ending
    ended_on: date
    months: int | None = None
    phases: tuple[PhaseKept, ...] = ()
    tests_due: int = 0
    tests_done: int = 0
    contacts_due: int = 0
    contacts_done: int = 0
    goals_set: int = 0
    goals_met: int = 0
    findings_confirmed: int = 0
    help_given: int = 0
