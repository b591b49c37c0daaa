"""Tables → rows to be sent, duplicates, and rejected rows; pure, nothing is asked or sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from deploy.ledgers.folder import Ledger
from deploy.ledgers.reading import Row
from deploy.ledgers.reasons import Fault, Reason, fault
from deploy.ledgers.records import Client
from deploy.ledgers.rows import Cells, Known
from deploy.ledgers.sentences import Sentence
from deploy.ledgers.shapes import Shape

R = TypeVar("R")
Reader = Callable[[Cells], R]


@dataclass(frozen=True)
class Place:
    """Where a row stands: its file, and its number there as a spreadsheet shows it."""

    file: str
    row: int


@dataclass(frozen=True)
class Line(Generic[R]):
    """A row that can be sent, and what it says."""

    place: Place
    record: R


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be taken: which column is at fault, the code, and a sentence."""

    place: Place
    field: str
    reason: str
    sentence: Sentence

    @classmethod
    def of(cls, place: Place, fault: Fault) -> "Rejected":
        """The row at `place`, rejected for a fault."""
        return cls(place, fault.column, fault.reason, fault.sentence)


@dataclass
class Checked(Generic[R]):
    """What became of the rows of some ledgers; each row is in one of the three lists."""

    lines: list[Line[R]] = field(default_factory=list)
    duplicates: list[Place] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def check(
    ledgers: Iterable[Ledger], readers: Mapping[Shape, Reader[R]], known: Known
) -> Checked[R]:
    """Read every row of the ledgers that have a reader; equal records are sent once."""
    checked: Checked[R] = Checked()
    seen: set[R] = set()
    for ledger in ledgers:
        reader = readers.get(ledger.shape)
        if reader is None:
            continue
        for row in ledger.table.rows:
            place = Place(ledger.file, row.number)
            try:
                record = _read(ledger, row, reader, known)
            except Fault as found:
                checked.rejected.append(Rejected.of(place, found))
                continue
            if record in seen:
                checked.duplicates.append(place)
            else:
                seen.add(record)
                checked.lines.append(Line(place, record))
    return checked


def _read(ledger: Ledger, row: Row, reader: Reader[R], known: Known) -> R:
    if ledger.table.has_more_cells_than_columns(row):
        raise fault(ledger.shape.columns[-1], Reason.EXTRA_VALUES)
    return reader(Cells(ledger.values(row), known))


def one_file_each(checked: Checked[Client]) -> Checked[Client]:
    """Reject the clients whose number or whose ID number an earlier row has taken otherwise."""
    kept: Checked[Client] = Checked([], checked.duplicates, list(checked.rejected))
    references: set[str] = set()
    persons: set[str] = set()
    for line in checked.lines:
        if line.record.reference in references:
            found = fault("编号", Reason.REFERENCE_TAKEN)
        elif line.record.id_number in persons:
            found = fault("身份证号", Reason.CLIENT_HAS_OPEN_CASE)
        else:
            references.add(line.record.reference)
            persons.add(line.record.id_number)
            kept.lines.append(line)
            continue
        kept.rejected.append(Rejected.of(line.place, found))
    return kept
