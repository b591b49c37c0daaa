"""A journal as it was written before agencies had parts in a case: two of them share persons."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.cases.app import CasesSettings, build
from services.cases.streams import (
    acquaintance_claim,
    case_stream,
    client_stream,
    id_number_claim,
    open_case_claim,
    reference_claim,
)
from services.cases.unpublished import NEXT
from shared.database import connect_pool
from shared.folding import fold_reference
from shared.ids import new_id
from shared.journal.journal import VaultItem, VaultPerson
from shared.migrations import migrate
from shared.vault import Vault, VaultKeys
from tests.positions import POSITION_KEY
from tests.services.service import SQL, migrated, serving, verifier

LAST_BEFORE = "007_cases"
EVENT = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT $1, 1 + count(*), $2, $3, $4, $5 FROM events WHERE stream_id = $1
"""


async def migrated_before(dsn: str, folder: Path, last: str = LAST_BEFORE) -> None:
    """The database as a version before left it; `folder` is an empty one for its steps."""
    for file in sorted(SQL.iterdir()):
        if file.name.removesuffix(".sql") <= last:
            shutil.copy(file, folder)
    await migrate(dsn, folder, "public")


class Before:
    """Writes rows as the version before did."""

    def __init__(self, connection: asyncpg.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._opened: dict[UUID, dict[str, Any]] = {}

    async def event(
        self, stream: str, name: str, agency: str, data: Mapping[str, Any], event_id: UUID
    ) -> None:
        """One event behind the others of its stream."""
        metadata = json.dumps({"agency": agency, "traceparent": "00-0-0-00"})
        text = json.dumps(data, default=str)
        await self._connection.execute(EVENT, stream, event_id, f"cases.{name}.v1", text, metadata)

    async def claim(self, name: str, holder: UUID) -> None:
        """A name that a stream holds."""
        await self._connection.execute("INSERT INTO claims VALUES ($1, $2)", name, str(holder))

    async def release(self, *names: str) -> None:
        """Names that are free again."""
        await self._connection.execute("DELETE FROM claims WHERE name = ANY ($1)", names)

    async def kept(self, kept: VaultPerson | VaultItem) -> None:
        """What the vault keeps."""
        table = "vault_persons" if isinstance(kept, VaultPerson) else "vault_items"
        places = ", ".join(f"${number}" for number in range(1, len(kept) + 1))
        await self._connection.execute(f"INSERT INTO {table} VALUES ({places})", *kept)

    async def person(self, agency: str, name: str, number: str, *also: str) -> UUID:
        """A person whom an agency registered, and others `also`, so that they share the id."""
        client = new_id()
        registered = {"client_id": client, "agency": agency}
        await self.event(client_stream(client), "ClientRegistered", agency, registered, new_id())
        await self.kept(self._vault.new_person(client))
        particulars = {"name": name, "id_number": number}
        await self.kept(await self._vault.item(client, client, particulars))
        await self.claim(self._identity(number), client)
        for other in also:
            await self.claim(acquaintance_claim(client, client, other), client)
        return client

    async def corrected(
        self, client: UUID, agency: str, name: str, before: str, after: str
    ) -> None:
        """A correction of the number by an agency, which alone knows the person from then on."""
        item = new_id()
        fields = {"client_id": client, "item_id": item, "fields": ["id_number"]}
        stream = client_stream(client)
        await self.event(
            stream, "PersonalDataCorrected", agency, fields | {"reason": "mistyped"}, new_id()
        )
        particulars = {"name": name, "id_number": after}
        await self.kept(await self._vault.item(item, client, particulars))
        await self.release(self._identity(before))
        await self.claim(self._identity(after), client)
        await self.claim(acquaintance_claim(client, item, agency), client)

    async def case(
        self,
        agency: str,
        client: UUID,
        reference: str = "",
        *,
        kind: str = "community_detoxification",
        decided_on: str | None = "2019-01-10",
        region: str = "410102001003",
    ) -> UUID:
        """A case that an agency opened."""
        case = new_id()
        on_case = {"case_id": case, "client_id": client, "kind": kind, "region": region}
        self._opened[case] = on_case
        opening = on_case | {"workstation_id": None, "occurred_on": decided_on}
        await self.event(case_stream(case), "CaseOpened", agency, opening, new_id())
        await self.claim(open_case_claim(client), case)
        if reference:
            text = f"{agency}\n{fold_reference(reference)}"
            await self.claim(reference_claim(self._vault.index(text)), case)
            await self.kept(await self._vault.item(case, client, {"reference": reference}))
        return case

    async def entry(
        self, agency: str, case: UUID, name: str, day: str, note: str = "", **more: str
    ) -> UUID:
        """An entry of a case, with a note in the vault."""
        on_case, entry = self._opened[case], new_id()
        data = on_case | {"entry_id": entry, "occurred_on": day, **more}
        await self.event(case_stream(case), name, agency, data, entry)
        if note:
            content = {"note": note, "worker": "社工甲"}
            await self.kept(await self._vault.item(entry, on_case["client_id"], content))
        return entry

    async def void(self, agency: str, case: UUID, entry: UUID) -> None:
        """An entry that is a mistake."""
        row = await self._connection.fetchrow(
            "SELECT type, data FROM events WHERE event_id = $1", entry
        )
        assert row is not None
        voided = {"entry_id": entry, "entry_type": row["type"], "entry": json.loads(row["data"])}
        voided |= {"reason": "mistaken", "case_id": case}
        await self.event(case_stream(case), "EntryVoided", agency, voided, new_id())

    async def void_opening(self, agency: str, case: UUID) -> None:
        """An opening that was a mistake; all its names are free again."""
        opening = await self._connection.fetchval(
            "SELECT event_id FROM events WHERE stream_id = $1 AND version = 1", case_stream(case)
        )
        await self.void(agency, case, opening)
        await self._connection.execute("DELETE FROM claims WHERE holder = $1", str(case))

    def _identity(self, number: str) -> str:
        return id_number_claim(self._vault.index(number))


@asynccontextmanager
async def writing_before(dsn: str, keys: Path) -> AsyncIterator[Before]:
    """Writes into a database of before, for as long as the context is open."""
    pool = await connect_pool(dsn, application_name="tests", size=2)
    connection = await asyncpg.connect(dsn)
    try:
        yield Before(connection, Vault(pool, VaultKeys.load(keys)))
    finally:
        await connection.close()
        await pool.close()


async def until_published(dsn: str) -> None:
    """Wait until the service has said of each case of before what it stands at."""
    connection = await asyncpg.connect(dsn)
    try:
        while await connection.fetch(NEXT, UUID(int=0), 1):
            await asyncio.sleep(0.02)
    finally:
        await connection.close()


class Upgrade:
    """A database of before; `serve` brings it up to date and starts the service on it."""

    def __init__(self, dsn: str, keys: Path) -> None:
        self.dsn, self.keys = dsn, keys

    def before(self) -> Any:
        """Writes as the version before did."""
        return writing_before(self.dsn, self.keys)

    async def serve(self, **settings: Any) -> Any:
        """The service of today with these settings, called by the first agency."""
        await migrated(self.dsn)
        given = CasesSettings(
            cases_database=self.dsn, vault_keys=self.keys, position_key=POSITION_KEY, **settings
        )
        return serving(build(given, verifier()))
