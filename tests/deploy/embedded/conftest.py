"""A running PostgreSQL in a data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from tests.deploy.instances import copy_instance


@pytest.fixture(scope="session")
def stopped_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a server that has run and was stopped."""
    folder = tmp_path_factory.mktemp("server")
    server = Postgres(folder)
    server.start()
    server.stop()
    return folder / "postgres"


@pytest.fixture
def server(tmp_path: Path, stopped_server: Path) -> Iterator[Postgres]:
    """A running server on a folder of its own."""
    copy_instance(stopped_server, tmp_path / "postgres")
    server = Postgres(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def far(tmp_path: Path, stopped_server: Path) -> Iterator[Postgres]:
    """A running server on a folder of its own in which its sockets find no room."""
    folder = tmp_path / "数据 data"
    folder.mkdir()
    copy_instance(stopped_server, folder / "postgres")
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()
