"""The rejected rows as ledgers of the same shape with one column more, to be fixed."""

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.folder import LedgerFile
from deploy.ledgers.ledger import REASON_COLUMN
from deploy.ledgers.outcome import RejectedRow
from deploy.ledgers.rows import Place
from shared.spreadsheets import defused


def check_free(folder: Path) -> None:
    """Raise `CannotRead` unless the folder for rejected rows is yet to be made, or empty."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise CannotRead(
            zh=f"{folder} 不是空文件夹；请为退回的行另选一个文件夹。",
            en=f"{folder} is not an empty folder; name another one for the rejected rows.",
        )


def write_rejected(
    rejected: Iterable[RejectedRow], files: Iterable[LedgerFile], folder: Path, into: Path | None
) -> Path | None:
    """Write the rejected rows of a folder and say where; None if there are none.

    They go `into` a folder, or into a new one beside theirs; nothing is overwritten. Cells
    stand as they stood, but for those that a spreadsheet would run as formulas. UTF-8 with a
    mark, as spreadsheets want it; only the user may read the files, for they hold personal data.
    Raises OSError.
    """
    by_place = {row.place: row for row in rejected}
    if not by_place:
        return None
    if into is None:
        into = _new_folder_beside(folder)
    else:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in files:
        if any(place.file == file.file for place in by_place):
            _write(into / file.as_csv, file, by_place)
    return into


def _new_folder_beside(folder: Path) -> Path:
    folder, number = folder.resolve(), 1
    while (new := folder.with_name(f"{folder.name}-rejected-{number}")).exists():
        number += 1
    new.mkdir(mode=0o700)
    return new


def _write(path: Path, source: LedgerFile, rejected: Mapping[Place, RejectedRow]) -> None:
    table = source.table
    kept = [place for place, name in enumerate(table.columns) if name != REASON_COLUMN]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(defused(table.written[place]) for place in kept), REASON_COLUMN])
        for row in table.rows:
            rejection = rejected.get(Place(source.file, row.number))
            if rejection is not None:
                cells = [row.cells[place] if place < len(row.cells) else "" for place in kept]
                beyond = row.cells[len(table.columns) :]
                why = " ".join(
                    f"{fault.column}: {fault.reason} {fault.text.zh} {fault.text.en}"
                    for fault in rejection.faults
                )
                writer.writerow([*map(defused, cells), why, *map(defused, beyond)])
