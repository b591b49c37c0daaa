"""The journals folded up to where the model has counted them, event by event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.reporting.proving.expected import Expected
from shared.journal.feed_reader import read_line


@dataclass(slots=True)
class Gate:
    """Up to which version a stream was counted, and by which event, if that is known."""

    version: int
    event_id: UUID | None
    found: bool = False  # in the journal


NO_GATE = Gate(0, None)


class GatedFold:
    """The expected model, and which events belong into it."""

    def __init__(
        self,
        gates: dict[str, Gate],
        parked: set[str],
        outdated: frozenset[str],
        overdue: datetime,
    ) -> None:
        self.expected = Expected(without=outdated)
        self.outdated = outdated
        self.read = self.counted = self.pending = self.overdue = self.parked = 0
        self.cells = self.persons = 0
        self.gates, self._parked, self._overdue = gates, parked, overdue
        self.in_model = sum(gate.version for gate in gates.values())

    def note_void(self, line: str) -> None:
        """First pass: which entries are void."""
        if "Voided" in line or "TakenBack" in line:
            event = read_line(line)
            if event.version <= self.gates.get(event.stream_id, NO_GATE).version:
                self.expected.note_void(event)

    def add(self, line: str) -> None:
        """Second pass: everything that the model has counted by its gates."""
        event = read_line(line)
        gate = self.gates.get(event.stream_id, NO_GATE)
        self.read += 1
        if event.version <= gate.version:
            self.counted += 1
            if event.version == gate.version:
                gate.found = gate.event_id is None or str(gate.event_id) == event.event_id
            self.expected.add(event)
        elif event.stream_id in self._parked:
            self.parked += 1
        else:
            self.pending += 1
            self.overdue += event.recorded_at < self._overdue
