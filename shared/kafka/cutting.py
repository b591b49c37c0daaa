"""Cutting the connections of a Kafka client, whatever the broker does."""

import asyncio
import contextlib

from aiokafka.client import AIOKafkaClient

CLOSE_WITHIN = 1.0  # seconds


async def cut(client: AIOKafkaClient) -> None:
    """Drop every connection at once, and close the client.

    Its own `close` first waits until everything written is sent. A frozen broker keeps its
    connections and takes nothing; the unsent data would stay in memory, once for each attempt.
    """
    for connection in [*client._conns.values()]:
        if connection._writer is not None:
            connection._writer.transport.abort()
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSE_WITHIN):
            await client.close()
