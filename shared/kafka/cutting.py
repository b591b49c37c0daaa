"""Cutting the connections of a client of Kafka, whatever the broker does."""

import asyncio
import contextlib

from aiokafka.client import AIOKafkaClient

PATIENCE = 1.0  # seconds for what is left to do on this side


async def cut(client: AIOKafkaClient) -> None:
    """Drop every connection at once, and close the client.

    Its own `close` first waits until all that was written has gone out. A broker that is frozen
    keeps its connections and takes nothing, for as long as it likes; what waits to be sent
    would stay in memory as long, once for each attempt.
    """
    for connection in [*client._conns.values()]:
        if connection._writer is not None:
            connection._writer.transport.abort()
    with contextlib.suppress(Exception):
        async with asyncio.timeout(PATIENCE):
            await client.close()
