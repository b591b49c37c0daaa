"""What became of duties, as the duties process would write it, made up for tests."""

from datetime import date, timedelta
from uuid import UUID

from shared.events.cases.duties import Duty, DutyClosed, DutyOutcome, DutyOutcomeTakenBack
from shared.ids import new_id
from tests.corrections import stored
from tests.services.reporting.deliveries import File

DAY = timedelta(days=1)
ADDED = (DutyOutcome.MET, DutyOutcome.LATE)


class Closed:
    """One window of a case, and the outcome of it that stands, if any does."""

    def __init__(self, file: File, duty: Duty, since: date, until: date) -> None:
        self.file, self.duty, self.since, self.until = file, duty, since, until
        self.outcome: DutyClosed | None = None
        self._last: DutyClosed | None = None

    @property
    def stream_id(self) -> str:
        """The stream of the duties of its case."""
        return f"duties-{self.file.case_id}"

    def close(
        self,
        outcome: DutyOutcome,
        met_on: date | None = None,
        *,
        reminded_on: date | None = None,
        lost: bool = False,
    ) -> DutyClosed:
        """Write what became of it, in place of what stands."""
        self.take_back()
        last_day, before = self.until - DAY, self._last
        if met_on is None and outcome in ADDED:
            met_on = last_day if outcome is DutyOutcome.MET else self.until
        self.outcome = self._last = DutyClosed(
            entry_id=new_id(),
            case_id=self.file.case_id,
            client_id=self.file.client_id,
            kind=self.file.kind,
            region=self.file.region,
            occurred_on=last_day,
            agency="example-agency",
            duty=self.duty,
            since=self.since,
            until=self.until,
            outcome=outcome,
            met_by=None if met_on is None else new_id(),
            met_on=met_on,
            days_late=0 if met_on is None else max(0, (met_on - last_day).days),
            reminded_on=reminded_on or max(self.since, last_day - 7 * DAY),
            lost=lost,
            rule=self.duty,
            policies="tests",
            ordinal=1 if before is None else before.ordinal + 1,
            replaces=None if before is None else before.entry_id,
        )
        self.file.ledger.add(self.stream_id, self.outcome)
        return self.outcome

    def take_back(self) -> UUID | None:
        """Take back what stands, if anything does; the id of the event."""
        if self.outcome is None:
            return None
        was = stored(self.outcome, self.outcome.entry_id)
        self.outcome = None
        taken_back = DutyOutcomeTakenBack(
            case_id=self.file.case_id,
            entry_id=was.entry_id,
            entry_type=was.type,
            entry=was.fields,
        )
        return self.file.ledger.add(self.stream_id, taken_back)


def closed(
    file: File,
    duty: Duty,
    outcome: DutyOutcome,
    met_on: date | None = None,
    *,
    until: date = date(2019, 4, 1),
    reminded_on: date | None = None,
    lost: bool = False,
) -> Closed:
    """A window of the month before `until`, and what became of it."""
    window = Closed(file, duty, until - 31 * DAY, until)
    window.close(outcome, met_on, reminded_on=reminded_on, lost=lost)
    return window
