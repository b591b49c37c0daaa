"""services/cases on a real database, for the tests that call it over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.cases.app import CasesSettings, build
from shared.vault import VaultKeys
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.before import Upgrade, migrated_before
from tests.services.cases.beside_outreach import Both, both_of
from tests.services.cases.place import Place, a_place
from tests.services.service import Client, migrated, serving, verifier


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def api(dsn: str, tmp_path: Path) -> AsyncIterator[Client]:
    """The service, called by an agency of Henan."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    async with serving(
        build(
            CasesSettings(cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY),
            verifier(),
        )
    ) as c:
        yield c


@pytest.fixture
async def place(dsn: str, tmp_path: Path) -> AsyncIterator[Place]:
    """The service in a place with agencies of every kind."""
    async with a_place(dsn, tmp_path) as it:
        yield it


@pytest.fixture
async def both(place: Place, make_database: MakeDatabase) -> AsyncIterator[Both]:
    """The service in a place, and outreach beside it."""
    async with both_of(place, make_database) as it:
        yield it


@pytest.fixture
async def upgrade(make_database: MakeDatabase, tmp_path: Path) -> Upgrade:
    """A database that the version before has migrated."""
    folder, keys = tmp_path / "steps", tmp_path / "vault.json"
    folder.mkdir()
    VaultKeys.create(keys)

    async def of_before(dsn: str) -> None:
        await migrated_before(dsn, folder)

    return Upgrade(await make_database(of_before), keys)
