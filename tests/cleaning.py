"""Brings a database back to what it was cloned from, where tests have only written rows.

To clone a database copies some hundred files; to empty the few tables that a test has written takes
a tenth of that. Whatever else a test has changed (tables, rights, settings, statistics) is not
brought back: such a database is dropped.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import asyncpg

# More rows than that are not put back one by one: a clone is cheaper.
MANY = 1_000
# How long sessions that were told to end may take, in seconds.
PATIENCE = 5.0

# All that is not rows: which version of each row of the catalogs stands there. Sizes and shares
# that vacuum notes are written in place, and do not count.
_SHAPE = """
select string_agg(catalog || ':' || rows || ':' || coalesce(versions, 0), ' ' order by catalog)
from (
    select 'class', count(*), sum(xmin::text::bigint) from pg_class where oid >= 16384
    union all select 'attribute', count(*), sum(xmin::text::bigint) from pg_attribute
        where attrelid >= 16384
    union all select 'default', count(*), sum(xmin::text::bigint) from pg_attrdef
    union all select 'constraint', count(*), sum(xmin::text::bigint) from pg_constraint
        where oid >= 16384
    union all select 'index', count(*), sum(xmin::text::bigint) from pg_index
        where indexrelid >= 16384
    union all select 'trigger', count(*), sum(xmin::text::bigint) from pg_trigger
    union all select 'function', count(*), sum(xmin::text::bigint) from pg_proc where oid >= 16384
    union all select 'type', count(*), sum(xmin::text::bigint) from pg_type where oid >= 16384
    union all select 'policy', count(*), sum(xmin::text::bigint) from pg_policy
    union all select 'rule', count(*), sum(xmin::text::bigint) from pg_rewrite where oid >= 16384
    union all select 'schema', count(*), sum(xmin::text::bigint) from pg_namespace
    union all select 'rights', count(*), sum(xmin::text::bigint) from pg_default_acl
    union all select 'extension', count(*), sum(xmin::text::bigint) from pg_extension
    union all select 'event', count(*), sum(xmin::text::bigint) from pg_event_trigger
    union all select 'statistics', count(*), sum(xmin::text::bigint) from pg_statistic
        where starelid >= 16384
    union all select 'more', count(*), sum(xmin::text::bigint) from pg_statistic_ext
    union all select 'publication', count(*), sum(xmin::text::bigint) from pg_publication
    union all select 'large', count(*), sum(xmin::text::bigint) from pg_largeobject_metadata
    union all select 'settings', count(*), sum(xmin::text::bigint) from pg_db_role_setting
        where setdatabase = (select oid from pg_database where datname = current_database())
    union all select 'database', count(*), sum(xmin::text::bigint) from pg_database
        where datname = current_database()
) as of_each (catalog, rows, versions)
"""

# Tables that hold something, or did since they were made or emptied; and whether they are small.
# Rows of small ones are deleted, which is quicker than to begin new files; what is written later
# stands in its order still: in so few pages PostgreSQL fills no gaps. What autovacuum counted is
# forgotten with the files alone.
_WRITTEN = """
select oid::regclass::text, pg_relation_size(oid) <= 4 * 8192 and reltuples < 0 from pg_class
where oid >= 16384 and relkind = 'r' and relpersistence <> 't'
    and (pg_relation_size(oid) > 0 or reltuples >= 0)
"""
_SEQUENCES = "select oid::regclass::text from pg_class where oid >= 16384 and relkind = 'S'"
_COLUMNS = """
select attname from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum
"""
_OTHERS = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class _Rows:
    """What a table of the template holds: its rows' versions, and its rows unless they are many."""

    versions: str
    columns: list[str]
    kept: bytes | None


@dataclass(frozen=True)
class Original:
    """What a template holds beside its shape: rows of tables, and where its sequences stand."""

    tables: dict[str, _Rows]
    sequences: dict[str, tuple[int, bool]]


