"""What the API answers → rows of ledgers, and what no ledger takes. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from deploy.ledgers.ages import band_follows, china_day
from deploy.ledgers.cells import as_text
from deploy.ledgers.exporting.entries import Item, Said, name_of, said_by
from deploy.ledgers.kinds import LEDGERS, articles, clients, sessions, workstations
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.ledger import Column, Ledger
from deploy.ledgers.values import Unreadable

Row: TypeAlias = list[str]

CLIENTS, STATIONS = clients.LEDGER, workstations.LEDGER
SESSIONS, ARTICLES = sessions.LEDGER, articles.LEDGER
_OPENING, _KIND_CHANGED = "cases.CaseOpened", "cases.KindChanged"
_STEPS = {"cases.ReportedIn": "reported_in_on", "cases.AgreementSigned": "agreement_signed_on"}
# They make no row: what they say stands in the row of the person, or is of this installation alone.
_OF_THE_FILE = frozenset({_OPENING, "cases.OpeningRequested", "cases.CaseReassigned"})


@dataclass
class LeftOut:
    """What the ledgers cannot hold: entries by their kind, facts by their field, cells, persons."""

    entries: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    persons: int = 0
    unnumbered: int = 0
    gone: int = 0


def row_of(ledger: Ledger, said: Mapping[str, Any], left_out: LeftOut) -> Row:
    """A row in the ledger's columns; what could not be read back as it is, is counted."""
    cells: Row = []
    for column in ledger.columns:
        value = column.of(said)
        cell = "" if value in (None, "", (), []) else column.shown(value)
        if cell and not _reads_back(column, cell, value):
            left_out.cells[column.name] += 1
        cells.append(cell)
    return cells


def _reads_back(column: Column, cell: str, value: Any) -> bool:
    """Whether the import reads from a cell what the API said."""
    try:
        read = column.read(as_text(cell))
    except Unreadable:
        return False
    if isinstance(value, list | tuple):
        return sorted(read) == sorted(value)
    return bool(column.fold(read) == column.fold(value))


def rows_of_case(
    export: Mapping[str, Any], station: str | None, left_out: LeftOut
) -> Iterator[tuple[Ledger, Row]]:
    """The rows of one file: its person's, and one for each entry that a ledger takes.

    A person who has no ID number has no row, and so has no entry of the file.
    """
    file, person, items = export["file"], export["person"], export["items"]
    if person["id_number"] is None:
        left_out.persons += 1
        return
    # A number of one's own stands for the file; without one, what the file is known by here.
    number = file["reference"] or str(file["case_id"]).upper()
    left_out.unnumbered += file["reference"] is None
    said = {**person, **_opening(export, left_out), "reference": number, "workstation_id": station}
    yield CLIENTS, row_of(CLIENTS, said, left_out)
    for entry in said_by(items, export["today"]["kind"]):
        if isinstance(entry, Said) and not entry.lacks:
            left_out.facts.update(entry.lost)
            yield (
                entry.ledger,
                row_of(entry.ledger, {**entry.values, CLIENT.field: number}, left_out),
            )
            continue
        for name in entry.events if isinstance(entry, Said) else [name_of(entry)]:
            if name not in _OF_THE_FILE and name not in _STEPS:
                left_out.entries[name] += 1


def _opening(export: Mapping[str, Any], left_out: LeftOut) -> dict[str, Any]:
    """The kind as it was opened, the decision, and the first steps, as the person's row has them.

    What came after the case became one of another kind is left out.
    """
    file, items = export["file"], export["items"]
    said: dict[str, Any] = {
        "kind": export["today"]["kind"],
        "region": file["region"],
        "decided_on": file["decided_on"],
    }
    changed = False
    for item in items:
        name = name_of(item)
        if name == _OPENING:
            said |= _of_the_person(export, item)
        elif name == _KIND_CHANGED and not changed:
            said["kind"], changed = item["facts"]["from_kind"], True
        elif name in _STEPS:
            if changed or _STEPS[name] in said:
                left_out.entries[name] += 1
            else:
                said[_STEPS[name]] = item["facts"]["occurred_on"]
    return said


def _of_the_person(export: Mapping[str, Any], opening: Item) -> dict[str, Any]:
    """What the opening says of the person in codes, but an age band that the service finds."""
    person = opening["facts"].get("person") or {}
    day = export["file"]["decided_on"] or china_day(opening["recorded_at"])
    band = person.get("age_band")
    follows = band_follows(band, export["person"]["id_number"], day)
    return {"age_band": None if follows else band, "substance": person.get("substance")}


class Rows:
    """The rows of all ledgers, as they come together."""

    def __init__(self) -> None:
        self.left_out = LeftOut()
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, ledger: Ledger, row: Row) -> None:
        """Add a row of a ledger."""
        self._rows[ledger.name].append(row)

    def of(self, ledger: Ledger) -> Sequence[Row]:
        """The rows of a ledger."""
        return self._rows[ledger.name]

    def counts(self) -> dict[str, int]:
        """How many rows each ledger has, in the order of the import."""
        return {ledger.name: len(self.of(ledger)) for ledger in LEDGERS if self.of(ledger)}
