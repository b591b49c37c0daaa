"""What became of an import: for machines as one JSON object, for people in sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from deploy.ledgers.reasons import Fault
from deploy.ledgers.rows import Place
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

if TYPE_CHECKING:
    from deploy.ledgers.replacing import Plan

SHOWN = 20  # rejected rows that are shown one by one


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken, and why: its faults in the order of the ledger's columns."""

    place: Place
    faults: tuple[Fault, ...]

    @property
    def fault(self) -> Fault:
        """The first fault, by which the row is counted."""
        return self.faults[0]


@dataclass(frozen=True)
class DoubtfulRow:
    """A row that was taken, and what may be wrong with it."""

    place: Place
    fault: Fault


@dataclass(frozen=True)
class CorrectedRow:
    """A row that corrected what was known of a person, in these columns."""

    place: Place
    columns: tuple[str, ...]


def sentence(faults: Sequence[Fault]) -> Text:
    """All faults of a row, one after the other."""
    return Text(
        zh="".join(f"{fault.column}（{fault.reason}）：{fault.text.zh}" for fault in faults),
        en=" ".join(f"{fault.column} ({fault.reason}): {fault.text.en}" for fault in faults),
    )


R = TypeVar("R", RejectedRow, CorrectedRow, DoubtfulRow)


@dataclass
class ImportOutcome:
    """Counts of rows by file, the rejected rows, and what a person should know besides.

    `accepted`, `corrected` and `duplicates` name every file that was read; in a dry run they are
    what would become of the rows. `doubts` are about rows that were taken. `rejected_to` is the
    folder of the rejected rows, if there are any; `import_id` is that of what was written. `plan`
    is what became of the imports that were replaced, if any were.
    """

    files: tuple[str, ...]
    dry_run: bool
    accepted: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    rejected: list[RejectedRow] = field(default_factory=list)
    corrections: list[CorrectedRow] = field(default_factory=list)
    doubts: list[DoubtfulRow] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    rejected_to: Path | None = None
    import_id: str | None = None
    plan: "Plan | None" = None

    def accept(self, place: Place, answer: CallAnswer) -> None:
        """Count a row that the service has taken, now or before."""
        if answer.is_new:
            self.accepted[place.file] += 1
        elif answer.corrected:
            self.corrected[place.file] += 1
        else:
            self.duplicates[place.file] += 1
        if answer.corrected:
            self.corrections.append(CorrectedRow(place, answer.corrected))
        self.doubts += [DoubtfulRow(place, fault) for fault in answer.warnings]

    def as_json(self) -> dict[str, Any]:
        """The object of `--json`: counts of rows by file, the rejected rows, and the warnings."""
        account: dict[str, Any] = {
            "accepted": {file: self.accepted[file] for file in self.files},
            "corrected": {file: self.corrected[file] for file in self.files},
            "duplicates": {file: self.duplicates[file] for file in self.files},
            "rejected": [
                {
                    "file": row.place.file,
                    "row": row.place.row,
                    "field": row.fault.column,
                    "reason": row.fault.reason,
                    "faults": [{"field": f.column, "reason": f.reason} for f in row.faults],
                }
                for row in self._in_order(self.rejected)
            ],
            "warnings": [
                {
                    "file": row.place.file,
                    "row": row.place.row,
                    "field": row.fault.column,
                    "reason": row.fault.reason,
                }
                for row in self._in_order(self.doubts)
            ],
        }
        return account | ({"replaced": self.plan.as_json()} if self.plan else {})

    def summary(self) -> Iterator[Text]:
        """What is for people: warnings, counts, the first rejected rows, and where all are."""
        yield from self.warnings
        rejected = Counter(row.place.file for row in self.rejected)
        zh, en = ("可导入", "would be accepted") if self.dry_run else ("已导入", "accepted")
        for file in self.files:
            yield Text(
                zh=f"{file}：{zh} {self.accepted[file]}，更正 {self.corrected[file]}，"
                f"重复 {self.duplicates[file]}，退回 {rejected[file]}",
                en=f"{file}: {self.accepted[file]} {en}, {self.corrected[file]} corrected, "
                f"{self.duplicates[file]} duplicates, {rejected[file]} rejected",
            )
        if self.plan is not None:
            yield from self.plan.summary(done=not self.dry_run)
        yield from self._corrections()
        yield from self._listed(
            [(row.place, sentence([row.fault])) for row in self._in_order(self.doubts)],
            Text(zh="请核对 ", en="please check: "),
            Text(zh="处需要核对", en="rows to check"),
        )
        yield from self._listed(
            [(row.place, sentence(row.faults)) for row in self._in_order(self.rejected)],
            Text(zh="", en=""),
            Text(zh="行退回", en="rows are rejected"),
        )
        if self.rejected_to is not None:
            yield Text(
                zh=f"退回的行在 {self.rejected_to}，改好后可直接导入该文件夹。",
                en=f"The rejected rows are in {self.rejected_to}; fix them and import that folder.",
            )

        if self.import_id is not None:
            yield Text(
                zh=f"本次导入的编号是 {self.import_id}；waystation imports 列出各次导入。",
                en=f"The id of this import is {self.import_id}; waystation imports lists them.",
            )

    def _corrections(self) -> Iterator[Text]:
        zh, en = ("将更正", "would correct") if self.dry_run else ("更正了", "corrected")
        corrected = [
            (
                row.place,
                Text(zh=f"{zh}{'、'.join(row.columns)}", en=f"{en} {', '.join(row.columns)}"),
            )
            for row in self._in_order(self.corrections)
        ]
        blank = Text(zh="", en="")
        return self._listed(corrected, blank, Text(zh="行更正", en="rows with corrections"))

    @staticmethod
    def _listed(rows: Sequence[tuple[Place, Text]], before: Text, what: Text) -> Iterator[Text]:
        """The first rows one by one, and how many there are besides."""
        for place, text in rows[:SHOWN]:
            yield Text(
                zh=f"{place.file} 第{place.row}行 {before.zh}{text.zh}",
                en=f"{place.file} row {place.row}, {before.en}{text.en}",
            )
        if len(rows) > SHOWN:
            more = len(rows) - SHOWN
            yield Text(
                zh=f"另有{more}{what.zh}；--json 列出全部。",
                en=f"{more} more {what.en}; --json lists them all.",
            )

    def _in_order(self, rows: Iterable[R]) -> list[R]:
        return sorted(rows, key=lambda row: (self.files.index(row.place.file), row.place.row))
