"""What stands in the way of the topics is told as a sentence with the way out."""

import time

import pytest
from aiokafka.errors import PolicyViolationError, TopicAuthorizationFailedError

from deploy.sentence import CannotGoOn
from deploy.topics import make_topics
from shared.catalogue import TOPICS
from shared.kafka.topics import ensure_topics
from tests.servers import Broker
from tests.topics import forget_ours

pytestmark = pytest.mark.kafka


async def test_a_frozen_broker_ends_the_patience(own_kafka: Broker) -> None:
    """One that takes connections and answers nothing is given up too, as a sentence."""
    own_kafka.pause()
    began = time.monotonic()
    with pytest.raises(CannotGoOn, match="WAYSTATION_KAFKA names one of its brokers"):
        await make_topics(own_kafka.address, patience=2, setting="WAYSTATION_KAFKA")
    assert time.monotonic() - began < 10


async def test_other_partitions_are_a_sentence_with_the_way_out(own_kafka: Broker) -> None:
    """The operator is told which number to ask for."""
    await ensure_topics(own_kafka.address, dict.fromkeys(TOPICS, 6))
    with pytest.raises(CannotGoOn, match=r"has 6 partitions, and 4 are wanted.*PARTITIONS=6"):
        await make_topics(own_kafka.address, patience=10, setting="WAYSTATION_KAFKA", partitions=4)


async def test_without_a_wish_topics_keep_the_partitions_they_have(own_kafka: Broker) -> None:
    """Who asks for no number, as `waystation up` does, takes what is there."""
    await forget_ours(own_kafka.address)
    await ensure_topics(own_kafka.address, dict.fromkeys(TOPICS, 2))
    await make_topics(own_kafka.address, patience=10, setting="--kafka")
    with pytest.raises(CannotGoOn, match="has 2 partitions"):
        await make_topics(own_kafka.address, patience=10, setting="--kafka", partitions=6)
    await forget_ours(own_kafka.address)


async def test_more_replicas_than_brokers_are_told(own_kafka: Broker) -> None:
    """By the setting that asks for them."""
    await forget_ours(own_kafka.address)
    with pytest.raises(CannotGoOn, match=r"fewer than 3 brokers.*WAYSTATION_REPLICATION"):
        await make_topics(own_kafka.address, patience=2, setting="--kafka", replication=3)


@pytest.mark.parametrize("error", [TopicAuthorizationFailedError, PolicyViolationError])
async def test_a_refusal_is_not_told_as_silence(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """A broker that answers and does not let topics be made is told apart from one that is away."""

    async def ensure(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("deploy.topics.ensure_topics", ensure)
    with pytest.raises(CannotGoOn, match=rf"answers, and refuses the topics \({error.__name__}\)"):
        await make_topics("kafka:9092", patience=2, setting="--kafka")
