"""The SQL of an append: one statement for all that commits together."""

from functools import cache

# PostgreSQL runs the last part that is present first, then the others from the last to the
# first. So every append takes its locks in the same order of tables, and sorted within each:
# two that only insert can never wait for each other.
PARTS = (
    (
        "answers (agency, key, request, status, body, version)",
        ("text", "text", "bytea", "int2", "text", "int4"),
    ),
    ("claims (name, holder)", ("text", "text")),
    ("vault_persons (person_id, wrapped_key)", ("uuid", "bytea")),
    ("vault_items (item_id, person_id, ciphertext)", ("uuid", "uuid", "bytea")),
    (
        "events (stream_id, version, event_id, type, data, metadata)",
        ("text", "int4", "uuid", "text", "json", "json"),
    ),
)
CLAIMS = 1  # the place of claims among them

# What is released is gone before anything is claimed, so that a name can pass on in one
# statement. A name that was not held divides by zero, also where nothing is claimed. Two that
# pass names to each other crosswise may wait for each other; PostgreSQL then ends one of them.
_RELEASED = """released AS (
    DELETE FROM claims USING unnest($1::text[], $2::text[]) AS given_up (name, holder)
    WHERE claims.name = given_up.name AND claims.holder = given_up.holder RETURNING 1
)"""
_ALL_RELEASED = " WHERE 1 / ((SELECT count(*) FROM released) = cardinality($1))::int = 1"


@cache
def statement(present: tuple[bool, ...], releases: bool) -> str:
    """One INSERT for all parts that are present; the others cost nothing."""
    withs: list[str] = [_RELEASED] if releases else []
    inserts: list[str] = []
    number = 2 * len(withs)
    for place, ((target, types), wanted) in enumerate(zip(PARTS, present, strict=True)):
        if wanted:
            arrays = ", ".join(f"${number + i}::{t}[]" for i, t in enumerate(types, 1))
            insert = f"INSERT INTO {target} SELECT * FROM unnest({arrays})"
            inserts.append(insert + _ALL_RELEASED * (releases and place == CLAIMS))
            number += len(types)
    *before, last = inserts
    withs += [f"part{i} AS ({insert})" for i, insert in enumerate(before)]
    return f"WITH {', '.join(withs)} {last}" if withs else last
