"""A running PostgreSQL in a data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """A running server on a new folder."""
    server = Postgres(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Postgres]:
    """A running server on a new folder in which its sockets find no room."""
    folder = tmp_path / "数据 data"
    folder.mkdir()
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()
