"""Fresh topics for tests, and Waystation's own gone."""

import asyncio
import time
from types import TracebackType
from typing import Protocol, Self
from uuid import uuid4

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.catalogue import TOPICS


class MakeTopic(Protocol):
    """Makes one more topic, deleted at the test's end."""

    async def __call__(self, partitions: int = 3) -> str:
        """Its name."""


class Topics:
    """Makes topics on a broker, and deletes them when left."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self._made: list[str] = []

    async def __aenter__(self) -> Self:
        self._admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap)
        await self._admin.start()
        return self

    async def make(self, partitions: int = 3) -> str:
        """A new topic's name."""
        name = f"waystation.test.{uuid4()}"
        answer = await self._admin.create_topics([NewTopic(name, partitions, 1)])
        assert all(code == 0 for _, code, *_ in answer.topic_errors), answer
        self._made.append(name)
        return name

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._made:
            await self._admin.delete_topics(self._made)
        await self._admin.close()


async def forget_ours(bootstrap: str) -> None:
    """Delete Waystation's own topics from a broker."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        deadline = time.monotonic() + 60
        while there := sorted({*await admin.list_topics()} & {*TOPICS}):
            assert time.monotonic() < deadline, f"{there} cannot be deleted"
            await admin.delete_topics(there)
            await asyncio.sleep(0.2)
    finally:
        await admin.close()
