"""The vault keeps what is personal from everyone but those who may read, and forgets for good."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from shared import vault
from shared.database import Pool, connect_pool
from shared.ids import new_id
from shared.journal.journal import Append, Journal, VaultItem
from shared.vault import BadKeyFile, Erased, NotKept, Vault, VaultKeys
from shared.vault_log import Look
from tests.databases import MakeDatabase
from tests.services.service import migrated

KEYS = VaultKeys("first", {"first": b"1" * 32}, b"i" * 32)
LOOK = Look("personal_data", "agency", "t-1", "u-17", ("4101",), "support", "pipl_13_3")
POSTGRES = pytest.mark.postgres


@pytest.fixture
async def pool(make_database: MakeDatabase) -> AsyncIterator[Pool]:
    """Connections to a database with an empty vault."""
    pool = await connect_pool(await make_database(migrated), application_name="tests", size=2)
    yield pool
    await pool.close()


async def kept(pool: Pool, keys: VaultKeys = KEYS) -> UUID:
    """A person with one item, whose id is the person's."""
    its, person = Vault(pool, keys), new_id()
    key = its.new_person(person)
    item = await its.item(person, person, {"name": "测试甲"})
    await Journal(pool).append(Append("", 0, (), persons=[key], items=[item]))
    return person


async def read(pool: Pool, item: UUID, keys: VaultKeys = KEYS) -> dict[str, str]:
    """What a fresh vault reads."""
    return await Vault(pool, keys).read(item, LOOK)


@POSTGRES
async def test_what_was_kept_is_read_again(pool: Pool) -> None:
    """With the person's key, and under no other id."""
    person, other = await kept(pool), await kept(pool)
    assert await read(pool, person) == {"name": "测试甲"}
    with pytest.raises(NotKept):
        await read(pool, new_id())
    async with pool.acquire() as connection:
        await connection.execute("ALTER TABLE vault_items DROP CONSTRAINT vault_items_pkey")
        await connection.execute(
            "UPDATE vault_items SET item_id = $1 WHERE item_id = $2", person, other
        )
        await connection.execute("DELETE FROM vault_items WHERE person_id = $1", person)
    with pytest.raises(InvalidTag):
        await read(pool, person)


@POSTGRES
async def test_a_look_is_written_down_even_if_nothing_comes_of_it(pool: Pool) -> None:
    """First the note that somebody looks, then the try."""
    person = await kept(pool)
    async with pool.acquire() as connection:
        await connection.execute("DELETE FROM vault_persons")
    with pytest.raises(Erased):
        await read(pool, person)
    async with pool.acquire() as connection:
        looks = await connection.fetch(
            "SELECT person_id, item_id, agency, jti, acting_user, what, purpose, legal_basis,"
            " case_id FROM vault_reads"
        )
        regions = await connection.fetch("SELECT region FROM vault_read_regions ORDER BY region")
    told = ("agency", "t-1", "u-17", "personal_data", "support", "pipl_13_3", None)
    assert [tuple(look) for look in looks] == [(person, person, *told)]
    assert [row[0] for row in regions] == ["41", "4101"]


@POSTGRES
async def test_many_items_are_one_look(pool: Pool) -> None:
    """Also those of others; what is not kept is left out, and what was erased is None."""
    person, other, erased = await kept(pool), await kept(pool), await kept(pool)
    async with pool.acquire() as connection:
        await connection.execute("DELETE FROM vault_persons WHERE person_id = $1", erased)
    look = replace(LOOK, what="export")
    found = await Vault(pool, KEYS).read_all(person, [other, new_id(), erased, person], look)
    assert found == {other: {"name": "测试甲"}, erased: None, person: {"name": "测试甲"}}
    async with pool.acquire() as connection:
        rows = await connection.fetch("SELECT person_id, item_id, what FROM vault_reads")
    assert [tuple(row) for row in rows] == [(person, None, "export")]


@POSTGRES
async def test_keys_change_and_the_old_ones_still_open(pool: Pool) -> None:
    """A new wrapping key serves new persons; without the old one the file is at fault."""
    before = await kept(pool)
    changed = VaultKeys("second", {**KEYS.wrapping, "second": b"2" * 32}, KEYS.index)
    after = await kept(pool, changed)
    assert await read(pool, before, changed) == await read(pool, after, changed)
    with pytest.raises(BadKeyFile, match="lacks the key 'second'"):
        await read(pool, after)
    with pytest.raises(BadKeyFile, match="does not open this vault"):
        await read(pool, before, replace(KEYS, wrapping={"first": b"x" * 32}))


