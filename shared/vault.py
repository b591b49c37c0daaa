"""The vault: personal data, encrypted under one key for each person.

A person's key is wrapped by a key-encryption key from a file and kept beside the data. Deleting
the wrapped key erases the person, in every backup made since; the journal, which
holds no personal data, stays as it is. An ID number is looked up by a keyed hash.
"""

import asyncio
import base64
import binascii
import hmac
import json
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.database import Pool
from shared.journal.batching import Batcher
from shared.journal.journal import VaultItem, VaultPerson
from shared.key_files import write_once
from shared.vault_log import Look, log_look, log_looks

NONCE = 12  # bytes, at the head of every ciphertext
GROUP_LIMIT = 64  # looks at personal data in one statement
REMEMBERED = 10_000  # persons' keys
REMEMBERED_FOR = 60.0  # seconds that another process may not know that a person was erased

READ_KEY = "SELECT wrapped_key FROM vault_persons WHERE person_id = $1"

READ_ITEM = """
SELECT item.person_id, item.ciphertext, person.wrapped_key
FROM vault_items AS item LEFT JOIN vault_persons AS person USING (person_id)
WHERE item.item_id = $1
"""

READ_ITEMS = """
SELECT item.person_id, item.ciphertext, person.wrapped_key
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (item_id, number)
LEFT JOIN vault_items AS item USING (item_id)
LEFT JOIN vault_persons AS person USING (person_id)
ORDER BY wanted.number
"""

# The first service that starts on a database stores its mark; the answer is the stored one.
MARK = """
WITH new_mark AS (INSERT INTO vault_check (mark) VALUES ($1) ON CONFLICT DO NOTHING RETURNING mark)
SELECT mark FROM new_mark UNION ALL SELECT mark FROM vault_check
"""


class Erased(Exception):
    """This person's key was destroyed; nothing about the person can be read any more."""


class NotKept(Exception):
    """The vault holds no such item."""


class BadKeyFile(Exception):
    """The vault's key file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class VaultKeys:
    """The keys of a vault: `wrapping` by name, the one in use, and the one for hashes."""

    active: str
    wrapping: Mapping[str, bytes]
    index: bytes

    @classmethod
    def load(cls, path: Path) -> "VaultKeys":
        """Read a key file: ``{"active": name, "wrapping": {name: base64}, "index": base64}``.

        Keys are 32 bytes. Raises `BadKeyFile`.
        """
        try:
            fields = json.loads(path.read_text())
            wrapping = {
                n: base64.b64decode(k, validate=True) for n, k in fields["wrapping"].items()
            }
            keys = cls(fields["active"], wrapping, base64.b64decode(fields["index"], validate=True))
        except OSError as error:
            raise BadKeyFile(f"{path}: {error.strerror}; make a key file first") from None
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            raise BadKeyFile(
                f"{path} is not a vault key file; restore it from its backup"
            ) from None
        if any(len(key) != 32 for key in (*keys.wrapping.values(), keys.index)):
            raise BadKeyFile(f"{path}: every key must be 32 bytes, written in base64")
        if keys.active not in keys.wrapping:
            raise BadKeyFile(
                f"{path}: the active key {keys.active!r} is not among the wrapping keys"
            )
        return keys

    @staticmethod
    def create(path: Path) -> None:
        """Write a new key file, readable by its owner alone; never over an existing one."""
        fields = {
            "active": "first",
            "wrapping": {"first": base64.b64encode(secrets.token_bytes(32)).decode()},
            "index": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        write_once(path, json.dumps(fields, indent=2).encode())


def seal(key: bytes, text: bytes, context: bytes) -> bytes:
    """Encrypt with AES-256-GCM; `context` must be the same to open it again."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Decrypt what `seal` made; raises `InvalidTag` if anything was changed."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)


