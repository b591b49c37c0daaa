"""The log of an embedded instance: a file in the data folder, and the one before it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared import logs

LIMIT = 16 * 1024 * 1024  # bytes


class RotatingFile(io.TextIOBase):
    """A text file that starts again beyond `limit` bytes; what it held is kept as .old."""

    def __init__(self, path: Path, limit: int = LIMIT) -> None:
        self._path = path
        self._limit = limit
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def write(self, text: str) -> int:
        """Write whole lines."""
        if self._file.tell() > self._limit:
            self._file.close()
            self._path.replace(self._path.with_name(self._path.name + ".old"))
            self._file = self._path.open("a", encoding="utf-8", buffering=1)
        return self._file.write(text)

    def flush(self) -> None:
        """Nothing to do: each line is written at once."""

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Send this process's log lines to the file for the length of a ``with``."""
    with RotatingFile(path) as file:
        logs.configure("waystation", stream=file)  # type: ignore[arg-type]
        try:
            yield
        finally:
            logs.configure("waystation")
