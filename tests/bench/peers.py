"""Two event stores that others use, doing the same work: installed for the run, then thrown away.

Each runs in a process of its own, appends one event at a time to a stream for each writer, in
its own schema, with its own defaults, and prints how many it committed a second.
"""

import asyncio
import shutil
import sys
from pathlib import Path

from tests.bench.place import Place, figure
from tests.bench.rounds import Measure

EVENTSOURCING = "eventsourcing[postgres]==9.5.6"
EMMETT = ("@event-driven-io/emmett@0.42.0", "@event-driven-io/emmett-postgresql@0.42.0")
_PROGRAMS = Path(__file__).parent / "programs"


class ToolMissing(Exception):
    """A program that a benchmark needs is not installed."""


async def eventsourcing(place: Place, writers: int) -> Measure:
    """PyPI's eventsourcing with its PostgreSQL recorder; a thread for each writer."""
    folder = place.scratch / "eventsourcing"
    python = str(folder / "bin" / "python")
    await _quietly(sys.executable, "-m", "venv", str(folder))
    await _quietly(python, "-m", "pip", "install", "--quiet", EVENTSOURCING)
    dsn = await place.new_database(None)
    program = str(_PROGRAMS / "eventsourcing_appends.py")
    seconds = str(place.scale.seconds)
    return lambda: figure(python, program, dsn, str(writers), seconds, folder=folder)


async def emmett(place: Place, writers: int) -> Measure:
    """npm's emmett-postgresql; concurrent calls of one Node.js process."""
    if shutil.which("npm") is None:
        raise ToolMissing("This benchmark needs npm; install Node.js 20, or name the others.")
    folder = place.scratch / "emmett"
    folder.mkdir()
    await _quietly("npm", "install", "--silent", "--prefix", str(folder), *EMMETT)
    shutil.copy(_PROGRAMS / "emmett_appends.mjs", folder)
    dsn = await place.new_database(None)
    program = str(folder / "emmett_appends.mjs")
    seconds = str(place.scale.seconds)
    return lambda: figure("node", program, dsn, str(writers), seconds, folder=folder)


async def _quietly(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    if await process.wait():
        raise ToolMissing(f"{command[0]} could not install what this benchmark compares with.")