@POSTGRES
async def test_other_keys_are_refused(pool: Pool) -> None:
    """A database that was written with one key file is not served with another."""
    await Vault(pool, KEYS).check()
    added = replace(KEYS, active="second", wrapping={**KEYS.wrapping, "second": b"2" * 32})
    await Vault(pool, added).check()
    with pytest.raises(BadKeyFile, match="put the former file back"):
        await Vault(pool, replace(KEYS, index=b"j" * 32)).check()
    await Vault(pool, KEYS).check()


@POSTGRES
async def test_an_erased_person_is_forgotten_within_a_minute(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another process erased the person while this one remembers the key."""
    its, person = Vault(pool, KEYS), new_id()
    its.new_person(person)
    assert isinstance(await its.item(new_id(), person, {"note": "x"}), VaultItem)
    later = time.monotonic() + vault.REMEMBERED_FOR + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with pytest.raises(Erased):
        await its.item(new_id(), person, {"note": "x"})


@POSTGRES
async def test_only_so_many_keys_are_remembered(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many persons come."""
    monkeypatch.setattr(vault, "REMEMBERED", 3)
    its = Vault(pool, KEYS)
    for _ in range(5):
        its.new_person(new_id())
    assert len(its._unwrapped) == 3


@POSTGRES
async def test_an_id_number_is_found_again_by_a_keyed_hash(pool: Pool) -> None:
    """The same text gives the same hash under the same key, and another under another."""
    number = "11010519491231002X"
    assert Vault(pool, KEYS).index(number) == Vault(pool, KEYS).index(number)
    other = Vault(pool, replace(KEYS, index=b"j" * 32))
    assert Vault(pool, KEYS).index(number) != other.index(number)


def test_a_key_file_is_made_once(tmp_path: Path) -> None:
    """For its owner alone, whole, and never over another."""
    path = tmp_path / "vault.json"
    VaultKeys.create(path)
    keys = VaultKeys.load(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        VaultKeys.create(path)
    assert VaultKeys.load(path) == keys
    assert [each.name for each in tmp_path.iterdir()] == ["vault.json"]


KEY = base64.b64encode(b"k" * 32).decode()
GOOD = {"active": "a", "wrapping": {"a": KEY}, "index": KEY}


@pytest.mark.parametrize(
    "fields",
    [
        [],
        {**GOOD, "wrapping": None},
        {**GOOD, "index": "no base64"},
        {**GOOD, "index": base64.b64encode(b"short").decode()},
        {**GOOD, "active": "b"},
        {"active": "a"},
    ],
)
def test_a_bad_key_file_is_told_without_its_keys(tmp_path: Path, fields: object) -> None:
    """With the file's name, and nothing of what stands in it."""
    path = tmp_path / "vault.json"
    path.write_text(json.dumps(GOOD))
    assert VaultKeys.load(path).active == "a"
    path.write_text(json.dumps(fields))
    with pytest.raises(BadKeyFile, match=r"vault\.json") as caught:
        VaultKeys.load(path)
    assert KEY not in str(caught.value)
    with pytest.raises(BadKeyFile, match="make a key file first"):
        VaultKeys.load(tmp_path / "missing.json")


@POSTGRES
async def test_keys_are_gone_from_memory_when_their_time_is_over(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when nobody asks for a person any more; those of later stay for theirs."""
    monkeypatch.setattr(vault, "REMEMBERED_FOR", 0.2)
    its = Vault(pool, KEYS)
    for _ in range(3):
        its.new_person(new_id())
    monkeypatch.setattr(vault, "REMEMBERED_FOR", 60.0)
    later = new_id()
    its.new_person(later)
    async with asyncio.timeout(10):
        while len(its._unwrapped) > 1:
            await asyncio.sleep(0.01)
    assert list(its._unwrapped) == [later]


@POSTGRES
async def test_looks_at_the_same_moment_are_each_logged_for_their_regions(pool: Pool) -> None:
    """Many share the statements; an item that is not kept is nobody's look."""
    many, items = Vault(pool, KEYS), [await kept(pool) for _ in range(40)]
    looks = [
        Look("personal_data", f"agency-{n}", "", "", (f"41{n + 1:02}",)) for n in range(len(items))
    ]
    wanted = [many.read(item, look) for item, look in zip(items, looks, strict=True)]
    read = await asyncio.gather(*wanted, many.read(new_id(), LOOK), return_exceptions=True)
    assert read[:-1] == [{"name": "测试甲"}] * len(items)
    assert isinstance(read[-1], NotKept)
    async with pool.acquire() as connection:
        logged = await connection.fetch(
            "SELECT person_id, agency, array_agg(region ORDER BY region) FROM vault_reads"
            " JOIN vault_read_regions USING (read_id) GROUP BY read_id, person_id, agency"
        )
    assert sorted(map(tuple, logged)) == sorted(
        (item, f"agency-{n}", ["41", f"41{n + 1:02}"]) for n, item in enumerate(items)
    )
