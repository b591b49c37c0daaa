"""Topics are made once, keep their shape, and forget nothing."""

import asyncio
import time
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import InvalidReplicationFactorError, KafkaError
from structlog.testing import capture_logs

from deploy.kafka.plain import free_port
from shared.kafka.topics import OtherPartitions, ensure_topics
from tests.topics import MakeTopic

pytestmark = pytest.mark.kafka

FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}


async def settings_of(admin: AIOKafkaAdminClient, topic: str) -> dict[str, str]:
    """The settings of a topic, as the broker tells them."""
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    return {name: value for name, value, *_ in answer.resources[0][4]}


async def test_topics_are_kept_for_ever(kafka: str) -> None:
    """Topics are made once, with unlimited retention, and a second call changes nothing."""
    topic = f"waystation.test.{uuid4()}"
    await ensure_topics(kafka, {topic: 2})
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    with capture_logs() as logs:
        await ensure_topics(kafka, {topic: 2})
    (described,) = await admin.describe_topics([topic])
    settings = await settings_of(admin, topic)
    await admin.delete_topics([topic])
    await admin.close()
    assert logs == []
    assert len(described["partitions"]) == 2
    assert settings.items() >= FOR_EVER.items()


async def test_another_number_of_partitions_is_refused(kafka: str, make_topic: MakeTopic) -> None:
    """A topic with other partitions than wanted stays as it is; both numbers are told."""
    topic = await make_topic(3)
    with pytest.raises(OtherPartitions) as refusal:
        await ensure_topics(kafka, {topic: 6})
    assert (refusal.value.topic, refusal.value.existing, refusal.value.wanted) == (topic, 3, 6)


async def test_a_topic_that_would_forget_is_told_not_to(kafka: str) -> None:
    """Retention becomes unlimited, with a word in the log; its other settings stay."""
    topic = f"waystation.test.{uuid4()}"
    limited = {"retention.ms": "60000", "cleanup.policy": "compact", "max.message.bytes": "2000000"}
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 1, 1, topic_configs=limited)])
    with capture_logs() as logs:
        await ensure_topics(kafka, {topic: 1})
    settings = await settings_of(admin, topic)
    await admin.delete_topics([topic])
    await admin.close()
    assert settings.items() >= FOR_EVER.items()
    assert settings["max.message.bytes"] == "2000000"
    (line,) = (line for line in logs if line["event"] == "topic_was_limited")
    assert line["reason"] == "cleanup.policy, retention.ms"


async def test_two_may_make_the_same_topic_at_once(kafka: str) -> None:
    """Who comes second finds it made."""
    topic = f"waystation.test.{uuid4()}"
    await asyncio.gather(*(ensure_topics(kafka, {topic: 2}) for _ in range(3)))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.delete_topics([topic])
    await admin.close()


async def test_too_few_brokers_are_told(kafka: str) -> None:
    """More replicas than brokers is an error that says so."""
    with pytest.raises(InvalidReplicationFactorError):
        await ensure_topics(kafka, {f"waystation.test.{uuid4()}": 1}, 99, patience=2)


async def test_a_broker_that_is_away_is_waited_for() -> None:
    """As long as patience lasts, and no longer."""
    began = time.monotonic()
    with pytest.raises((KafkaError, OSError)):
        await ensure_topics(f"127.0.0.1:{free_port()}", {"topic": 1}, patience=2)
    assert 0.5 < time.monotonic() - began < 10
