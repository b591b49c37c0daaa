"""A Kafka that has forgotten the topics of the instances before."""

import asyncio

import pytest

from tests.servers import Broker
from tests.topics import forget_ours


@pytest.fixture
def clean_kafka(own_kafka: Broker) -> str:
    """The address of a broker without Waystation's topics."""
    asyncio.run(forget_ours(own_kafka.address))
    return own_kafka.address
