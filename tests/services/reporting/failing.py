"""Connections of processes that end on the way."""

from typing import Any

from shared.database import Connection


class Crash(Exception):
    """The process ends here."""


class Failing:
    """A connection that crashes at a given statement."""

    def __init__(self, connection: Connection, step: int) -> None:
        self._connection, self._left = connection, step

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._connection, name)
        if name in ("fetchrow", "fetch", "fetchval", "execute", "copy_records_to_table"):
            if self._left == 0:
                raise Crash
            self._left -= 1
        return real
