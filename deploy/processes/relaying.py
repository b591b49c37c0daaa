"""One relay as a process: from a service's journal to Kafka, and the state of both."""

import asyncio
from collections.abc import Mapping
from typing import Any, NoReturn

import asyncpg
import structlog
from asyncpg.connection import LoggedQuery
from prometheus_client import CollectorRegistry, Counter, Gauge
from pydantic import Field
from starlette.applications import Starlette

from deploy.processes.dependency import AWAY_AFTER, Dependency
from deploy.processes.running import listening
from deploy.processes.schema import check_schema
from deploy.sentence import CannotGoOn
from shared.addresses import KAFKA_MEANING, DatabaseAddress, KafkaAddress
from shared.catalogue import TOPIC_OF
from shared.database import Connection, DatabaseAway
from shared.http.health import health_routes, metrics_app
from shared.journal.cluster import JournalMoved
from shared.journal.relay import Batch, Publish, Relay
from shared.kafka.probe import keep_asking
from shared.kafka.publisher import KafkaPublisher
from shared.kafka.security import KafkaSecurity

log = structlog.get_logger(__name__)


RETRY_EVERY = 1.0  # seconds


class RelaySettings(KafkaSecurity):
    """What an operator sets for `waystation relay`: the journal, by the relay's role, and Kafka."""

    relay_database: DatabaseAddress = Field(
        description="The journal of the service (DSN), by the role of its relay."
    )
    kafka: KafkaAddress = Field(description=KAFKA_MEANING)


async def relay(
    source: str,
    settings: RelaySettings,
    host: str,
    port: int,
    metrics_port: int | None = None,
) -> None:
    """Carry a service's journal to its topic, until cancelled.

    A relay that stands by for another is as ready as the one that leads. Raises CannotGoOn
    when it cannot go on.
    """
    security = settings.for_client()
    publisher = KafkaPublisher(settings.kafka, source, TOPIC_OF[source], security=security)
    watched = WatchedRelay(source, settings, publisher.publish)
    app = Starlette(routes=health_routes(watched.readiness))
    metrics = metrics_app(watched.registry)
    async with listening(app, host, port, metrics, metrics_port) as serving:
        works = [
            asyncio.create_task(work)
            for work in (watched.run(), watched.ask_kafka(settings.kafka, security))
        ]
        try:
            ended, _ = await asyncio.wait({serving, *works}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for work in works:
                work.cancel()
            await asyncio.wait(works)
            await publisher.close()
        try:
            for task in ended:
                task.result()
        except JournalMoved as moved:
            raise CannotGoOn(
                zh=f"{source} 的日志被恢复到了另一个 PostgreSQL 集群中，其事务编号与原来不同，"
                "继续转发会遗漏事件；请改用物理备份恢复整个集群。",
                en=str(moved),
            ) from None


class WatchedRelay:
    """A relay, and the state of its journal's database and of Kafka."""

    def __init__(self, source: str, settings: RelaySettings, publish: Publish) -> None:
        self.registry = CollectorRegistry()
        self.relay = Relay(source, self._connect, self._publish)
        self._source = source
        self._dsn = settings.relay_database
        self._publish_batch = publish
        self._postgresql, self._kafka = Dependency(), Dependency()
        # Since when Kafka has refused batches, when it refused the last one, and why.
        self._refused: tuple[float, float, str] | None = None
        self._sent = Counter(
            "relay_events_sent",
            "Events handed to Kafka, repeats included.",
            registry=self.registry,
        )
        leading = Gauge(
            "relay_leading", "1 if this relay leads, 0 if it stands by.", registry=self.registry
        )
        leading.set_function(lambda: self.relay.leading)
        contact = Gauge(
            "relay_seconds_since_contact",
            "Since the other side answered last.",
            ("side",),
            registry=self.registry,
        )
        contact.labels("postgresql").set_function(self._postgresql.seconds_since_answer)
        contact.labels("kafka").set_function(self._kafka.seconds_since_answer)

    async def run(self) -> None:
        """Carry the journal, once its database is there and no newer version has been at it.

        Raises CannotGoOn when one has, and JournalMoved.
        """
        while True:
            try:
                await check_schema(self._source, self._dsn)
                break
            except DatabaseAway as error:
                self._postgresql.failed(error.__cause__ or error)
                log.warning("database_away", reason=type(error.__cause__).__name__)
            await asyncio.sleep(RETRY_EVERY)
        await self.relay.run()

    async def readiness(self) -> Mapping[str, str]:
        """The state of PostgreSQL and of Kafka."""
        return {"postgresql": self._postgresql.state(), "kafka": self._state_of_kafka()}

    async def ask_kafka(
        self, bootstrap: str, security: Mapping[str, Any] | None = None
    ) -> NoReturn:
        """Ask Kafka for the topic, again and again: a relay may have nothing to send for long."""
        topic = TOPIC_OF[self._source]
        await keep_asking(
            bootstrap, topic, self._kafka.answered, self._kafka.failed, security=security
        )

    def _state_of_kafka(self) -> str:
        state = self._kafka.state()
        if state == "ok" and self._refused is not None:
            since, last, reason = self._refused
            now = asyncio.get_running_loop().time()
            # Another relay may lead by now; then this one publishes nothing.
            if now - since > AWAY_AFTER and now - last < 2 * AWAY_AFTER:
                return f"takes no events ({reason})"
        return state

    async def _connect(self) -> Connection:
        try:
            connection: Connection = await asyncpg.connect(
                self._dsn,
                timeout=5,
                command_timeout=60,
                server_settings={"application_name": f"waystation-{self._source}-relay"},
            )
        except Exception as error:
            self._postgresql.failed(error)
            raise
        connection.add_query_logger(self._asked)
        return connection

    def _asked(self, query: LoggedQuery) -> None:
        if query.exception is None:
            self._postgresql.answered()
        else:
            self._postgresql.failed(query.exception)

    async def _publish(self, batch: Batch) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            await self._publish_batch(batch)
        except Exception as error:
            since = self._refused[0] if self._refused else begun
            self._refused = since, loop.time(), type(error).__name__
            raise
        self._refused = None
        self._sent.inc(len(batch.events))
