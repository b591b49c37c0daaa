"""A service running in a thread of its own, with real things in it for a fuzz to reach."""

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from shared.catalogue import ACTIONS
from tests.databases import Databases
from tests.fuzz.checking import Answer
from tests.positions import opened
from tests.services.examples import CALLERS, Example, Runner, examples_of
from tests.services.service import Client, services_token, token
from tests.services.whole import MakeDatabase, running

_KEPT = 30  # things of each kind


@dataclass
class World:
    """Where the service is, its document, a good token, and what is known to exist."""

    url: str
    document: dict[str, Any]
    examples: list[Example]
    token: str = field(default_factory=lambda: token("agency", "41", actions=ACTIONS))
    services_token: str = field(default_factory=services_token)
    things: dict[str, deque[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=count)
    answered: Counter[int] = field(default_factory=Counter)

    def token_for(self, path: str) -> str:
        """The token that opens a path."""
        return self.services_token if path.startswith("/v1/journal") else self.token

    def learn(self, body: Any) -> None:
        """Remember what an answer says that there is."""
        if not isinstance(body, Mapping):
            return
        for name, value in body.items():
            if name.endswith("_id") and isinstance(value, str):
                self.things.setdefault(name, deque(maxlen=_KEPT)).append(value)
        position = body.get("position")
        if isinstance(position, str):
            stream, _, version = opened(position, *CALLERS).partition("@")
            identity = stream.partition("-")[2]  # a replayed answer tells an old version
            self.versions[identity] = max(int(version), self.versions.get(identity, 0))

    def heard(self, answer: Answer) -> None:
        """Count an answer, and learn from it."""
        self.answered[answer.status] += 1
        if answer.status in (200, 201) and answer.kind == "application/json":
            self.learn(answer.json())

    def thing(self, name: str, number: int) -> str | None:
        """One of the things of a kind, such as ``case_id``."""
        known = self.things.get(name)
        return known[number % len(known)] if known else None

    def current(self, path: str) -> str:
        """The ETag to be expected at a path."""
        return f'"{next((v for id_, v in self.versions.items() if id_ in path), 1)}"'

    def new_key(self) -> str:
        """An idempotency key that was never used."""
        return f"fuzz-{next(self.keys)}"


@contextmanager
def world_of(service: str, databases: Databases, folder: Path) -> Iterator[World]:
    """The service, running, after each of its examples was done once."""
    made: list[str] = []

    async def make(migrate: Any) -> str:
        made.append(await databases.make(migrate))
        return made[-1]

    async def clean() -> None:
        for dsn in made:
            await databases.drop(dsn)

    with _in_a_thread(service, make, folder) as url:
        yield asyncio.run(_peopled(url))
    asyncio.run(clean())


async def _peopled(url: str) -> World:
    async with aiohttp.ClientSession() as session:
        api = Client(url, session, token("agency", "41", actions=ACTIONS))
        document = (await api.get("/openapi.json")).body
        runner = Runner(api, document)
        replies = await runner.run_all()
    world = World(url, document, [runner.realised(e) for e in examples_of(document)])
    for reply in replies.values():
        world.learn(reply.body)
    return world


@contextmanager
def _in_a_thread(service: str, make: MakeDatabase, folder: Path) -> Iterator[str]:
    """Serve until the end of the ``with``; a fault in the thread is raised here."""
    ready, urls, failed = threading.Event(), list[str](), list[BaseException]()
    loop = asyncio.new_event_loop()
    finish = asyncio.Event()

    async def serve() -> None:
        async with running(service, make, folder) as client:
            urls.append(client.url)
            ready.set()
            await finish.wait()

    def work() -> None:
        try:
            loop.run_until_complete(serve())
        except BaseException as error:
            failed.append(error)
        finally:
            ready.set()
            loop.close()

    thread = threading.Thread(target=work, name=f"{service} under fuzz")
    thread.start()
    ready.wait()
    try:
        if failed:
            raise failed[0]
        yield urls[0]
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(finish.set)
        thread.join()
    if failed:
        raise failed[0]
