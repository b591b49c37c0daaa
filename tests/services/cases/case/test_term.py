"""How much of a term is served: interruptions do not count, time served elsewhere does."""

from datetime import date

import pytest

from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.state import Running
from services.cases.case.term import months_served
from shared.decider import fold
from shared.events.cases.endings import CaseEnded, CaseReopened, Ending, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    ServedWhere,
    SuspensionReason,
    TimeServedCredited,
)
from tests.services.cases.case.history import ON_CASE, agreed, an_id, opened, reported_in
from tests.services.cases.case.test_corrections import void

THREE_YEARS = date(2022, 1, 15)  # after the reporting in of this history
stopped = ProgrammeSuspended(
    **ON_CASE,
    entry_id=an_id(30),
    occurred_on=date(2019, 6, 1),
    reason=SuspensionReason.DETAINED,
    evidence=Document.DETENTION_NOTICE,
)
resumed = ProgrammeResumed(
    **ON_CASE,
    entry_id=an_id(31),
    occurred_on=date(2019, 6, 16),
    evidence=Document.RELEASE_CERTIFICATE,
)
imprisoned = CaseEnded(
    **ON_CASE,
    entry_id=an_id(32),
    occurred_on=date(2020, 3, 1),
    ending=Ending.IMPRISONED,
    evidence=Document.JUDGMENT,
)
released = CaseReopened(
    **ON_CASE,
    entry_id=an_id(33),
    occurred_on=date(2021, 3, 1),
    reason=ReopeningReason.RELEASED,
)
credited = TimeServedCredited(
    **ON_CASE,
    entry_id=an_id(34),
    occurred_on=date(2019, 1, 20),
    days=100,
    where=ServedWhere.OTHER_REGION,
    evidence=Document.TRANSFER_LETTER,
)
AGREED: tuple[CaseEvent, ...] = (opened, reported_in, agreed)


def served(until: date, *past: CaseEvent) -> int | None:
    """The months that are served after this history."""
    state = fold(case, past)
    assert isinstance(state, Running)
    return months_served(state, until)


def test_a_term_without_interruption_is_over_after_three_years() -> None:
    """To the day."""
    assert served(THREE_YEARS, *AGREED) == 36
    assert served(date(2022, 1, 14), *AGREED) == 35


@pytest.mark.parametrize(
    ("events", "months"),
    [
        ((stopped, resumed), 35),
        ((stopped,), 4),
        ((imprisoned, released), 24),
        ((stopped, resumed, imprisoned, released), 23),
        ((credited,), 39),
        ((credited, void(credited)), 36),
    ],
)
def test_interruptions_do_not_count_and_what_was_served_elsewhere_does(
    events: tuple[CaseEvent, ...], months: int
) -> None:
    """Half a month in detention, a year in prison, a hundred days in another region."""
    assert served(THREE_YEARS, *AGREED, *events) == months


def test_a_programme_that_is_reopened_suspended_waits_until_it_goes_on() -> None:
    """It ended while it was suspended: what interrupts it is over with the resumption alone."""
    goes_on = resumed.model_copy(update={"occurred_on": date(2021, 9, 1)})
    assert served(date(2022, 9, 1), *AGREED, stopped, imprisoned, released, goes_on) == 16


def test_a_new_decision_begins_a_new_term() -> None:
    """What was served before, or credited to the programme before, is not of it."""
    on_new = {**ON_CASE, "kind": CaseKind.REHABILITATION}
    decided = KindChanged(
        **on_new,
        entry_id=an_id(40),
        occurred_on=date(2020, 1, 10),
        from_kind=CaseKind.DETOXIFICATION,
        evidence=Document.DECISION,
    )
    again = ReportedIn(**on_new, entry_id=an_id(41), occurred_on=date(2020, 1, 15))
    signed = AgreementSigned(**on_new, entry_id=an_id(42), occurred_on=date(2020, 1, 16))
    assert served(THREE_YEARS, *AGREED, credited, decided, again, signed) == 24
