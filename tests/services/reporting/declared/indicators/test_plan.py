"""Goals and closing reports: each indicator counts what its formula names."""

from datetime import date

from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.duties import Duty
from shared.events.cases.plan import GoalClosed, GoalSet, PlanReviewed
from shared.ids import new_id
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.declared.indicators.test_duties import in_time_of_due
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger

DAY, BEFORE = date(2019, 3, 4), date(2018, 3, 4)


def goals() -> Ledger:
    """Five goals, two of them of the year before; two are met, one dropped, one void."""
    ledger = Ledger()
    file, other = ledger.case(DETOX), ledger.case(AT_LARGE)
    for each, day in ((file, BEFORE), (file, BEFORE), (file, DAY), (other, DAY), (other, DAY)):
        each.entry(GoalSet, day, goal="work", due_on=date(2019, 9, 1))
    for outcome, reason in (("met", None), ("met", None), ("dropped", "replaced")):
        file.entry(
            GoalClosed,
            DAY,
            goal="work",
            goal_id=new_id(),
            due_on=date(2019, 9, 1),
            outcome=outcome,
            reason=reason,
        )
    ledger.void(other.entry(GoalSet, DAY, goal="health", due_on=date(2019, 9, 1)))
    return ledger


def test_goals_set() -> None:
    """Each; what is void was none."""
    assert numerator("goals_set", goals()) == 5


def test_goals_closed() -> None:
    """Met and dropped."""
    assert numerator("goals_closed", goals()) == 3


def test_goals_met_share() -> None:
    """Of all that were set by the end of the period, also before it."""
    assert numerator("goals_met_share", goals()) == 2
    assert denominator("goals_met_share", goals()) == 5


def test_plan_reviews() -> None:
    """Each time."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for _ in range(2):
        file.entry(PlanReviewed, DAY, goals_set=1, goals_met=0, goals_dropped=0, goals_open=1)
    assert numerator("plan_reviews", ledger) == 2


def test_closing_reports() -> None:
    """Each that was signed, and stands."""
    ledger = Ledger()
    for ending in ("died", "completed"):
        ledger.case(DETOX).entry(
            ClosingReportSigned, DAY, ending_id=new_id(), ending=ending, ended_on=DAY
        )
    assert numerator("closing_reports", ledger) == 2


def test_closing_reports_in_time() -> None:
    """By the last day for it, of those that were due."""
    in_time_of_due("closing_reports_in_time", Duty.CLOSING_REPORT)
