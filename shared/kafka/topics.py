"""The topics of published events: made once, kept for ever."""

from collections.abc import Mapping
from typing import Any

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

log = structlog.get_logger(__name__)

_FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}


async def ensure_topics(
    bootstrap: str,
    topics: Mapping[str, int],
    replication: int = 1,
    *,
    security: Mapping[str, Any] | None = None,
) -> None:
    """Make the topics that do not exist: name → number of partitions, retention unlimited.

    With three replicas and more, a write needs all but one of them. An existing topic stays as
    it is: other partitions would move its streams. Raises aiokafka's `KafkaError`.
    """
    settings = dict(_FOR_EVER)
    if replication > 2:
        settings["min.insync.replicas"] = str(replication - 1)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **dict(security or {}))
    try:
        await admin.start()
        answer = await admin.create_topics(
            [
                NewTopic(name, partitions, replication, topic_configs=settings)
                for name, partitions in topics.items()
            ]
        )
        for name, code, message, *_ in answer.topic_errors:
            error = for_code(code)
            if error is TopicAlreadyExistsError:
                continue
            if code:
                raise error(f"{name}: {message}")
            log.info("topic_made", topic=name, count=topics[name])
    finally:
        await admin.close()
