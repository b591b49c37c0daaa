"""The benchmarks by name, and what all of them stand on."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.bench import (
    appending,
    closing,
    counting,
    duties,
    figures,
    forwarding,
    listing,
    live,
    looking,
    many,
    meanwhile,
    posting,
    prevention,
    reading,
    relaying,
    workers,
)
from tests.bench.place import Bench, Place
from tests.bench.rounds import Row, Scale
from tests.databases import Databases
from tests.servers import Servers

BENCHES: dict[str, Bench] = {
    "live": live.live,  # first: the others leave PostgreSQL gigabytes to write out
    "append": appending.single,
    "batches": appending.batches,
    "repeats": appending.repeats,
    "post": posting.post,
    "long": posting.long_cases,
    "batch": many.batches,
    "personal": looking.personal,
    "meanwhile": meanwhile.others,
    "gateway": forwarding.through,
    "relay": relaying.relay,
    "rebuild": counting.rebuild,
    "consume": counting.consume,
    "report": reading.report,
    "figures": figures.flat,
    "overview": figures.overview,
    "lists": listing.lists,
    "prevention": prevention.lists,
    "workers": workers.lists,
    "duties": duties.make,
    "worklist": duties.read,
    "month": closing.month_end,
}


@dataclass(frozen=True)
class Outcome:
    """The rows of the table, and the PostgreSQL they were measured on."""

    rows: list[Row]
    postgresql: str


async def run(names: Iterable[str], place: Place) -> Outcome:
    """Run benchmarks one after the other; progress goes to standard error."""
    rows: list[Row] = []
    for name in names:
        print(f"{name} …", end=" ", file=sys.stderr, flush=True)
        started = time.monotonic()
        rows += await BENCHES[name](place)
        print(f"{time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return Outcome(rows, await _version(place.postgres))


@contextmanager
def servers_of_ones_own(scale: Scale, scratch: Path) -> Iterator[Place]:
    """A place on servers that are there for the benchmarks alone."""
    servers = Servers(os.environ)
    postgres = servers.own_postgres(durable=True)
    try:
        make = Databases(postgres.address).make
        yield Place(servers, postgres.address, make, scratch, scale)
    finally:
        postgres.close()
        servers.close()


async def _version(dsn: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        shown = [
            await connection.fetchval(f"SHOW {name}")
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        ]
    finally:
        await connection.close()
    return "{} (fsync {}, synchronous_commit {}, shared_buffers {})".format(*shown)
