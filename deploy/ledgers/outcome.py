"""What became of an import: for machines as one JSON object, for people in sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.ledgers.checking import Place, Rejected
from deploy.ledgers.sentences import Sentence

TOLD = 20  # rejected rows that are told one by one


@dataclass
class Outcome:
    """Counts of rows by file, the rejected rows, and what a person should know besides.

    `accepted` and `duplicates` name every file that was read; in a dry run, `accepted` are the
    rows that would be sent. `rejected_to` is the folder of the rejected rows, if there are any.
    """

    files: tuple[str, ...]
    dry_run: bool
    accepted: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Sentence] = field(default_factory=list)
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
                    "field": row.field,
                    "reason": row.reason,
                }
                for row in self._in_order()
            ],
        }

    def summary(self) -> Iterator[Sentence]:
        """What is for people: warnings, counts, the first rejected rows, and where all are."""
        yield from self.warnings
        rejected = Counter(row.place.file for row in self.rejected)
        zh, en = ("可导入", "would be accepted") if self.dry_run else ("已导入", "accepted")
        for file in self.files:
            yield Sentence(
                f"{file}：{zh} {self.accepted[file]}，重复 {self.duplicates[file]}，"
                f"退回 {rejected[file]}",
                f"{file}: {self.accepted[file]} {en}, {self.duplicates[file]} duplicates, "
                f"{rejected[file]} rejected",
            )
        for row in self._in_order()[:TOLD]:
            yield Sentence(
                f"{row.place.file} 第{row.place.row}行 {row.field}（{row.reason}）："
                f"{row.sentence.zh}",
                f"{row.place.file} row {row.place.row}, {row.field} ({row.reason}): "
                f"{row.sentence.en}",
            )
        if len(self.rejected) > TOLD:
            more = len(self.rejected) - TOLD
            yield Sentence(
                f"另有{more}行退回；--json 列出全部。",
                f"{more} more rows are rejected; --json lists them all.",
            )
        if self.rejected_to is not None:
            yield Sentence(
                f"退回的行在 {self.rejected_to}，改好后可直接导入该文件夹。",
                f"The rejected rows are in {self.rejected_to}; mend them and import that folder.",
            )

    def _in_order(self) -> list[Rejected]:
        return sorted(
            self.rejected, key=lambda row: (self.files.index(row.place.file), row.place.row)
        )


def counted(places: Iterable[Place]) -> Counter[str]:
    """How many rows of each file."""
    return Counter(place.file for place in places)
