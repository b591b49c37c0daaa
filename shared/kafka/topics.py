"""The topics of published events: made once, in one shape, kept for ever."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    InvalidReplicationFactorError,
    KafkaError,
    TopicAlreadyExistsError,
    for_code,
)

from shared.kafka.admin import administering

log = structlog.get_logger(__name__)

_FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
_SET_ON_TOPIC = 1  # a setting's source; others are the broker's, or defaults
_RETRY_EVERY = 1.0  # seconds
_ANSWER_WITHIN = 10.0  # seconds


class OtherPartitions(Exception):
    """A topic is there with another number of partitions than is wanted."""

    def __init__(self, topic: str, existing: int, wanted: int) -> None:
        super().__init__(f"{topic} has {existing} partitions, not {wanted}.")
        self.topic, self.existing, self.wanted = topic, existing, wanted


async def ensure_topics(
    bootstrap: str,
    topics: Mapping[str, int],
    replication: int = 1,
    *,
    any_shape: bool = False,
    patience: float = 10.0,
    security: Mapping[str, Any] | None = None,
) -> None:
    """Have the topics at Kafka: name → number of partitions, retention unlimited.

    Missing ones are made; with three or more replicas, a write needs all but one of them. A topic
    that would delete events is changed to keep them. A broker that does not answer, or too few
    brokers, are waited for `patience` seconds. Raises `OtherPartitions` for a topic of another
    shape (its streams would move) unless `any_shape` will do, and aiokafka's `KafkaError`, OSError
    or TimeoutError.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        try:
            async with (
                asyncio.timeout_at(deadline),
                administering(bootstrap, _ANSWER_WITHIN, security) as admin,
            ):
                partitions = await _partitions(admin)
                existing = [name for name in topics if name in partitions]
                for name in existing:
                    if partitions[name] != topics[name] and not any_shape:
                        raise OtherPartitions(name, partitions[name], topics[name])
                await _make(admin, {n: topics[n] for n in topics if n not in existing}, replication)
                await _keep_for_ever(admin, existing)
                return
        except (KafkaError, OSError, TimeoutError) as error:
            if not _may_succeed_later(error) or loop.time() + _RETRY_EVERY > deadline:
                raise
            log.info("topics_not_made_yet", reason=type(error).__name__)
        await asyncio.sleep(_RETRY_EVERY)


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """How many partitions each topic has that is there."""
    # All are listed: asking for one by name would make it, where brokers make topics.
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}


async def _make(admin: AIOKafkaAdminClient, topics: Mapping[str, int], replication: int) -> None:
    if not topics:
        return
    settings = dict(_FOR_EVER)
    if replication > 2:
        settings["min.insync.replicas"] = str(replication - 1)
    answer = await admin.create_topics(
        [
            NewTopic(name, partitions, replication, topic_configs=settings)
            for name, partitions in topics.items()
        ]
    )
    for name, code, message, *_ in answer.topic_errors:
        _refuse(name, code, message)
        log.info("topic_made", topic=name, count=topics[name])


async def _keep_for_ever(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> None:
    if not topics:
        return
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in topics]
    (answer,) = await admin.describe_configs(resources)
    for code, message, _, name, entries in answer.resources:
        _refuse(name, code, message)
        settings = {entry[0]: entry[1] for entry in entries}
        limited = {key for key, value in _FOR_EVER.items() if settings.get(key) != value}
        if not limited:
            continue
        # A setting that is not repeated falls back to the broker's own.
        kept = {entry[0]: entry[1] for entry in entries if entry[3] == _SET_ON_TOPIC}
        resource = ConfigResource(ConfigResourceType.TOPIC, name, kept | _FOR_EVER)
        (altered,) = await admin.alter_configs([resource])
        for altered_code, altered_message, *_ in altered.resources:
            _refuse(name, altered_code, altered_message)
        log.warning("topic_was_limited", topic=name, reason=", ".join(sorted(limited)))


def _refuse(topic: str, code: int, message: str | None) -> None:
    if code:
        raise for_code(code)(f"{topic}: {message}")


def _may_succeed_later(error: Exception) -> bool:
    """Whether trying again may help: more brokers may come, another may have made a topic."""
    return not isinstance(error, KafkaError) or (
        error.retriable
        or isinstance(error, InvalidReplicationFactorError | TopicAlreadyExistsError)
    )
