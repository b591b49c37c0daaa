"""Callers that write without pause, and remember what they were told and what they were not."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import mint
from deploy.issuing import AGENCY
from shared.positions import Positions
from tests.chaos.lives import House

WRITERS = 32
LONGEST = 90.0  # seconds that a call may hang before it counts as never answered


@dataclass
class Callers:
    """What was said under which key, and what came back.

    `answered`: key → the position it was told, in plain; `open`: keys of calls without a whole
    answer or with a 503; `wrong`: answers that should not be; `seconds`: how long each answered
    call took.
    """

    session: aiohttp.ClientSession
    url: str
    sealed: Positions
    answered: dict[str, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    _keys: "count[int]" = field(default_factory=count)

    async def call(self, key: str) -> int:
        """One keyed write, to one service or the other; its status, 0 without an answer."""
        number = key.rpartition("-")[2]
        path, body = (
            ("/v1/workstations", {"region": "410105001000", "name": f"工作站{number}"})
            if int(number) % 2
            else (
                "/v1/publications",
                {
                    "region": "410105001000",
                    "occurred_on": "2019-03-04",
                    "channel": "website",
                    "title": f"第{number}篇",
                },
            )
        )
        began = time.monotonic()
        try:
            async with self.session.post(
                self.url + path, json=body, headers={"Idempotency-Key": key}
            ) as answer:
                output = await answer.json(content_type=None)
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            self.open.add(key)
            return 0
        took = time.monotonic() - began
        if answer.status == 201:
            self.answered[key] = self._plain(output["position"])
            self.open.discard(key)
            self.seconds.append(took)
        elif answer.status == 503 and output["type"] and int(answer.headers["Retry-After"]) > 0:
            self.open.add(key)
            self.refused.append(took)
        else:
            self.wrong.append(f"{answer.status} {output}")
        return answer.status

    async def write(self, number: int) -> float:
        """So many writes, one after the other; the median of their seconds."""
        self.seconds.clear()
        for _ in range(number):
            assert await self.call(self._next()) == 201
        return statistics.median(self.seconds)

    async def repeat(self) -> None:
        """Say again what was not answered, under the same keys."""
        for key in sorted(self.open):
            assert await self.call(key) == 201
        assert not self.open

    def _plain(self, position: str) -> str:
        stream_id, version = self.sealed.open(AGENCY, position)
        return f"{stream_id}@{version}"

    def positions(self) -> set[str]:
        """Where the answered calls stand in the journals."""
        assert len({*self.answered.values()}) == len(self.answered)
        return {*self.answered.values()}

    @asynccontextmanager
    async def without_pause(self) -> AsyncIterator[None]:
        """Have 32 of them write for the length of an ``async with``, or while they are heard."""
        over = asyncio.Event()

        async def write() -> None:
            while not over.is_set():
                status = await self.call(self._next())
                if status == 0:
                    return  # the instance has gone
                if status != 201:
                    await asyncio.sleep(0.05)

        writers = [asyncio.create_task(write()) for _ in range(WRITERS)]
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(*writers)

    def _next(self) -> str:
        return f"key-{next(self._keys)}"


@asynccontextmanager
async def callers(house: House) -> AsyncIterator[Callers]:
    """Callers of a house's instances."""
    token = mint(DataFolder(house.data))
    timeout = aiohttp.ClientTimeout(total=LONGEST)
    headers = {"Authorization": f"Bearer {token}"}
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        headers=headers, timeout=timeout, connector=connector
    ) as session:
        positions = Positions.read(DataFolder(house.data).position_key)
        yield Callers(session, house.url, positions)


def journalled(house: House) -> list[str]:
    """The positions of everything in the journals."""
    return [
        f"{event['stream_id']}@{event['version']}"
        for source in ("cases", "outreach")
        for event in house.journal(source)
    ]
