"""A rebuild in a process of its own, as that of a service, whose memory nothing else takes part in.

Its one argument is JSON: `database`, and `url` and `token` of the journal's service. It prints how
many events it has counted, in how many seconds, and its peak memory in MiB, and ends with its
standard input.
"""

import asyncio
import gc
import json
import re
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import aiohttp
import uvloop

from services.reporting.proving.operating import connect
from services.reporting.proving.rebuild import rebuild
from shared import logs
from shared.journal.feed_reader import HttpFeed


async def main(settings: Mapping[str, str]) -> None:
    """Rebuild, and say what it took, until standard input ends."""
    logs.configure("bench", level="warning")
    gc.collect()
    gc.freeze()  # as a service does at its start
    async with aiohttp.ClientSession() as session:
        feed = HttpFeed("cases", settings["url"], lambda: settings["token"], session)
        started = time.perf_counter()
        events = await _rebuilt(settings["database"], feed)
        seconds = time.perf_counter() - started
    print(events, seconds, _peak(), flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def _rebuilt(database: str, feed: HttpFeed) -> int:
    connection = await connect(database)
    try:
        async for line in rebuild(connection, [feed], partial(connect, database)):
            last = line
        events: int = last["events"]
        return events
    finally:
        await connection.close()


def _peak() -> float:
    """The peak memory of this process; what getrusage says may be that of the one before it."""
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found) / 1024


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
