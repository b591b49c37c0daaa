"""Asks Kafka for one topic again and again: whether Kafka answers and has it."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from shared.kafka.admin import administering

ASK_EVERY = 2.0  # seconds
ANSWER_WITHIN = 5.0  # seconds


class TopicMissing(Exception):
    """Kafka answers, but has no such topic."""


async def keep_asking(
    bootstrap: str,
    topic: str,
    answered: Callable[[], None],
    failed: Callable[[BaseException], None] = lambda error: None,
    *,
    security: Mapping[str, Any] | None = None,
) -> NoReturn:
    """Ask every two seconds until cancelled; call `answered` or `failed` each time."""
    while True:
        try:
            async with administering(bootstrap, ANSWER_WITHIN, security) as admin:
                # All are listed: asking for one by name would make it, where brokers make topics.
                while topic in await admin.list_topics():
                    answered()
                    await asyncio.sleep(ASK_EVERY)
            raise TopicMissing(topic)
        except Exception as error:
            failed(error)
        await asyncio.sleep(ASK_EVERY)
