"""What PostgreSQL does for a query: which indexes it goes along, and how many rows it reads."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from shared.lists.paging import SETTINGS

PLANNED = {name: str(value) for name, value in SETTINGS.items()}  # as the services' connections


@dataclass(frozen=True)
class Plan:
    """The indexes that were read along, the tables that were read whole, the rows read of both.

    And how many pages of indexes and tables were looked at: rows that an index has passed over are
    not among the rows.
    """

    indexes: frozenset[str]
    whole: frozenset[str]
    rows: float
    pages: int


async def explained(connection: asyncpg.Connection, text: str, given: Sequence[Any]) -> Plan:
    """Run a query as a prepared statement, and see what it did."""
    types = [each.name for each in (await connection.prepare(text)).get_parameters()]
    declared = ", ".join("text[]" if name == "_text" else name for name in types)
    await connection.execute(f"PREPARE asked ({declared}) AS {text}")
    try:
        literals = ", ".join(map(_literal, given))
        answer = await connection.fetchval(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT json) EXECUTE asked ({literals})"
        )
    finally:
        await connection.execute("DEALLOCATE asked")
    nodes = list(_nodes(json.loads(answer)[0]["Plan"]))
    whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
    scans = [node for node in nodes if "Scan" in node["Node Type"] and "Relation Name" in node]
    rows = sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in scans
    )
    pages = sum(nodes[0][f"Shared {found} Blocks"] for found in ("Hit", "Read"))
    indexes = {node["Index Name"] for node in nodes if "Index Name" in node}
    return Plan(frozenset(indexes), frozenset(whole), rows, pages)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return "'{" + ", ".join(f'"{each}"' for each in value) + "}'"
    return f"'{value}'"


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
