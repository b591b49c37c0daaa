"""What stands in the way of the topics is told as a sentence with the way out."""

import time

import pytest

from deploy.sentence import CannotGoOn
from deploy.topics import make_topics
from shared.kafka import TOPICS, ensure_topics
from tests.servers import Broker

pytestmark = pytest.mark.kafka


async def test_a_frozen_broker_ends_the_patience(own_kafka: Broker) -> None:
    """One that takes connections and answers nothing is given up too, as a sentence."""
    own_kafka.pause()
    began = time.monotonic()
    with pytest.raises(CannotGoOn, match="WAYSTATION_KAFKA names one of its brokers"):
        await make_topics(own_kafka.address, patience=2, setting="WAYSTATION_KAFKA")
    assert time.monotonic() - began < 5


async def test_other_partitions_are_a_sentence_with_the_way_out(own_kafka: Broker) -> None:
    """The operator is told which number to ask for."""
    await ensure_topics(own_kafka.address, dict.fromkeys(TOPICS, 6))
    with pytest.raises(CannotGoOn, match=r"has 6 partitions, and 4 are wanted.*PARTITIONS=6"):
        await make_topics(own_kafka.address, patience=10, setting="WAYSTATION_KAFKA", partitions=4)
