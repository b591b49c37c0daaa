"""Where a benchmark runs: real servers with durable commits, fresh databases, own processes."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rounds import Row, Scale
from tests.databases import Migrate
from tests.servers import Servers

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """A run's servers and scale; `scratch` is removed at its end.

    `postgres` is a superuser's DSN.
    """

    servers: Servers
    postgres: str
    new_database: Callable[[Migrate | None], Awaitable[str]]
    scratch: Path
    scale: Scale


Bench = Callable[[Place], Awaitable[list[Row]]]


class ChildFailed(Exception):
    """A process that takes part in a benchmark has ended with an error."""


async def figure(*command: str, folder: Path = ROOT) -> float:
    """Run a program to its end; the number that it prints last."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise ChildFailed(f"{command[0]} … ended with {process.returncode}; see its words above.")
    return float(output.split()[-1])


@asynccontextmanager
async def beside(module: str, settings: Mapping[str, object]) -> AsyncIterator[str]:
    """Run a module of these benchmarks beside this process; what it says once it is ready.

    It is given `settings` as one argument of JSON, and ends when its standard input does.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, json.dumps(settings)),
        cwd=ROOT,
        env=dict(os.environ),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        ready = await process.stdout.readline()
        if not ready:
            raise ChildFailed(f"{module} ended before it was ready; see its words above.")
        yield ready.decode().strip()
    finally:
        process.stdin.close()
        await process.wait()
