"""Duties: each indicator counts what its formula names, and nothing else."""

from datetime import date
from itertools import product

import pytest

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.duties import DUTIES, MEETINGS_DUE, WHOSE
from services.reporting.declared.words import Indicator
from services.reporting.statistics.question import MadeOfDimension, Question, check
from shared.events.cases.duties import Duty, DutyOutcome
from tests.services.reporting.closing import closed
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

MET, LATE, OVERDUE, MISSED, EXCUSED, FALLEN_AWAY = DutyOutcome
# How many of each duty have each outcome: no two sums of them are alike.
MANY = {MET: 8, LATE: 4, OVERDUE: 2, MISSED: 1, EXCUSED: 16, FALLEN_AWAY: 32}
DUE = 8 + 4 + 2 + 1
CLIENTS_OWN = 5  # kinds of duties


def duties(*of: Duty) -> Ledger:
    """So many of each outcome, each of another client; and one that was taken back."""
    ledger = Ledger()
    for duty, (outcome, many) in product(of or [*Duty], MANY.items()):
        for _ in range(many):
            closed(ledger.case(DETOX), duty, outcome)
        closed(ledger.case(DETOX), duty, outcome).take_back()
    return ledger


def test_duties_closed() -> None:
    """Whatever became of them; what was taken back is as if it had not been."""
    assert numerator("duties_closed", duties()) == len(Duty) * sum(MANY.values())


def test_duties_done() -> None:
    """In time or late, of those that were due; excused and fallen away are in neither."""
    assert numerator("duties_done", duties()) == len(Duty) * (8 + 4)
    assert denominator("duties_done", duties()) == len(Duty) * DUE


def test_duties_done_in_time() -> None:
    """Late does not count above, and does below."""
    assert numerator("duties_done_in_time", duties()) == len(Duty) * 8
    assert denominator("duties_done_in_time", duties()) == len(Duty) * DUE


def test_duties_overdue() -> None:
    """Those that are awaited; a missed one is not, and one that was done since is not."""
    ledger = duties()
    closed(ledger.case(REHAB), Duty.TEST, OVERDUE).close(LATE, date(2019, 5, 6))
    assert numerator("duties_overdue", ledger) == len(Duty) * 2
    assert INDICATORS["duties_overdue"].numerator.counting == "stock"


def test_tests_missed() -> None:
    """Regular tests that were not done, overdue or missed; appointed ones are not."""
    assert numerator("tests_missed", duties()) == 2 + 1


def test_programme_kept() -> None:
    """The clients' own duties, in a programme; neither what workers owe, nor users at large."""
    ledger = duties()
    closed(ledger.case(AT_LARGE), Duty.TEST, MET)
    assert numerator("programme_kept", ledger) == CLIENTS_OWN * (8 + 4)
    assert denominator("programme_kept", ledger) == CLIENTS_OWN * DUE


def test_persons_not_keeping() -> None:
    """Each once, however often; who did it late kept it, and workers' duties are not theirs."""
    assert numerator("persons_not_keeping", not_keeping()) == 2


def test_share_not_keeping() -> None:
    """Of those of whom something was due: also who kept it all, and not who was excused."""
    assert numerator("share_not_keeping", not_keeping()) == 2
    assert denominator("share_not_keeping", not_keeping()) == 3


def not_keeping() -> Ledger:
    """One who failed three times; one who failed once; others who did not."""
    ledger = Ledger()
    often, once, late, excused = (ledger.case(DETOX) for _ in range(4))
    for month in (2, 3, 4):
        closed(often, Duty.TEST, MISSED, until=date(2019, month, 1))
    closed(often, Duty.REGULAR_REPORT, MET)
    closed(once, Duty.RETURN_FROM_LEAVE, OVERDUE)
    closed(late, Duty.REPORT_IN, OVERDUE).close(LATE, date(2019, 4, 9))
    closed(late, Duty.CONTACT, MISSED)
    closed(excused, Duty.TEST, EXCUSED)
    closed(ledger.case(AT_LARGE), Duty.TEST, MISSED)
    return ledger


def done_of_due(code: str, duty: Duty) -> None:
    """Met and late ÷ due, of this duty and of no other."""
    assert numerator(code, duties()) == 8 + 4
    assert denominator(code, duties()) == DUE
    others = duties(*(each for each in Duty if each is not duty))
    assert denominator(code, others) == 0


