"""`waystation topics`: make or check Kafka's topics."""

import asyncio

import click
from pydantic import Field

from deploy.cli.settings import from_environment
from deploy.language import echo
from deploy.topics import PARTITIONS, make_topics
from shared import logs
from shared.addresses import KafkaAddress
from shared.catalogue import TOPICS
from shared.settings import Settings

KAFKA_WITHIN = 60.0  # seconds to wait for Kafka


class TopicsSettings(Settings):
    """What an operator sets for `waystation topics`."""

    kafka: KafkaAddress
    partitions: int = Field(PARTITIONS, ge=1, le=1000)
    replication: int = Field(1, ge=1, le=100)


@click.command("topics")
def command() -> None:
    """Make the topics at Kafka, or check those that are there; safe to repeat.

    The settings are WAYSTATION_KAFKA, and, if others than one broker's are wanted,
    WAYSTATION_PARTITIONS and WAYSTATION_REPLICATION.
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
        )
    )
    names = ", ".join(TOPICS)
    echo(
        zh=f"主题已就绪：{names}，各 {settings.partitions} 个分区，永久保存。",
        en=f"Topics are ready: {names}, {settings.partitions} partitions each, kept for ever.",
    )
