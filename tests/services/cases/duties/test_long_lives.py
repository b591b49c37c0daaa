"""What a case comes to takes as long as the case is: no agency makes all others wait by one."""

from cProfile import Profile
from datetime import date, timedelta
from pstats import Stats

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History
from services.cases.duties.schedule import schedule
from shared.events.cases.endings import Ending
from shared.policies.reading import built_in
from tests.services.cases.duties import told

FIRST, TODAY = date(1990, 1, 1), date(2026, 11, 29)


def opened_again(times: int) -> History:
    """A case of 1950 that is ended so many times, and opened again each time."""
    events: list[CaseEvent] = [told.opened("1950-01-01"), told.reported("1950-01-02")]
    for number in range(times):
        day, next_day = (str(FIRST + timedelta(days=2 * number + more)) for more in (0, 1))
        events += [told.ended(day, Ending.COMPLETED), told.reopened(next_day)]
    return told.history(*events)


def work(history: History) -> int:
    """How many calls it takes to say what is due."""
    profile = Profile()
    profile.runcall(schedule, history, built_in(), TODAY)
    return int(Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_as_many_endings_take_about_twice_as_long() -> None:
    """Not four times: by some thousand the worklist of everybody would stand still."""
    some, more, most = (work(opened_again(times)) for times in (100, 400, 800))
    assert most - some < 3 * (more - some)
