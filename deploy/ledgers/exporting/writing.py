"""The folder of exported ledgers: whole or not at all, and for its owner's eyes alone."""

import csv
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.exporting.rows import Rows
from deploy.ledgers.kinds import LEDGERS
from shared.spreadsheets import defused


def check_target(folder: Path, *, force: bool) -> None:
    """See that a folder can be written; raises `CannotRead` for one that holds something.

    With `force`, the ledgers of an earlier export are replaced, and nothing else is touched.
    """
    if folder.exists() and not folder.is_dir():
        raise CannotRead(
            zh=f"{folder} 不是文件夹；请另选一个。",
            en=f"{folder} is not a folder; name another one.",
        )
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise CannotRead(
            zh=f"{folder} 不是空文件夹；请另选一个，或加 --force 覆盖其中的台账。",
            en=f"{folder} is not empty; name another one, or replace the ledgers in it with"
            " --force.",
        )


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A new folder beside another one, gone at the end: what is half written is nowhere."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def write(folder: Path, rows: Rows) -> None:
    """Write the ledgers that have rows, and take away those of an earlier export that have none.

    Each file is whole when it appears. Cells that a spreadsheet would run as formulas are written
    as text. UTF-8 with a mark, as spreadsheets want it. Raises OSError.
    """
    with beside(folder) as new:
        for ledger in LEDGERS:
            if rows.of(ledger):
                header = [column.name for column in ledger.columns]
                _write(new / f"{ledger.name}.csv", header, rows.of(ledger))
        if not folder.exists():
            folder.mkdir(mode=0o700)
        folder.chmod(0o700)
        for ledger in LEDGERS:
            name = f"{ledger.name}.csv"
            if (new / name).exists():
                (new / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([*map(defused, row)] for row in rows)
        file.flush()
        os.fsync(file.fileno())
