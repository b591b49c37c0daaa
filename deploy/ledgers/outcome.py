"""What became of an import: for machines as one JSON object, for people in sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.ledgers.reasons import Fault
from deploy.ledgers.rows import Place
from shared.text import Text

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


def sentence(faults: Sequence[Fault]) -> Text:
    """All faults of a row, one after the other."""
    return Text(
        zh="".join(f"{fault.column}（{fault.reason}）：{fault.text.zh}" for fault in faults),
        en=" ".join(f"{fault.column} ({fault.reason}): {fault.text.en}" for fault in faults),
    )


@dataclass
class ImportOutcome:
    """Counts of rows by file, the rejected rows, and what a person should know besides.

    `accepted` and `duplicates` name every file that was read; in a dry run, `accepted` are the
    rows that would be sent. `rejected_to` is the folder of the rejected rows, if there are any.
    """

    files: tuple[str, ...]
    dry_run: bool
    accepted: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    rejected: list[RejectedRow] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    rejected_to: Path | None = None

    def accept(self, place: Place, *, is_new: bool) -> None:
        """Count a row that the service has taken, now or before."""
        (self.accepted if is_new else self.duplicates)[place.file] += 1

    def as_json(self) -> dict[str, Any]:
        """The object of `--json`: accepted, duplicates by file, and the rejected rows."""
        return {
            "accepted": {file: self.accepted[file] for file in self.files},
            "duplicates": {file: self.duplicates[file] for file in self.files},
            "rejected": [
                {
                    "file": row.place.file,
                    "row": row.place.row,
                    "field": row.fault.column,
                    "reason": row.fault.reason,
                    "faults": [{"field": f.column, "reason": f.reason} for f in row.faults],
                }
                for row in self._in_order()
            ],
        }

    def summary(self) -> Iterator[Text]:
        """What is for people: warnings, counts, the first rejected rows, and where all are."""
        yield from self.warnings
        rejected = Counter(row.place.file for row in self.rejected)
        zh, en = ("可导入", "would be accepted") if self.dry_run else ("已导入", "accepted")
        for file in self.files:
            yield Text(
                zh=f"{file}：{zh} {self.accepted[file]}，重复 {self.duplicates[file]}，"
                f"退回 {rejected[file]}",
                en=f"{file}: {self.accepted[file]} {en}, {self.duplicates[file]} duplicates, "
                f"{rejected[file]} rejected",
            )
        for row in self._in_order()[:SHOWN]:
            place = row.place
            why = sentence(row.faults)
            yield Text(
                zh=f"{place.file} 第{place.row}行 {why.zh}",
                en=f"{place.file} row {place.row}, {why.en}",
            )
        if len(self.rejected) > SHOWN:
            more = len(self.rejected) - SHOWN
            yield Text(
                zh=f"另有{more}行退回；--json 列出全部。",
                en=f"{more} more rows are rejected; --json lists them all.",
            )
        if self.rejected_to is not None:
            yield Text(
                zh=f"退回的行在 {self.rejected_to}，改好后可直接导入该文件夹。",
                en=f"The rejected rows are in {self.rejected_to}; fix them and import that folder.",
            )

    def _in_order(self) -> list[RejectedRow]:
        return sorted(
            self.rejected, key=lambda row: (self.files.index(row.place.file), row.place.row)
        )
