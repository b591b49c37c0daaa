"""Which SQL statements the connections of this process run."""

from typing import Any

import asyncpg
import pytest


class Statements:
    """Records the statements of all connections that are opened from now on, in their order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run: list[str] = []
        connect: Any = asyncpg.connect

        async def connected(*args: Any, **settings: Any) -> Any:
            connection = await connect(*args, **settings)
            connection.add_query_logger(self._note)
            return connection

        monkeypatch.setattr(asyncpg, "connect", connected)

    def _note(self, query: Any) -> None:
        self._run.append(query.query)

    def taken(self) -> list[str]:
        """What was run since this was asked last."""
        run, self._run = self._run, []
        return run
