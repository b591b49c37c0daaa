"""How events get from the journals to the reports: directly, or through Kafka."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import asyncpg

from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from shared.catalogue import TOPICS, WRITING_SERVICES
from shared.database import Connection
from shared.journal.received_event import Handler, ReceivedEvent
from shared.journal.relay import Batch, Connect, Publish, Relay
from shared.kafka.publisher import KafkaPublisher
from shared.kafka.security import KafkaSecurity

Relays = Sequence[asyncio.Task[None]]

ROLES = {service.name: service.relay for service in WRITING_SERVICES}


@asynccontextmanager
async def relaying_directly(server: Postgres, reporting: Handler) -> AsyncIterator[Relays]:
    """Hand every journal's events directly to the reports for the length of an ``async with``.

    Yields the relays; one that ends before the end has an exception.
    """

    async def publish(batch: Batch) -> None:
        received = [
            ReceivedEvent(
                offset, event.event_id, event.type, event.stream_id, event.version,
                event.recorded_at, event.data,
            )
            for offset, event in enumerate(batch.events, batch.first_offset)
        ]  # fmt: skip
        await reporting.apply(batch.source, batch.partition, batch.first_offset, received)

    async with _relaying(server, dict.fromkeys(TOPICS.values(), publish)) as relays:
        yield relays


@asynccontextmanager
async def relaying_through_kafka(
    server: Postgres, kafka: str, security: KafkaSecurity
) -> AsyncIterator[Relays]:
    """The same, but publish them to Kafka, where reporting reads them by itself."""
    publishers = {
        source: KafkaPublisher(kafka, source, topic, security=security.for_client())
        for topic, source in TOPICS.items()
    }
    publish_by_source = {source: publisher.publish for source, publisher in publishers.items()}
    try:
        async with _relaying(server, publish_by_source) as relays:
            yield relays
    finally:
        await asyncio.gather(*(publisher.close() for publisher in publishers.values()))


def check_transport(folder: DataFolder, kafka: str | None) -> None:
    """Refuse to change the transport of a data folder's events.

    The two count what they deliver differently: after a change, reporting would take events for
    counted that it never received. Raises CannotGoOn when the folder uses the other one.
    """
    before = _recorded_transport(folder)
    if before is None or before == _transport(kafka):
        return
    if before == "kafka":
        raise CannotGoOn(
            zh=f"{folder.path} 的事件经由 Kafka 传送；请加上 --kafka 主机:端口 启动。",
            en=f"The events of {folder.path} go through Kafka; start it with --kafka HOST:PORT.",
        )
    raise CannotGoOn(
        zh=f"{folder.path} 的事件不经由 Kafka；请去掉 --kafka 启动，或用 --data-dir 另选文件夹。",
        en=f"The events of {folder.path} do not go through Kafka; start it without --kafka, or"
        " take another folder with --data-dir.",
    )


def record_transport(folder: DataFolder, kafka: str | None) -> None:
    """Write down the transport of a data folder's events, before the first of them is sent."""
    if _recorded_transport(folder) is None:
        # Whole or not at all: half a file would keep the folder from ever starting again.
        draft = folder.path / "way.new"
        draft.write_text(_transport(kafka) + "\n")
        draft.replace(folder.path / "way")


def _transport(kafka: str | None) -> str:
    return "kafka" if kafka else "straight"


def _recorded_transport(folder: DataFolder) -> str | None:
    file = folder.path / "way"
    return file.read_text().strip() if file.exists() else None


@asynccontextmanager
async def _relaying(server: Postgres, publishers: Mapping[str, Publish]) -> AsyncIterator[Relays]:
    def connecting(source: str) -> Connect:
        async def connect() -> Connection:
            connection: Connection = await asyncpg.connect(
                server.address(source, ROLES[source]), timeout=5, command_timeout=60
            )
            return connection

        return connect

    relays = [
        asyncio.create_task(Relay(source, connecting(source), publish).run())
        for source, publish in publishers.items()
    ]
    try:
        yield relays
    finally:
        await asyncio.gather(*(_ended(relay) for relay in relays))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
