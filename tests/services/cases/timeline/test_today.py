"""Where a case stands today: since the day on which its phase began, whatever came since."""

from collections.abc import Sequence
from datetime import date

import pytest

from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.standing import present_level
from services.cases.case.state import Phase, Unopened
from services.cases.timeline.today import Today, today_of
from shared.decider import fold
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import OpeningAnnulled
from shared.events.cases.endings import CaseEnded, Ending
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.corrections import VoidReason
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
    requested,
)

RISK = RiskAssessed(**ON_CASE, entry_id=an_id(20), occurred_on=date(2019, 5, 1), level="high")
LOWER = RISK.model_copy(
    update={"entry_id": an_id(21), "occurred_on": date(2019, 8, 1), "level": "low"}
)
ENDED = CaseEnded(
    **ON_CASE,
    entry_id=an_id(22),
    occurred_on=date(2022, 1, 10),
    ending=Ending.COMPLETED,
    evidence=Document.COMPLETION_CERTIFICATE,
)
DETOX = CaseKind.DETOXIFICATION


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([opened], Today(Phase.ORDERED, DETOX, date(2019, 1, 10))),
        ([opened, reported_in, agreed], Today(Phase.AGREED, DETOX, date(2019, 1, 16))),
        (
            [opened, reported_in, agreed, LOWER, RISK],
            Today(Phase.AGREED, DETOX, date(2019, 1, 16), "low"),
        ),
        (
            [opened, reported_in, agreed, RISK, ENDED],
            Today(Phase.ENDED, DETOX, date(2022, 1, 10), "high"),
        ),
        ([opened, reported_in, agreed, ENDED], Today(Phase.ENDED, DETOX, date(2022, 1, 10))),
        ([opened_at_large], Today(Phase.AT_LARGE, CaseKind.AT_LARGE)),
        ([requested], Today(Phase.REQUESTED, DETOX)),
    ],
    ids=lambda each: "",
)
def test_a_phase_lasts_since_it_began(history: Sequence[CaseEvent], expected: Today) -> None:
    """An assessment leaves the phase as it is; a late one of an earlier day is not the latest."""
    assert today_of(fold(case, history)) == expected


@pytest.mark.parametrize("history", [[opened, RISK], [opened, RISK, ENDED], [opened, ENDED]])
def test_the_level_is_that_which_a_case_shows(history: Sequence[CaseEvent]) -> None:
    """Whether it is open or has ended."""
    state = fold(case, history)
    here = today_of(state)
    assert here is not None
    assert here.level == (present_level(state) or "")


def test_an_annulled_opening_stands_nowhere_but_says_so() -> None:
    """It has a phase, and no day; what was never opened has nothing."""
    annulled = OpeningAnnulled(case_id=an_id(1), annulled_by="p", reason=VoidReason.MISTAKEN)
    history: list[CaseEvent] = [requested, annulled]
    assert today_of(fold(case, history)) == Today(Phase.ANNULLED, DETOX)
    assert today_of(Unopened()) is None


def test_days_are_counted_from_the_first() -> None:
    """None where no day is known."""
    here = Today(Phase.AGREED, DETOX, date(2019, 1, 16))
    assert here.days(date(2019, 1, 16)) == 0
    assert here.days(date(2019, 2, 16)) == 31
    assert Today(Phase.AT_LARGE, CaseKind.AT_LARGE).days(date(2019, 1, 1)) is None
