"""How events come from the journals to the reports: straight across, or through Kafka."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import asyncpg

from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from shared.catalogue import TOPICS
from shared.database import Connection
from shared.journal.received_event import Handler, ReceivedEvent
from shared.journal.relay import Batch, Connect, Publish, Relay
from shared.kafka.publisher import KafkaPublisher

Relays = Sequence[asyncio.Task[None]]


@asynccontextmanager
async def carrying_across(server: Postgres, reporting: Handler) -> AsyncIterator[Relays]:
    """Hand every journal's events straight to the reports for the length of an ``async with``.

    Gives the relays; one that ends before has an exception.
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
async def carrying_through(server: Postgres, kafka: str) -> AsyncIterator[Relays]:
    """The same, but publish them to Kafka, where reporting reads them by itself."""
    publishers = {source: KafkaPublisher(kafka, source, topic) for topic, source in TOPICS.items()}
    ways = {source: publisher.publish for source, publisher in publishers.items()}
    try:
        async with _relaying(server, ways) as relays:
            yield relays
    finally:
        await asyncio.gather(*(publisher.close() for publisher in publishers.values()))


def check_way(folder: DataFolder, kafka: str | None) -> None:
    """Hold a data folder to the way that its events went before.

    The two count what they deliver differently: a reader that changed from one to the other
    would take what it never saw for seen. Raises CannotGoOn when the folder goes the other way.
    """
    before = _way_before(folder)
    if before is None or before == _way(kafka):
        return
    if before == "kafka":
        raise CannotGoOn(
            f"The events of {folder.path} go through Kafka; start it with --kafka HOST:PORT.",
            f"{folder.path} 的事件经由 Kafka 传送；请加上 --kafka 主机:端口 启动。",
        )
    raise CannotGoOn(
        f"The events of {folder.path} do not go through Kafka; start it without --kafka, or"
        " take another folder with --data-dir.",
        f"{folder.path} 的事件不经由 Kafka；请去掉 --kafka 启动，或用 --data-dir 另选文件夹。",
    )


def remember_way(folder: DataFolder, kafka: str | None) -> None:
    """Note the way of a data folder's events, before the first of them goes it."""
    if _way_before(folder) is None:
        # Whole or not at all: half a note would keep the folder from ever starting again.
        draft = folder.path / "way.new"
        draft.write_text(_way(kafka) + "\n")
        draft.replace(folder.path / "way")


def _way(kafka: str | None) -> str:
    return "kafka" if kafka else "straight"


def _way_before(folder: DataFolder) -> str | None:
    note = folder.path / "way"
    return note.read_text().strip() if note.exists() else None


@asynccontextmanager
async def _relaying(server: Postgres, ways: Mapping[str, Publish]) -> AsyncIterator[Relays]:
    def connecting(source: str) -> Connect:
        async def connect() -> Connection:
            connection: Connection = await asyncpg.connect(
                server.address(source, f"{source}_relay"), timeout=5, command_timeout=60
            )
            return connection

        return connect

    relays = [
        asyncio.create_task(Relay(source, connecting(source), publish).run())
        for source, publish in ways.items()
    ]
    try:
        yield relays
    finally:
        await asyncio.gather(*(_ended(relay) for relay in relays))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