def in_time_of_due(code: str, duty: Duty) -> None:
    """Met ÷ due, of this duty and of no other."""
    assert numerator(code, duties()) == 8
    assert denominator(code, duties()) == DUE
    others = duties(*(each for each in Duty if each is not duty))
    assert denominator(code, others) == 0


def test_report_in_rate() -> None:
    """Late counts as reported."""
    done_of_due("report_in_rate", Duty.REPORT_IN)


def test_reported_in_on_time() -> None:
    """Of those who were due, and not of those who came."""
    in_time_of_due("reported_in_on_time", Duty.REPORT_IN)


def test_agreement_rate() -> None:
    """Signed ÷ due."""
    done_of_due("agreement_rate", Duty.AGREEMENT)


def test_meeting_rate() -> None:
    """Times that the client was met in ÷ times that the client was to be met in."""
    done_of_due("meeting_rate", Duty.CONTACT)


def test_due_tests_rate() -> None:
    """The tests of the programme's years; not those that were appointed."""
    done_of_due("due_tests_rate", Duty.TEST)


def test_appointed_tests_rate() -> None:
    """Those that were appointed."""
    done_of_due("appointed_tests_rate", Duty.APPOINTED_TEST)


def test_assessment_rate() -> None:
    """Made ÷ due."""
    done_of_due("assessment_rate", Duty.ASSESSMENT)


def test_summary_rate() -> None:
    """Written ÷ due."""
    done_of_due("summary_rate", Duty.SUMMARY)


def test_evaluation_rate() -> None:
    """Made ÷ due."""
    done_of_due("evaluation_rate", Duty.EVALUATION)


def test_regular_report_rate() -> None:
    """Made ÷ due."""
    done_of_due("regular_report_rate", Duty.REGULAR_REPORT)


def test_crises_followed_up_in_time() -> None:
    """A day late is not in time."""
    in_time_of_due("crises_followed_up_in_time", Duty.CRISIS_FOLLOW_UP)


def test_team_rate() -> None:
    """Completed ÷ to be completed; late counts as completed."""
    done_of_due("team_rate", Duty.TEAM)


def test_teams_complete_in_time() -> None:
    """By the last day for it."""
    in_time_of_due("teams_complete_in_time", Duty.TEAM)


def test_terms_ended_in_time() -> None:
    """By the last day for it."""
    in_time_of_due("terms_ended_in_time", Duty.END_OF_TERM)


def test_ending_notices_in_time() -> None:
    """Of those that were due: one that nobody gave is below, whatever was given is not."""
    in_time_of_due("ending_notices_in_time", Duty.ENDING_NOTICE)
    ledger = Ledger()
    file = ledger.case(DETOX, opened=date(2019, 3, 4))
    file.end(date(2019, 5, 6))
    file.tell(date(2019, 5, 7), date(2019, 5, 13))
    assert denominator("ending_notices_in_time", ledger) == 0


def test_returned_on_time() -> None:
    """Of those who were to be back: who did not come back is below."""
    in_time_of_due("returned_on_time", Duty.RETURN_FROM_LEAVE)


def test_a_person_never_tested_is_in_the_denominator_from_the_first_due_date() -> None:
    """No test was recorded, and the share is 0 % and not a share of nothing."""
    ledger = Ledger()
    closed(ledger.case(DETOX), Duty.TEST, OVERDUE)
    assert numerator("due_tests_rate", ledger) == 0
    assert denominator("due_tests_rate", ledger) == 1
    assert denominator("test_rate", ledger) == 0, "nothing was recorded"


SHARES = [
    each
    for each in INDICATORS.values()
    if each.denominator and each.numerator.measure in (DUTIES, MEETINGS_DUE)
]


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share.code)
def test_no_share_of_duties_is_told_by_outcome(share: Indicator) -> None:
    """Each group would say 0 or 100 % of itself."""
    year = (date(2019, 1, 1), date(2020, 1, 1))
    with pytest.raises(MadeOfDimension):
        check(Question((share,), "410000000000", *year, ("duty_outcome",)))
    with pytest.raises(MadeOfDimension):
        check(Question((share,), "410000000000", *year, (), {"duty_outcome": (MET, LATE)}))


def test_every_duty_is_somebodys() -> None:
    """What a client has to do, a worker, and the police."""
    assert {duty for duty, whose in WHOSE.groups.items() if whose == "client"} == {
        Duty.REPORT_IN,
        Duty.REGULAR_REPORT,
        Duty.TEST,
        Duty.APPOINTED_TEST,
        Duty.RETURN_FROM_LEAVE,
    }
    assert WHOSE.groups[Duty.END_OF_TERM] == "police"
