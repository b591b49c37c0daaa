"""Waystation's topics, made at Kafka; failures are explained in a sentence."""

from collections.abc import Mapping
from typing import Any

from aiokafka.errors import (
    BrokerResponseError,
    InvalidReplicationFactorError,
    KafkaError,
    SecurityDisabled,
)

from deploy.sentence import CannotGoOn
from services.reporting.app import GROUP
from shared.catalogue import TOPIC_OF, TOPICS, WRITING_SERVICES
from shared.kafka.rights import Right, grant
from shared.kafka.topics import OtherPartitions, ensure_topics

PARTITIONS = 6

# The least that each user at Kafka needs; they are called as the roles at PostgreSQL are.
RIGHTS = (
    *(Right(each.relay, "write", "topic", TOPIC_OF[each.name]) for each in WRITING_SERVICES),
    *(Right("reporting", "read", "topic", topic) for topic in TOPICS),
    Right("reporting", "read", "group", GROUP),
)


async def make_topics(
    kafka: str,
    *,
    patience: float,
    setting: str,
    partitions: int | None = None,
    replication: int = 1,
    security: Mapping[str, Any] | None = None,
    rights: bool = False,
) -> None:
    """Have the topics at Kafka, which is waited for `patience` seconds.

    `setting` is the operator's name for the address. Without `partitions`, existing topics keep
    theirs. With `rights`, relays and reporting get those that they need. Raises CannotGoOn.
    """
    wanted = dict.fromkeys(TOPICS, partitions or PARTITIONS)
    try:
        await ensure_topics(
            kafka,
            wanted,
            replication,
            any_shape=partitions is None,
            patience=patience,
            security=security,
        )
        if rights:
            await grant(kafka, RIGHTS, security)
    except OtherPartitions as other:
        raise _other_partitions(other) from None
    except BrokerResponseError as error:
        raise _refused(kafka, error, replication) from error
    except (KafkaError, OSError, ValueError) as error:
        raise CannotGoOn(
            zh=f"Kafka 在 {kafka} 没有应答，或不让此用户登录（{type(error).__name__}）；"
            f"请确认它正在运行，{setting} 写的是其节点的 主机:端口，"
            "且 WAYSTATION_KAFKA_SECURITY 等 WAYSTATION_KAFKA_ 开头的设置与它的要求一致。",
            en=f"Kafka does not answer at {kafka}, or does not let this user in"
            f" ({type(error).__name__}); see that it runs, that {setting} names one of its brokers"
            " as host:port, and that WAYSTATION_KAFKA_SECURITY and the other settings that begin"
            " with WAYSTATION_KAFKA_ are as it wants them.",
        ) from error


def _refused(kafka: str, error: BrokerResponseError, replication: int) -> CannotGoOn:
    if isinstance(error, InvalidReplicationFactorError) and replication > 1:
        return CannotGoOn(
            zh=f"Kafka（{kafka}）的节点少于 {replication} 个；请启动更多节点，"
            "或减少副本数（WAYSTATION_REPLICATION）。",
            en=f"Kafka at {kafka} has fewer than {replication} brokers; start more of them, or ask"
            " for fewer replicas (WAYSTATION_REPLICATION).",
        )
    if isinstance(error, SecurityDisabled):
        return CannotGoOn(
            zh=f"Kafka（{kafka}）没有启用权限管理（authorizer）；请启用，"
            "或取消 WAYSTATION_KAFKA_RIGHTS。",
            en=f"Kafka at {kafka} has no authorizer, so it keeps no rights; give it one, or unset"
            " WAYSTATION_KAFKA_RIGHTS.",
        )
    return CannotGoOn(
        zh=f"Kafka（{kafka}）有应答，但拒绝了对主题的操作（{type(error).__name__}）；"
        "请检查其权限和策略，允许在此建立主题并修改主题设置。",
        en=f"Kafka at {kafka} answers, and refuses the topics ({type(error).__name__}); see that"
        " its rights and policies let topics be made and their settings be altered from here.",
    )


def _other_partitions(other: OtherPartitions) -> CannotGoOn:
    return CannotGoOn(
        zh=f"主题 {other.topic} 已有 {other.existing} 个分区，而要求的是 {other.wanted} 个；"
        f"请改为 {other.existing}（WAYSTATION_PARTITIONS={other.existing}），"
        "否则各事件流会换到别的分区；如其中从未发布过事件，也可删除该主题后重试。",
        en=f"The topic {other.topic} has {other.existing} partitions, and {other.wanted} are"
        f" wanted; ask for {other.existing} (WAYSTATION_PARTITIONS={other.existing}), since with"
        " another number its streams would change their partitions; or, if nothing was ever"
        " published there, delete the topic and try again.",
    )
