"""Leave: each indicator counts what its formula names, and nothing else."""

from datetime import date
from uuid import UUID

from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import DETOX, REHAB, File, Ledger


def away(file: File, leaves: date, returns: date, reason: str = "work") -> UUID:
    """An absence that was reported."""
    return file.entry(
        LeaveReported,
        date(2019, 3, 1),
        leaves_on=leaves,
        returns_on=returns,
        destination="330102000000",
        reason=reason,
        in_writing=True,
    )


def longer(file: File, leave_id: UUID, until: date, returns: date) -> UUID:
    """The absence goes on."""
    return file.entry(
        LeaveExtended,
        date(2019, 3, 8),
        leave_id=leave_id,
        until=until,
        returns_on=returns,
        in_writing=True,
    )


def back(file: File, leave_id: UUID, day: date, due: date) -> UUID:
    """The client returns."""
    return file.entry(ReturnedFromLeave, day, leave_id=leave_id, due_on=due)


def leaves() -> Ledger:
    """5 days and 3 more, back 1 day early; 4 days, back on the day; 2 days, back 3 days late."""
    ledger = Ledger()
    file, other = ledger.case(REHAB), ledger.case(DETOX)
    first = away(file, date(2019, 3, 5), date(2019, 3, 10))
    longer(file, first, date(2019, 3, 10), date(2019, 3, 13))
    back(file, first, date(2019, 3, 12), date(2019, 3, 13))
    second = away(other, date(2019, 3, 5), date(2019, 3, 9), "family")
    back(other, second, date(2019, 3, 9), date(2019, 3, 9))
    third = away(other, date(2019, 3, 20), date(2019, 3, 22), "medical")
    back(other, third, date(2019, 3, 25), date(2019, 3, 22))
    ledger.void(away(file, date(2019, 4, 1), date(2019, 4, 9), "study"))
    return ledger


def test_leaves() -> None:
    """Absences, for whatever reason; what is void was none."""
    assert numerator("leaves", leaves()) == 3


def test_leave_days() -> None:
    """The days that the clients were away: 5 + 3 - 1, 4, and 2 + 3."""
    assert numerator("leave_days", leaves()) == 7 + 4 + 5


def test_leave_returns() -> None:
    """Returns, early, on time and late."""
    assert numerator("leave_returns", leaves()) == 3


def test_late_returns() -> None:
    """One was after the day that was said; the extension moved that of the first."""
    assert numerator("late_returns", leaves()) == 1