async def original(dsn: str) -> Original:
    """What stands in a database that nobody has worked with yet."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = {}
        for name, _ in await connection.fetch(_WRITTEN):
            columns = [column for (column,) in await connection.fetch(_COLUMNS, name)]
            number = await connection.fetchval(f"select count(*) from {name}")
            versions = (await _versions(connection, [name]))[name]
            kept = None if number > MANY else await _read(connection, name, columns)
            tables[name] = _Rows(versions, columns, kept)
        names = [name for (name,) in await connection.fetch(_SEQUENCES)]
        return Original(tables, await _sequences(connection, names))
    finally:
        await connection.close()


async def shape(dsn: str) -> str:
    """All of a database that is not rows, as a text to compare."""
    connection = await asyncpg.connect(dsn)
    try:
        return str(await connection.fetchval(_SHAPE))
    finally:
        await connection.close()


async def cleaned(dsn: str, before: str, template: Original) -> str | None:
    """Make a database what its template is, which had this shape before; its shape from now on.

    None if it cannot be brought back: it is to be dropped.
    """
    try:
        connection = await asyncpg.connect(dsn)
    except (asyncpg.PostgresError, OSError):  # a test has dropped or closed it
        return None
    try:
        if not await _left_alone(connection) or await connection.fetchval(_SHAPE) != before:
            return None
        written = {row[0]: row[1] for row in await connection.fetch(_WRITTEN)}
        versions = await _versions(connection, template.tables)
        changed = {n for n, rows in template.tables.items() if versions[n] != rows.versions}
        if any(template.tables[name].kept is None for name in changed):
            return None
        # No trigger keeps rows from being put back: it is a superuser who asks.
        await connection.execute("set session_replication_role = replica")
        emptied = changed | (written.keys() - template.tables.keys())
        if small := sorted(name for name in emptied if written.get(name, True)):
            await connection.execute("; ".join(f"delete from {name}" for name in small))
        if large := sorted(emptied.difference(small)):
            await connection.execute(f"truncate {', '.join(large)}")
            before = str(await connection.fetchval(_SHAPE))  # they are in other files now
        for name in changed:
            await _write(connection, name, template.tables[name])
        for name, (value, called) in (await _sequences(connection, template.sequences)).items():
            if (value, called) != template.sequences[name]:
                await connection.execute(
                    "select setval($1::text::regclass, $2, $3)", name, *template.sequences[name]
                )
        # Else autovacuum comes for what tests before have written, in the midst of a later one.
        await connection.execute("select pg_stat_reset()")
    finally:
        await connection.close()
    return before


async def _left_alone(connection: asyncpg.Connection) -> bool:
    """End all other sessions; whether they ended in time."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while await connection.fetch(_OTHERS):
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(0.002)
    return True


async def _versions(connection: asyncpg.Connection, names: Iterable[str]) -> dict[str, str]:
    """Which versions of rows stand in tables, as a text for each."""
    parts = [
        f"select '{_quoted(name)}', count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0)"
        f" from {name}"
        for name in names
    ]
    rows = await connection.fetch(" union all ".join(parts)) if parts else []
    return {row[0]: row[1] for row in rows}


async def _sequences(
    connection: asyncpg.Connection, names: Iterable[str]
) -> dict[str, tuple[int, bool]]:
    parts = [f"select '{_quoted(name)}', last_value, is_called from {name}" for name in names]
    rows = await connection.fetch(" union all ".join(parts)) if parts else []
    return {name: (value, called) for name, value, called in rows}


def _quoted(name: str) -> str:
    return name.replace("'", "''")


async def _read(connection: asyncpg.Connection, name: str, columns: Sequence[str]) -> bytes:
    output = BytesIO()
    names = ", ".join(f'"{column}"' for column in columns)
    await connection.copy_from_query(f"select {names} from {name}", output=output, format="binary")
    return output.getvalue()


async def _write(connection: asyncpg.Connection, name: str, rows: _Rows) -> None:
    schema, _, table = name.rpartition(".")
    await connection.copy_to_table(
        table.strip('"'),
        schema_name=schema.strip('"') or None,
        columns=rows.columns,
        source=BytesIO(rows.kept or b""),
        format="binary",
    )
