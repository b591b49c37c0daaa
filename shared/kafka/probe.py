"""Asks Kafka for one topic again and again, for those who want to know whether it is there."""

import asyncio
from collections.abc import Callable
from typing import NoReturn

from shared.kafka.admin import administering

PAUSE = 2.0  # seconds between two questions
PATIENCE = 5.0  # seconds for an answer


class TopicMissing(Exception):
    """Kafka answers, and has no such topic."""


async def keep_asking(
    bootstrap: str,
    topic: str,
    heard: Callable[[], None],
    failed: Callable[[BaseException], None] = lambda error: None,
) -> NoReturn:
    """Ask every two seconds until cancelled; tell of each answer, and of each that stayed out."""
    while True:
        try:
            async with administering(bootstrap, PATIENCE) as admin:
                # All are listed: to ask for one by name would make it, where brokers make topics.
                while topic in await admin.list_topics():
                    heard()
                    await asyncio.sleep(PAUSE)
            raise TopicMissing(topic)
        except Exception as error:
            failed(error)
        await asyncio.sleep(PAUSE)
