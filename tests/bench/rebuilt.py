"""A rebuild in a process of its own, whose memory nothing else takes part in.

Its one argument is JSON: `database`, and `url` and `token` of the journal's service. It prints its
peak memory in MiB once it is done, and ends with its standard input.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Mapping

import aiohttp
import uvloop

from shared import logs
from shared.journal.feed_reader import HttpFeed
from tests.bench.counting import rebuild_once


async def main(settings: Mapping[str, str]) -> None:
    """Rebuild, and say what it took, until standard input ends."""
    logs.configure("bench", level="warning")
    async with aiohttp.ClientSession() as session:
        feed = HttpFeed("cases", settings["url"], lambda: settings["token"], session)
        await rebuild_once(settings["database"], feed)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
