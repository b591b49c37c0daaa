"""Asks Kafka for one topic again and again, for those who want to know whether it is there."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn, Self

from aiokafka.admin import AIOKafkaAdminClient

from shared.kafka.cutting import cut

PAUSE = 2.0  # seconds between two questions


class TopicMissing(Exception):
    """Kafka answers, and has no such topic."""


class Asker:
    """A connection to Kafka, for the length of an ``async with``; a broken one stays broken.

    To enter it and to ask raise aiokafka's `KafkaError`, OSError or TimeoutError.
    """

    def __init__(self, bootstrap: str, topic: str, patience: float = 5.0) -> None:
        self._topic = topic
        self._admin = AIOKafkaAdminClient(
            bootstrap_servers=bootstrap, request_timeout_ms=int(patience * 1000)
        )

    async def __aenter__(self) -> Self:
        """Connect."""
        try:
            await self._admin.start()
        except BaseException:
            await cut(self._admin._client)
            raise
        return self

    async def ask(self) -> None:
        """Return if the topic is there; raises TopicMissing if it is not."""
        # All are listed: to ask for one by its name would make it, where brokers make topics.
        if self._topic not in await self._admin.list_topics():
            raise TopicMissing(self._topic)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Hang up."""
        await cut(self._admin._client)


async def keep_asking(
    bootstrap: str,
    topic: str,
    heard: Callable[[], None],
    failed: Callable[[BaseException], None] = lambda error: None,
) -> NoReturn:
    """Ask every two seconds until cancelled; tell of each answer, and of each that stayed out."""
    while True:
        try:
            async with Asker(bootstrap, topic) as asker:
                while True:
                    await asker.ask()
                    heard()
                    await asyncio.sleep(PAUSE)
        except Exception as error:
            failed(error)
        await asyncio.sleep(PAUSE)
