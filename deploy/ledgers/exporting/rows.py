"""What the API answers → rows of ledgers, and what no ledger takes. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from deploy.ledgers.ages import band_follows
from deploy.ledgers.cells import as_text
from deploy.ledgers.exporting.entries import (
    NOTHING_KNOWN,
    Item,
    Known,
    Said,
    name_of,
    said_by,
)
from deploy.ledgers.kinds import (
    LEDGERS,
    articles,
    campaigns,
    clients,
    duty,
    gatherings,
    informants,
    other_publicity,
    place_uses,
    places,
    plans,
    sessions,
    surveys,
    workstations,
)
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.ledger import Column, Ledger
from deploy.ledgers.values import Unreadable
from shared import strict

Row: TypeAlias = list[str]

CLIENTS, STATIONS = clients.LEDGER, workstations.LEDGER
ACTIVITIES = (sessions.LEDGER, gatherings.LEDGER, duty.LEDGER, other_publicity.LEDGER)
PLANS = plans.LEDGER
ARTICLES = articles.LEDGER
CAMPAIGNS = campaigns.LEDGER
PLACES, USES = places.LEDGER, place_uses.LEDGER
INFORMANTS, SURVEYS = informants.LEDGER, surveys.LEDGER
_OPENING, _KIND_CHANGED = "cases.CaseOpened", "cases.KindChanged"
_CORRECTED = "cases.PersonFactsCorrected"
_STEPS = {"cases.ReportedIn": "reported_in_on", "cases.AgreementSigned": "agreement_signed_on"}
# Behind one of these a step of the programme is no first one, which a file is opened with.
_CHANGES = frozenset(
    {
        _KIND_CHANGED,
        "cases.ProgrammeSuspended",
        "cases.ProgrammeResumed",
        "cases.CaseEnded",
        "cases.CaseReopened",
    }
)
_PERSON = ("sex", "age_band", "substance")
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
    export: Mapping[str, Any],
    station: str | None,
    left_out: LeftOut,
    ledgers: Sequence[Ledger] = LEDGERS,
    known: Known = NOTHING_KNOWN,
) -> Iterator[tuple[Ledger, Row]]:
    """The rows of one file: its person's, and one for each entry that a ledger takes.

    `ledgers` are those of the place, with its words.
    A person who has no ID number has no row, and so has no entry of the file.
    """
    file, person, items = export["file"], export["person"], export["items"]
    if person["id_number"] is None:
        left_out.persons += 1
        return
    number = number_of(export)
    left_out.unnumbered += file["reference"] is None
    first = _first_steps(items)
    said = {**person, **_opening(export), **{_STEPS[its]: day for its, day in first.values()}}
    said |= {"reference": number, "workstation_id": station}
    yield CLIENTS, row_of(CLIENTS, said, left_out)
    corrections = [item for item in items if name_of(item) == _CORRECTED]
    corrections.sort(key=lambda item: strict.moment(item["recorded_at"]))  # the last one holds
    wanted = [*_correcting(items, corrections, person["sex"])]
    if not corrections and _opened_with_other_sex(items, person["sex"]):
        left_out.facts[f"{_OPENING}.person.sex"] += 1
    apart = {*first, *(item["entry_id"] for item in corrections)}
    others = [item for item in items if item["entry_id"] not in apart]
    for entry in said_by([*others, *wanted], export["today"]["kind"], known):
        if isinstance(entry, Said) and not entry.lacks:
            left_out.facts.update(entry.lost)
            its = ledgers[LEDGERS.index(entry.ledger)]
            yield its, row_of(its, {**entry.values, CLIENT.field: number}, left_out)
            continue
        for name in entry.events if isinstance(entry, Said) else [name_of(entry)]:
            if name not in _OF_THE_FILE:
                left_out.entries[name] += 1


def number_of(export: Mapping[str, Any]) -> str:
    """The number of one's own that stands for a file; without one, what it is known by here."""
    file = export["file"]
    return str(file["reference"] or file["case_id"].upper())


def _first_steps(items: Sequence[Item]) -> dict[str, tuple[str, str]]:
    """The steps that a file is opened with, by their ids: the kind and the day of each."""
    first: dict[str, tuple[str, str]] = {}
    for item in items:
        name = name_of(item)
        if name in _CHANGES:
            break
        if name in _STEPS:
            first[item["entry_id"]] = (name, item["facts"]["occurred_on"])
    return first


def _opening(export: Mapping[str, Any]) -> dict[str, Any]:
    """The kind as it was opened, the decision, and the person in codes."""
    file, items = export["file"], export["items"]
    changes = (its["facts"]["from_kind"] for its in items if name_of(its) == _KIND_CHANGED)
    said: dict[str, Any] = {
        "kind": next(changes, export["today"]["kind"]),
        "region": file["region"],
        "decided_on": file["decided_on"],
    }
    for item in items:
        if name_of(item) == _OPENING:
            said |= _of_the_person(export, item)
    return said


def _of_the_person(export: Mapping[str, Any], opening: Item) -> dict[str, Any]:
    """What the opening says of the person in codes, but an age band that the service finds.

    Without a day of decision it would find that of another day.
    """
    person = opening["facts"].get("person") or {}
    band = person.get("age_band")
    follows = band_follows(band, export["person"]["id_number"], export["file"]["decided_on"])
    return {"age_band": None if follows else band, "substance": person.get("substance")}


def _correcting(
    items: Sequence[Item], corrections: Sequence[Item], sex: str | None
) -> Iterator[Item]:
    """The corrections that change something where a file is opened with the sex as it is kept now.

    That of the person may have been corrected, and then the file's; the second changes nothing.
    """
    person = _opened_with(items)
    person = {**person, "sex": sex or person.get("sex")}
    for item in corrections:
        corrected = item["facts"]["person"]
        if any(corrected.get(each) != person.get(each) for each in _PERSON):
            yield item
        person = corrected


def _opened_with(items: Sequence[Item]) -> Mapping[str, Any]:
    """The person in codes, as the file was opened."""
    for item in items:
        if name_of(item) == _OPENING:
            return item["facts"].get("person") or {}
    return {}


def _opened_with_other_sex(items: Sequence[Item], sex: str | None) -> bool:
    """Whether the file says another sex than is kept of the person, which the import would say."""
    return sex is not None and _opened_with(items).get("sex") not in (None, sex)


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
