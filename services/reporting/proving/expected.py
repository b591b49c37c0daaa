"""What the read model must hold, folded from events in the plainest way. Pure.

Nothing of the engine is used here: not its batches, not its corrections by opposite deltas,
not its way up the regions. Only the declarations say what an event adds to a measure.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from typing import Any, NamedTuple
from uuid import UUID

from services.reporting.counting.persons import scopes
from services.reporting.declared.measures import MEASURES
from services.reporting.declared.words import ALWAYS, Fact, Measure
from shared.events import Event, corrections, parse
from shared.journal.received_event import ReceivedEvent

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Leaf = tuple[str, str, date, str]  # region, measure, day, dims
Cell = tuple[str, str, str, str, date, str]  # parent, region, measure, grain, day, dims
Day = tuple[str, date]  # measure, day
PersonMonth = tuple[str, UUID, date, str]  # scope, subject, month, region
PersonCell = tuple[int, str, str, str, date, date]  # digits, scope, parent, region, month, previous


class DayTotal(NamedTuple):
    """The facts of one measure and day: their sum, how many rows, and the seal of the rows."""

    value: int = 0
    rows: int = 0
    seal: int = 0


class Expected:
    """The cells and days that follow from the events added; void entries are to be noted first.

    Measures in `without`, by their codes, are left out. Where a measure is not taken back by voids,
    a void entry counts like any other, and so does what the void says.
    """

    def __init__(self, without: frozenset[str] = frozenset()) -> None:
        self._measures = {code: each for code, each in MEASURES.items() if code not in without}
        self._void: set[UUID] = set()
        self._leaves: dict[Leaf, int] = {}
        self.days: dict[Day, DayTotal] = {}
        self._persons: dict[PersonMonth, int] = {}
        self._scopes: dict[str, list[str]] = {}
        for scope, part in scopes().items():
            self._scopes.setdefault(part.measure.code, []).append(scope)

    def note_void(self, received: ReceivedEvent) -> None:
        """Note the entry that this event makes void, if it does so."""
        event = parse(received.type, received.data)
        if isinstance(event, corrections.TakenBack):
            self._void.add(event.entry_id)

    def add(self, received: ReceivedEvent) -> None:
        """Add one event."""
        event = parse(received.type, received.data)
        if isinstance(event, corrections.TakenBack):
            for measure, fact in self._facts(event.voided()):
                if measure.taken_back:
                    of = fact.of or event.entry_id
                    self._add_row(received, measure.code, fact._replace(of=of), -fact.delta, 0)
        valid = UUID(str(received.event_id)) not in self._void
        for measure, fact in self._facts(event):
            value = fact.delta if valid or not measure.taken_back else 0
            self._add_row(received, measure.code, fact, fact.delta, value)
            if value:
                leaf = (fact.region, measure.code, fact.day or ALWAYS, "/".join(fact.values))
                self._leaves[leaf] = self._leaves.get(leaf, 0) + value
                self._add_person(measure, fact, value)

    def cells(self) -> dict[Cell, int]:
        """What is expected of every region, by the periods that are kept for its level."""
        cells: dict[Cell, int] = {}
        for (region, measure, day, dims), value in self._leaves.items():
            month, year = day.replace(day=1), day.replace(month=1, day=1)
            parent = ""
            for above, digits in ((0, 2), (2, 4), (4, 6), (6, 9), (9, 12)):
                if not region[above:digits].strip("0"):
                    continue
                place = region[:digits].ljust(12, "0")
                keys = [(parent, place, measure, "month", month, dims)]
                if digits <= 9:
                    keys.append((parent, place, measure, "year", year, dims))
                if digits <= 6:
                    keys.append((parent, place, measure, "day", day, dims))
                for key in keys:
                    cells[key] = cells.get(key, 0) + value
                parent = place
        return {cell: value for cell, value in cells.items() if value}

    def person_months(self) -> dict[PersonMonth, int]:
        """How many facts there are of each person in each month, of each scope and street."""
        return {key: facts for key, facts in self._persons.items() if facts}

    def leave_for_later(self, month: Sequence[Any], facts: int) -> None:
        """Expect neither the month (a `PersonMonth`) nor the cells to have these facts yet."""
        scope, subject, first_day, region = month
        key = (scope, subject, first_day, region)
        self._persons[key] = self._persons.get(key, 0) - facts

    def person_cells(self) -> dict[PersonCell, int]:
        """How many persons were counted in a month, by the last month before that."""
        facts: dict[tuple[int, str, str, str, UUID], dict[date, int]] = {}
        for (scope, subject, month, region), number in self._persons.items():
            for above, digits in ((0, 2), (2, 4), (4, 6), (6, 9)):
                places = (region[:above].ljust(12, "0"), region[:digits].ljust(12, "0"))
                months = facts.setdefault((digits, scope, *places, subject), {})
                months[month] = months.get(month, 0) + number
        cells: dict[PersonCell, int] = {}
        for (digits, scope, parent, region, _), months in facts.items():
            previous = ALWAYS
            for month in sorted(month for month, number in months.items() if number > 0):
                key = (digits, scope, parent, region, month, previous)
                cells[key] = cells.get(key, 0) + 1
                previous = month
        return cells

    def _add_person(self, measure: Measure, fact: Fact, value: int) -> None:
        if fact.subject is None or fact.day is None:
            return
        for scope in self._scopes.get(measure.code, ()):
            if scopes()[scope].values("/".join(fact.values), {}) is not None:
                key = (scope, fact.subject, fact.day.replace(day=1), f"{fact.region[:9]}000")
                self._persons[key] = self._persons.get(key, 0) + value

    def _facts(self, event: Event) -> Iterator[tuple[Measure, Fact]]:
        """Every fact of an event, after its measure."""
        for measure in self._measures.values():
            if type(event) in measure.reads:
                for fact in measure.reads[type(event)](event):
                    yield measure, fact

    def _add_row(
        self, received: ReceivedEvent, measure: str, fact: Fact, delta: int, value: int
    ) -> None:
        key = (measure, fact.day or ALWAYS)
        before = self.days.get(key, DayTotal())
        self.days[key] = DayTotal(
            before.value + value, before.rows + 1, before.seal + _seal(received, fact, delta)
        )


def _seal(received: ReceivedEvent, fact: Fact, delta: int) -> int:
    """60 bits over everything that a row of facts says besides its measure and day."""
    columns = (
        fact.region,
        "/".join(fact.values),
        delta,
        fact.subject,
        fact.of or received.event_id,
        received.stream_id,
        received.version,
        (received.recorded_at - EPOCH) // MICROSECOND,
    )
    text = "|".join(str(column) for column in columns if column is not None)
    return int(md5(text.encode(), usedforsecurity=False).hexdigest()[:15], 16)
