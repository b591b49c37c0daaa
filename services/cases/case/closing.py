"""The report that closes a file: a summary that follows from it, signed by a person. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case.endings import CaseHasNotEnded
from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields
from services.cases.case.plan import goals_of
from services.cases.case.standing import spans
from services.cases.case.state import Case, File, opened
from shared.decider import Refused, check_day
from shared.events.cases.closing import ClosingReportSigned, PhaseKept
from shared.events.cases.endings import CaseEnded
from shared.events.cases.findings import FindingConfirmed
from shared.events.cases.help import HelpGiven
from shared.events.cases.plan import GoalOutcome


@dataclass(frozen=True, slots=True)
class DutiesKept:
    """How many regular tests and contacts were due until an ending, and done."""

    tests_due: int = 0
    tests_done: int = 0
    contacts_due: int = 0
    contacts_done: int = 0


@dataclass(frozen=True)
class SignClosingReport(MakeEntry):
    """A person signs the report on the last ending before `occurred_on`.

    `kept` says by each ending, of which a case may have several, what became of its duties.
    """

    kept: dict[UUID, DutiesKept]


class AlreadyReported(Refused):
    """This ending has its closing report already; void that one first if it is wrong."""

    zh = "该次终止已有结案报告；如有错误，请先作废原报告。"


class ReportedBeforeEnding(Refused):
    """A closing report is made on the day of the ending or later; check both days."""

    zh = "结案报告日期早于终止日期，请核对。"
    field = "occurred_on"


def check(command: SignClosingReport, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: SignClosingReport, state: Case, today: date) -> list[CaseEvent]:
    """Sign the report, also where the case was opened again since."""
    check(command, today)
    file = opened(state).file
    ending = _ending(file, command.occurred_on)
    reports = (each for each in file.named.values() if isinstance(each, ClosingReportSigned))
    if any(each.ending_id == ending.entry_id for each in reports):
        raise AlreadyReported
    kept = command.kept.get(ending.entry_id, DutiesKept())
    goals = [each for each in goals_of(file) if each.first.occurred_on <= ending.occurred_on]
    return [
        ClosingReportSigned(
            **entry_fields(file, command.entry_id, command.occurred_on),
            ending_id=ending.entry_id,
            ending=ending.ending,
            ended_on=ending.occurred_on,
            months=ending.months,
            phases=tuple(_phases(state, ending.occurred_on)),
            tests_due=kept.tests_due,
            tests_done=kept.tests_done,
            contacts_due=kept.contacts_due,
            contacts_done=kept.contacts_done,
            goals_set=len(goals),
            goals_met=sum(
                each.closed is not None and each.closed.outcome is GoalOutcome.MET for each in goals
            ),
            findings_confirmed=sum(
                isinstance(each, FindingConfirmed) and each.occurred_on <= ending.occurred_on
                for each in file.named.values()
            ),
            help_given=sum(
                isinstance(each, HelpGiven) and each.occurred_on <= ending.occurred_on
                for each in file.marks
            ),
        )
    ]


def _ending(file: File, day: date) -> CaseEnded:
    endings = [step for step in file.path if isinstance(step, CaseEnded)]
    if not endings:
        raise CaseHasNotEnded
    before = [each for each in endings if each.occurred_on <= day]
    if not before:
        raise ReportedBeforeEnding
    return before[-1]


def _phases(state: Case, ended_on: date) -> list[PhaseKept]:
    """The phases until the ending; a level that changes, or treatment, makes none of its own."""
    found: list[PhaseKept] = []
    for span in spans(state):
        if span.since is not None and span.since >= ended_on:
            break
        until = ended_on if span.until is None else min(span.until, ended_on)
        last = found[-1] if found else None
        if last and (last.kind, last.phase, last.until) == (span.kind, span.phase, span.since):
            found[-1] = last.model_copy(update={"until": until})
        else:
            found.append(PhaseKept(kind=span.kind, phase=span.phase, since=span.since, until=until))
    return found
