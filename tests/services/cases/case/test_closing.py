"""The report that closes a file: what it says follows from the case; by the rules."""

from dataclasses import replace
from datetime import date

from services.cases.case import closing, corrections
from services.cases.case.closing import DutiesKept, SignClosingReport
from services.cases.case.decider import case
from services.cases.case.endings import CaseHasNotEnded
from services.cases.case.events import CaseEvent
from services.cases.duties.kept import kept_until_endings
from shared.events.cases.closing import ClosingReportSigned, PhaseKept
from shared.events.cases.endings import Ending
from shared.events.cases.help import HelpForm, HelpGiven, HelpSource
from shared.events.cases.kinds import CaseKind
from shared.events.cases.standing import StandingPhase
from shared.events.corrections import VoidReason
from shared.policies.reading import built_in
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    ended,
    opened,
    reopened,
    reported_in,
    resumed,
    suspended,
)
from tests.services.cases.case.test_findings import CONFIRMED
from tests.services.cases.case.test_plan import CHANGED, GOAL, MET
from tests.services.cases.duties.told import day, history, met, was_tested
from tests.services.cases.duties.told import ended as ended_on
from tests.services.cases.duties.told import opened as opened_on
from tests.services.cases.duties.told import reported as reported_on

DAY = date(2021, 5, 20)
KEPT = DutiesKept(22, 20, 28, 27)
SIGN = SignClosingReport(an_id(50), DAY, {ended.entry_id: KEPT})
GIFT = HelpGiven(
    **ON_CASE,
    entry_id=an_id(70),
    occurred_on=date(2019, 4, 5),
    help="sympathy_gift",
    form=HelpForm.ONCE,
    source=HelpSource.COMMUNITY,
)
OVER: list[CaseEvent] = [
    *(opened, reported_in, agreed, suspended, resumed),
    *(GOAL, CHANGED, MET, CONFIRMED.model_copy(update={"entry_id": an_id(60)}), GIFT, ended),
]


def _phase(phase: StandingPhase, since: date, until: date) -> PhaseKept:
    return PhaseKept(kind=CaseKind.DETOXIFICATION, phase=phase, since=since, until=until)


REPORT = ClosingReportSigned(
    **ON_CASE,
    entry_id=an_id(50),
    occurred_on=DAY,
    ending_id=ended.entry_id,
    ending=Ending.IMPRISONED,
    ended_on=date(2021, 5, 10),
    months=27,
    phases=(
        _phase(StandingPhase.ORDERED, date(2019, 1, 10), date(2019, 1, 15)),
        _phase(StandingPhase.REPORTED, date(2019, 1, 15), date(2019, 1, 16)),
        _phase(StandingPhase.AGREED, date(2019, 1, 16), date(2019, 6, 3)),
        _phase(StandingPhase.SUSPENDED, date(2019, 6, 3), date(2019, 6, 18)),
        _phase(StandingPhase.AGREED, date(2019, 6, 18), date(2021, 5, 10)),
    ),
    tests_due=22,
    tests_done=20,
    contacts_due=28,
    contacts_done=27,
    goals_set=1,
    goals_met=1,
    findings_confirmed=1,
    help_given=1,
)


def test_a_report_says_what_the_file_says() -> None:
    """Phases that were kept, tests, contacts, goals, findings and help; also once reopened."""
    given(case, *OVER).when(SIGN).then(REPORT)
    given(case, *OVER, reopened).when(SIGN).then(REPORT)


def test_there_is_one_report_of_an_ending() -> None:
    """None before it, and none of a case that goes on."""
    given(case, *OVER, REPORT).when(replace(SIGN, entry_id=an_id(51))).refused(
        closing.AlreadyReported
    )
    early = replace(SIGN, occurred_on=date(2021, 5, 9))
    given(case, *OVER).when(early).refused(closing.ReportedBeforeEnding)
    given(case, opened).when(SIGN).refused(CaseHasNotEnded)


def test_an_ending_is_void_after_its_report() -> None:
    """The report is about it."""
    void = corrections.VoidEntry(stored(ended, ended.entry_id), VoidReason.MISTAKEN)
    given(case, *OVER, REPORT).when(void).refused(corrections.OthersRestOnIt)


def test_what_was_due_until_an_ending_is_counted() -> None:
    """Months that were over by its day, and no later ones; a test that was missed is due."""
    ending = ended_on("2019-04-20")
    life = history(
        opened_on("2019-01-01"),
        reported_on("2019-01-10"),
        *(met(f"2019-{month:02}-20") for month in (1, 2, 4)),
        *(was_tested(f"2019-{month:02}-12") for month in (1, 3)),
        ending,
    )
    kept = kept_until_endings(life, built_in(), day("2019-12-31"))
    assert kept == {ending.entry_id: DutiesKept(3, 2, 4, 3)}
