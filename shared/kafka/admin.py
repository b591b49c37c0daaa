"""A client for Kafka's administration, closed whatever the broker does."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient

from shared.kafka.cutting import cut


@asynccontextmanager
async def administering(
    bootstrap: str, patience: float, security: Mapping[str, Any] | None = None
) -> AsyncIterator[AIOKafkaAdminClient]:
    """A client for the length of an ``async with``; a request waits `patience` seconds.

    Entering and asking raise aiokafka's `KafkaError`, OSError or TimeoutError.
    """
    admin = AIOKafkaAdminClient(
        bootstrap_servers=bootstrap, request_timeout_ms=int(patience * 1000), **(security or {})
    )
    try:
        await admin.start()
        yield admin
    finally:
        await cut(admin._client)
