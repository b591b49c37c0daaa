"""Rows that are very like another one: they may be its correction, and would count beside it.

Two rows of one ledger are alike if they are about the same person, or for sessions and articles the
same region, and differ in one column only. Compared are rows that are new with each other, and with
what earlier imports wrote and no row of this folder says any more.

- A different day makes two rows alike only where they have the same text (内容, 主题, 标题): two
  negative tests on two days are two tests. In one folder days are not compared at all.
- Texts in the vault cannot be read. A row whose text is another one is like an entry that agrees
  in everything else; whether the text is the same is asked for by the row's key.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy.ledgers.imports import ImportedEntry, list_imports, read_import
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues
from deploy.ledgers.outcome import DoubtfulRow
from deploy.ledgers.reasons import Fault
from deploy.ledgers.rows import Line
from deploy.ledgers.sending import Api
from shared import strict
from shared.text import Text

DAY = "occurred_on"
NEAR = timedelta(days=31)  # between days of which one may be the other's correction
READ = 20_000  # entries of earlier imports, the newest imports first
ASKED = 500  # keys that are asked for


@dataclass(frozen=True)
class NewRow:
    """A row that was taken, and the id of the case that it is about, if it is about one."""

    line: Line
    case_id: str | None

    @property
    def subject(self) -> str:
        """What only rows about the same are compared by: the case, or else the region."""
        return self.case_id or str(self.line.record[REGION])


async def alike(
    api: Api, ledger: Ledger, rows: Sequence[NewRow], known: set[str], *, with_earlier: bool
) -> list[DoubtfulRow]:
    """Warnings about new rows of a ledger; `known` are the entries that the folder still says.

    Earlier imports are looked at if so wished: `with_earlier`. Raises `CannotReach`.
    """
    if not rows or ledger.void_path is None:
        return []
    doubts = [*_in_folder(ledger, rows)]
    if not with_earlier:
        return doubts
    earlier = await _earlier(api, ledger, {row.subject for row in rows}, known)
    asked = 0
    for row in rows:
        for entry in earlier.like(row):
            column = _difference(ledger, row.line, entry)
            if column is None:
                continue
            if row.case_id is not None and not column.private and _texts(ledger, row.line):
                asked += 1
                if asked > ASKED or not await _is_same_text(api, ledger, row, entry, column):
                    continue
            doubts.append(_doubt(row.line, column, ledger, entry))
            break
    return doubts


def _in_folder(ledger: Ledger, rows: Sequence[NewRow]) -> Iterator[DoubtfulRow]:
    """Rows of the folder that differ in one column, which is not the day."""
    said = [tuple(c.fold(row.line.record[c.field]) for c in ledger.columns) for row in rows]
    for number, column in enumerate(ledger.columns):
        if column.tells_apart or column.field in (DAY, REGION, CLIENT.field):
            continue
        first: dict[tuple[object, ...], NewRow] = {}
        for row, values in zip(rows, said, strict=True):
            like = first.setdefault(values[:number] + values[number + 1 :], row)
            if like is not row:
                place = like.line.place
                yield DoubtfulRow(
                    row.line.place,
                    Fault(
                        column.name,
                        "like_another_row",
                        Text(
                            zh=f"与 {place.file} 第{place.row}行只差这一栏；同一件事请只留一行。",
                            en=f"it differs from {place.file} row {place.row} in this column only; "
                            "keep one row for one thing.",
                        ),
                    ),
                )


class _Entries:
    """Entries of a ledger, found by what they have in common with a row.

    A region may have as many entries as a folder has rows: they are not compared one by one.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._columns = _compared(ledger)
        self._ledger = ledger
        self._entries: list[ImportedEntry] = []
        self._places: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)

    def add(self, subject: str, entry: ImportedEntry) -> None:
        """Add an entry that is about a case or a region."""
        for rest in self._rests(subject, [_told(column, entry) for column in self._columns]):
            self._places[rest].append(len(self._entries))
        self._entries.append(entry)

    def like(self, row: NewRow) -> Iterator[ImportedEntry]:
        """Those about the same that differ from a row in one column at most, as they were added."""
        record = row.line.record
        places: set[int] = set()
        for rest in self._rests(row.subject, [_said(c, record) for c in self._columns]):
            if rest[0] != DAY or _texts(self._ledger, row.line):
                places.update(self._places.get(rest, ()))
        return map(self._entries.__getitem__, sorted(places))

    def _rests(self, subject: str, values: Sequence[object]) -> Iterator[tuple[object, ...]]:
        """For each column its field, the subject, and the values of the others."""
        for number, column in enumerate(self._columns):
            yield (column.field, subject, *values[:number], *values[number + 1 :])


