"""Ledgers → rows as they were read: what each says, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from deploy.ledgers.folder import LedgerFile
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.lines import TableRow
from deploy.ledgers.reading import broken
from deploy.ledgers.reasons import Fault, Reason
from deploy.ledgers.values import Unreadable

LONGEST_CELL = 32_767  # characters, as in a spreadsheet


@dataclass(frozen=True)
class Place:
    """Where a row stands: its file, and its number there as a spreadsheet shows it."""

    file: str
    row: int


@dataclass
class Line:
    """A row: what it says, the faults that are known so far, and the rows that say the same.

    `record` has None for a cell that cannot be read. It is empty for a row that has slipped.
    """

    place: Place
    record: RowValues
    faults: list[Fault] = field(default_factory=list)
    copies: list[Place] = field(default_factory=list)


def read_rows(ledger: Ledger, files: Iterable[LedgerFile]) -> list[Line]:
    """Read the files of one kind; of rows that say the same there is one line.

    Two rows that can be read say the same when their values are equal, whatever their spelling.
    """
    lines: list[Line] = []
    read: dict[tuple[object, ...], Line] = {}
    for file in files:
        for row in file.table.rows:
            line = _read(ledger, file, row)
            first = line if line.faults else read.setdefault(_said(ledger, line), line)
            if first is line:
                lines.append(line)
            else:
                first.copies.append(line.place)
    return lines


def _said(ledger: Ledger, line: Line) -> tuple[object, ...]:
    return tuple(column.fold(line.record[column.field]) for column in ledger.columns)


def _read(ledger: Ledger, file: LedgerFile, row: TableRow) -> Line:
    place = Place(file.file, row.number)
    if row.open_quote is not None:
        return Line(place, {}, [_at(ledger, file, row.open_quote).fault(Reason.OPEN_QUOTE)])
    if file.table.has_more_cells_than_columns(row):
        return Line(place, {}, [ledger.columns[-1].fault(Reason.EXTRA_VALUES)])
    record: dict[str, object] = {}
    faults: list[Fault] = []
    for column in ledger.columns:
        try:
            record[column.field] = _value(column, file.table.cell(row, column.name))
        except Unreadable as unreadable:
            record[column.field] = None
            faults.append(column.fault(unreadable.reason))
    ledger.complete(record)
    return Line(place, record, faults)


def ambiguous(ledger: Ledger, lines: Iterable[Line]) -> set[str]:
    """The names that rows give to different persons, be the rows right or wrong."""
    if ledger.persons is None:
        return set()
    name, identity = ledger.persons
    persons: defaultdict[str, set[object]] = defaultdict(set)
    for line in lines:
        if line.record.get(name) is not None:
            persons[line.record[name]].add(line.record[identity])
    return {named for named, meant in persons.items() if len(meant) > 1}


def _value(column: Column, cell: str) -> object:
    """The value of a cell; raises `Unreadable`."""
    if broken(cell):
        raise Unreadable(Reason.BROKEN_CHARACTER)
    if len(cell) > LONGEST_CELL:
        raise Unreadable(Reason.TOO_LONG)
    return column.read(cell)


def _at(ledger: Ledger, file: LedgerFile, place: int) -> Column:
    """The column of a ledger that stands at a place of a file; another one if none does."""
    name = file.table.columns[place] if place < len(file.table.columns) else ""
    return next((column for column in ledger.columns if column.name == name), ledger.columns[-1])


def refuse_others(ledger: Ledger, lines: Iterable[Line]) -> None:
    """Give a fault to each row that shares a unique value with one before it."""
    taken: set[tuple[str, object]] = set()
    for line in lines:
        own = {(name, line.record[name]): reason for name, reason in ledger.unique.items()}
        for (name, value), reason in own.items():
            if (name, value) in taken:
                line.faults.append(ledger.column_of(name).fault(reason))
                break
        else:
            taken |= own.keys()
