"""A Kafka that has forgotten the topics of the instances before."""

import asyncio
import time

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from shared.kafka import TOPICS
from tests.servers import Broker


@pytest.fixture
def clean_kafka(own_kafka: Broker) -> str:
    """The address of a broker without Waystation's topics."""
    asyncio.run(_forget(own_kafka.address))
    return own_kafka.address


async def _forget(bootstrap: str) -> None:
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
