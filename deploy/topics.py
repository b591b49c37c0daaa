"""Waystation's topics, made at Kafka; failures are explained in a sentence."""

from aiokafka.errors import BrokerResponseError, InvalidReplicationFactorError, KafkaError

from deploy.sentence import CannotGoOn
from shared.catalogue import TOPICS
from shared.kafka.topics import OtherPartitions, ensure_topics

PARTITIONS = 6


async def make_topics(
    kafka: str,
    *,
    patience: float,
    setting: str,
    partitions: int | None = None,
    replication: int = 1,
) -> None:
    """Have the topics at Kafka, which is waited for `patience` seconds.

    `setting` is the operator's name for the address. Without `partitions`, existing topics keep
    theirs. Raises CannotGoOn.
    """
    wanted = dict.fromkeys(TOPICS, partitions or PARTITIONS)
    try:
        await ensure_topics(
            kafka, wanted, replication, any_shape=partitions is None, patience=patience
        )
    except OtherPartitions as other:
        raise _other_partitions(other) from None
    except BrokerResponseError as error:
        raise _refused(kafka, error, replication) from error
    except (KafkaError, OSError, ValueError) as error:
        raise CannotGoOn(
            zh=f"Kafka 在 {kafka} 没有应答（{type(error).__name__}）；请确认它正在运行，"
            f"且 {setting} 写的是其节点的 主机:端口。",
            en=f"Kafka does not answer at {kafka} ({type(error).__name__}); see that it runs and"
            f" that {setting} names one of its brokers as host:port.",
        ) from error


def _refused(kafka: str, error: BrokerResponseError, replication: int) -> CannotGoOn:
    if isinstance(error, InvalidReplicationFactorError) and replication > 1:
        return CannotGoOn(
            zh=f"Kafka（{kafka}）的节点少于 {replication} 个；请启动更多节点，"
            "或减少副本数（WAYSTATION_REPLICATION）。",
            en=f"Kafka at {kafka} has fewer than {replication} brokers; start more of them, or ask"
            " for fewer replicas (WAYSTATION_REPLICATION).",
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
