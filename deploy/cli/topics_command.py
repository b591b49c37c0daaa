"""`waystation topics`: make or check Kafka's topics."""

import asyncio

import click
from pydantic import Field

from deploy.cli.settings import from_environment
from deploy.language import echo
from deploy.topics import PARTITIONS, make_topics
from shared import logs
from shared.addresses import KAFKA_MEANING, KafkaAddress
from shared.catalogue import TOPICS
from shared.kafka.security import KafkaSecurity

KAFKA_WITHIN = 60.0  # seconds to wait for Kafka


class TopicsSettings(KafkaSecurity):
    """What an operator sets for `waystation topics`."""

    kafka: KafkaAddress = Field(description=KAFKA_MEANING)
    partitions: int = Field(
        PARTITIONS, ge=1, le=1000, description="Partitions of each topic; never changed later."
    )
    replication: int = Field(1, ge=1, le=100, description="Replicas of each topic.")
    kafka_rights: bool = Field(
        False, description="Whether relays and reporting get their rights (ACLs) at Kafka too."
    )


@click.command("topics")
def command() -> None:
    """Make the topics at Kafka, or check those that are there; safe to repeat.

    The settings are WAYSTATION_KAFKA, what Kafka asks for, and, if others than one broker's are
    wanted, WAYSTATION_PARTITIONS and WAYSTATION_REPLICATION. WAYSTATION_KAFKA_RIGHTS has it give
    relays and reporting their rights too (docs/settings.md).
    """
    settings = from_environment(TopicsSettings)
    logs.configure("topics")
    asyncio.run(
        make_topics(
            settings.kafka,
            patience=KAFKA_WITHIN,
            setting="WAYSTATION_KAFKA",
            partitions=settings.partitions,
            replication=settings.replication,
            security=settings.for_client(),
            rights=settings.kafka_rights,
        )
    )
    names = ", ".join(TOPICS)
    echo(
        zh=f"主题已就绪：{names}，各 {settings.partitions} 个分区，永久保存。",
        en=f"Topics are ready: {names}, {settings.partitions} partitions each, kept for ever.",
    )