def _compared(ledger: Ledger) -> list[Column]:
    return [c for c in ledger.columns if c.field != CLIENT.field and not c.private]


async def _earlier(api: Api, ledger: Ledger, subjects: set[str], known: set[str]) -> _Entries:
    """What earlier imports wrote of these cases or regions, still counts, and is not `known`."""
    found = _Entries(ledger)
    own = next(iter(ledger.entries))
    service = own.partition(".")[0]
    read = 0
    for each in await list_imports(api, (service,)):
        if read >= READ:
            break
        if each.import_id == api.import_id or own not in each.events:
            continue
        async for entry in read_import(api, each.import_id, (service,)):
            read += 1
            subject = entry.subject if entry.subject in subjects else str(entry.facts.get(REGION))
            if (
                entry.kind == own
                and ledger.wrote(entry.facts)
                and subject in subjects
                and not entry.is_void
                and entry.entry_id not in known
            ):
                found.add(subject, entry)
    return found


def _difference(ledger: Ledger, line: Line, entry: ImportedEntry) -> Column | None:
    """The one column in which a row differs from an entry, if it is one; of texts the first."""
    differing = [c for c in _compared(ledger) if _said(c, line.record) != _told(c, entry)]
    if not differing:
        return next((c for c in ledger.columns if c.private), None)
    if len(differing) > 1:
        return None
    column = differing[0]
    if column.tells_apart:
        return None
    if column.field == DAY:
        days = strict.day(line.record[DAY]), strict.day(entry.facts[DAY])
        if not _texts(ledger, line) or not _are_near(*days):
            return None
    return column


def _are_near(one: date, other: date) -> bool:
    """Whether one day may be the other mistyped: within a month, or in another year.

    >>> [_are_near(date(2011, 5, 1), date(*day)) for day in ((2011, 5, 11), (2012, 5, 1))]
    [True, True]
    >>> _are_near(date(2011, 5, 1), date(2011, 7, 1))
    False
    """
    return abs(one - other) <= NEAR or (one.month, one.day) == (other.month, other.day)


def _texts(ledger: Ledger, line: Line) -> list[Any]:
    """What a row says in words of its own, beside who wrote it."""
    return [line.record[name] for name in ("note", "topic", "title") if line.record.get(name)]


def _value(value: Any) -> Any:
    """A value as two rows are compared by it; nothing is nothing, however it is written."""
    return tuple(sorted(value)) or None if isinstance(value, list | tuple) else value or None


def _said(column: Column, record: RowValues) -> Any:
    """What a row says in a column; what is usual it may say or leave out."""
    return _value(column.of(record))


def _told(column: Column, entry: ImportedEntry) -> Any:
    return _value(column.of(entry.facts))


async def _is_same_text(
    api: Api, ledger: Ledger, row: NewRow, entry: ImportedEntry, column: Column
) -> bool:
    """Whether the entry has the row's texts: then the row, with its value, has the entry's key."""
    record = {**row.line.record, column.field: column.of(entry.facts)}
    columns = tuple(c for c in ledger.columns if c.field != CLIENT.field)
    name = ledger.path.rpartition("/")[2]
    key = call(f"/v1/cases/{row.case_id}/{name}", columns, record).key
    found = await api.get("/cases/v1/answers", [("key", key)]) or {}
    answers: Iterable[Any] = found.get("answers", ())
    return any(answer["body"].get("entry_id") == entry.entry_id for answer in answers)


def _doubt(line: Line, column: Column, ledger: Ledger, entry: ImportedEntry) -> DoubtfulRow:
    words = ledger.describe(entry.facts)
    return DoubtfulRow(
        line.place,
        Fault(
            column.name,
            "like_an_imported_row",
            Text(
                zh=f"与以前导入的“{words}”（{entry.entry_id}）只差这一栏，两条都会计入；"
                "如是更正，请作废旧的一条，或用 --replacing 导入。",
                en=f"it differs from “{words}” of an earlier import ({entry.entry_id}) in this "
                "column only, and both count; if it is a correction, make the old one void, or "
                "import with --replacing.",
            ),
        ),
    )
