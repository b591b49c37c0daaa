"""What attackers look for, and what a place's database has kept."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from tests.services.cases.place import Place

Rows = Callable[[str], Awaitable[list[Any]]]


@pytest.fixture
def rows(place: Place) -> Rows:
    """Reads the database of the place."""

    async def fetch(statement: str) -> list[Any]:
        connection = await asyncpg.connect(place.dsn)
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return fetch