class Vault:
    """Encrypts what the journal keeps, and reads it for callers who may."""

    def __init__(self, pool: Pool, keys: VaultKeys) -> None:
        self._pool = pool
        self._keys = keys
        self._looks = Batcher(self._look, workers=4, limit=GROUP_LIMIT)
        self._unwrapped: OrderedDict[UUID, tuple[bytes, float]] = OrderedDict()
        self._forgetting: asyncio.TimerHandle | None = None

    def index(self, text: str) -> str:
        """The keyed hash by which an ID number, or another text that is not kept, is looked up."""
        return hmac.digest(self._keys.index, text.encode(), "sha256").hex()

    async def check(self) -> None:
        """Check that these are the keys that this database was written with; else BadKeyFile.

        With other keys no name could be read, and every known ID number would look new.
        """
        mark = self.index("the mark of these keys")
        async with self._pool.acquire() as connection:
            if await connection.fetchval(MARK, mark) != mark:
                raise BadKeyFile(
                    "The vault's keys are not those that this database was written with;"
                    " put the former file back."
                )

    def new_person(self, person_id: UUID) -> VaultPerson:
        """A key for a new person, wrapped; the same append must keep it."""
        key = secrets.token_bytes(32)
        name = self._keys.active
        wrapped = seal(self._keys.wrapping[name], key, person_id.bytes)
        self._remember(person_id, key)
        return VaultPerson(person_id, name.encode() + b"\0" + wrapped)

    async def item(self, item_id: UUID, person_id: UUID, content: Mapping[str, str]) -> VaultItem:
        """Personal data for the journal to keep, encrypted under the person's key.

        Raises `Erased` if the person's key was destroyed a minute ago or earlier; within that
        minute an item may be written that nobody can read.
        """
        key, until = self._unwrapped.get(person_id, (b"", 0.0))
        if until < time.monotonic():
            async with self._pool.acquire() as connection:
                wrapped = await connection.fetchval(READ_KEY, person_id)
            key = self._unwrap(person_id, wrapped)
            self._remember(person_id, key)
        text = json.dumps(dict(content), ensure_ascii=False).encode()
        return VaultItem(item_id, person_id, seal(key, text, item_id.bytes))

    async def content(self, item_id: UUID) -> dict[str, str]:
        """Decrypt one item to compare or add to it; nobody is told, so nothing is logged.

        Raises `NotKept` or `Erased`.
        """
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(READ_ITEM, item_id)
        return self._opened(item_id, row)

    async def read(self, item_id: UUID, look: Look) -> dict[str, str]:
        """Decrypt one item; the look is on disk in the log first.

        Those who wait at the same moment share the statements. Raises `NotKept` or `Erased`.
        """
        return self._opened(item_id, await self._looks((item_id, look)))

    async def read_all(
        self, person_id: UUID | None, item_ids: Sequence[UUID], look: Look
    ) -> dict[UUID, dict[str, str] | None]:
        """Decrypt many items about one person, or about several (None), in one look.

        It is on disk in the log first.

        Those that are not kept are left out; None is what belongs to a person who was erased.
        """
        async with self._pool.acquire() as connection:
            await log_look(connection, look, person_id)
            rows = await connection.fetch(READ_ITEMS, item_ids)
        found: dict[UUID, dict[str, str] | None] = {}
        for item_id, row in zip(item_ids, rows, strict=True):
            if row["person_id"] is not None:
                try:
                    found[item_id] = self._opened(item_id, row)
                except Erased:
                    found[item_id] = None
        return found

    async def _look(self, wanted: Sequence[tuple[UUID, Look]]) -> Sequence[asyncpg.Record | None]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(READ_ITEMS, [item_id for item_id, _ in wanted])
            looks = [
                (row["person_id"], item_id, look)
                for row, (item_id, look) in zip(rows, wanted, strict=True)
                if row["person_id"] is not None
            ]
            if looks:
                await log_looks(connection, looks)
        return [None if row["person_id"] is None else row for row in rows]

    def _opened(self, item_id: UUID, row: asyncpg.Record | None) -> dict[str, str]:
        if row is None:
            raise NotKept
        key = self._unwrap(row["person_id"], row["wrapped_key"])
        content: dict[str, str] = json.loads(unseal(key, row["ciphertext"], item_id.bytes))
        return content

    def _unwrap(self, person_id: UUID, wrapped: bytes | None) -> bytes:
        if wrapped is None:
            raise Erased
        name, _, sealed = wrapped.partition(b"\0")
        wrapping = self._keys.wrapping.get(name.decode())
        if wrapping is None:
            raise BadKeyFile(f"the vault's key file lacks the key {name.decode()!r}")
        try:
            return unseal(wrapping, sealed, person_id.bytes)
        except InvalidTag:
            raise BadKeyFile(
                f"the key {name.decode()!r} does not open this vault; restore the key file"
            ) from None

    def _remember(self, person_id: UUID, key: bytes) -> None:
        self._unwrapped.pop(person_id, None)
        self._unwrapped[person_id] = key, time.monotonic() + REMEMBERED_FOR
        if len(self._unwrapped) > REMEMBERED:
            self._unwrapped.popitem(last=False)
        if self._forgetting is None:
            self._forget()

    def _forget(self) -> None:
        """Drop the keys whose time is over, the oldest first, and come again for the next."""
        self._forgetting = None
        now = time.monotonic()
        while self._unwrapped:
            person_id, (_, until) = next(iter(self._unwrapped.items()))
            if until > now:
                loop = asyncio.get_running_loop()
                self._forgetting = loop.call_later(until - now, self._forget)
                return
            del self._unwrapped[person_id]
