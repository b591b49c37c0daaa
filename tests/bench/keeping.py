"""The closer in a process of its own: it looks at all cases in which a window has closed by a day.

Its one argument is JSON: `database`, `day`, and `beside`. It prints the cases that it looked at a
second, and its memory in MiB, once it is done; beside something else it says at once that it has
begun. It ends with its standard input.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import uvloop

from services.cases.duties.closer import Closer
from services.cases.duties.versions import Versions
from shared import logs
from shared.database import connect_pool
from shared.policies.reading import built_in

WAITING = "SELECT count(*) FROM duty_cases WHERE check_on <= $1"


async def record_outcomes(database: str, day: date) -> float:
    """Record what became of all cases until a day; cases a second."""
    versions = Versions.only(built_in())

    async def in_force() -> Versions:
        return versions

    pool = await connect_pool(database, application_name="bench", TimeZone="UTC")
    try:
        async with pool.acquire() as connection:
            number: int = await connection.fetchval(WAITING, day)
        started = time.perf_counter()
        await Closer(pool, in_force, lambda: day).until_done()
        return number / (time.perf_counter() - started)
    finally:
        await pool.close()


async def main(settings: Mapping[str, Any]) -> None:
    """Do it, until standard input ends."""
    logs.configure("bench", level="warning")
    gc.collect()
    gc.freeze()
    work = asyncio.create_task(
        record_outcomes(settings["database"], date.fromisoformat(settings["day"]))
    )
    if settings["beside"]:
        print("begun", flush=True)
    else:
        rate = await work
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(rate, memory, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    work.cancel()


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
