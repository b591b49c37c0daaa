"""Who reaches PostgreSQL and Kafka in deploy/compose.yaml, and what Kafka lets each of them do."""

from collections.abc import Iterator

import pytest

from shared.catalogue import TOPIC_OF
from tests.compose.house import Containers, containers

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

REACHING = """
import socket, sys
for address in sys.argv[1:]:
    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port)), 3).close()
        print("reached")
    except OSError as error:
        print(type(error).__name__)
"""

# Prints what comes of one attempt at Kafka with the settings of this container's process.
TRYING = """
import asyncio, os, sys
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from shared.kafka.admin import administering
from shared.kafka.security import KafkaSecurity
from shared.kafka.topics import ensure_topics
from shared.settings import PREFIX, read

kafka = os.environ["WAYSTATION_KAFKA"]
what, topic = sys.argv[1:]
ours = {key: text for key, text in os.environ.items() if key.startswith(PREFIX + "KAFKA_")}
security = {} if what == "nameless" else read(KafkaSecurity, ours).for_client()

async def attempt():
    if what == "make":
        await ensure_topics(kafka, {topic: 1}, patience=10, security=security)
    elif what == "read":
        consumer = AIOKafkaConsumer(topic, bootstrap_servers=kafka, **security)
        try:
            await consumer.start()
            await consumer.getmany(timeout_ms=5000)
        finally:
            await consumer.stop()
    else:
        producer = AIOKafkaProducer(bootstrap_servers=kafka, **security)
        try:
            await producer.start()
            await producer.send_and_wait(topic, b"{}")
        finally:
            await producer.stop()

try:
    asyncio.run(asyncio.wait_for(attempt(), 30))
    print("taken")
except Exception as error:
    print(type(error).__name__)
"""

CASES, OUTREACH = TOPIC_OF["cases"], TOPIC_OF["outreach"]


@pytest.fixture(scope="module")
def house() -> Iterator[Containers]:
    """A house that runs."""
    with containers() as house:
        house.up()
        yield house


def program(house: Containers, service: str, text: str, *arguments: str) -> list[str]:
    """The lines that a program in Python prints in the container of a service."""
    (container,) = house.containers(service)
    return house.docker("exec", container, "python", "-c", text, *arguments).split()


def test_the_gateway_reaches_neither_postgresql_nor_kafka(house: Containers) -> None:
    """Not by their names and not by their addresses; a relay reaches both."""
    places = []
    for server, port in (("postgres", 5432), ("kafka", 9092)):
        (container,) = house.containers(server)
        networks = house.inspect(container)["NetworkSettings"]["Networks"]
        assert list(networks) == [f"{house.project}_data"]
        places += [f"{server}:{port}", f"{networks[f'{house.project}_data']['IPAddress']}:{port}"]
    assert "reached" not in program(house, "gateway", REACHING, *places)
    assert program(house, "cases-relay", REACHING, *places) == ["reached"] * 4


def test_kafka_lets_nobody_in_without_a_password(house: Containers) -> None:
    """A client that says nothing of who it is gets no answer."""
    assert program(house, "outreach-relay", TRYING, "nameless", OUTREACH) == [
        "KafkaConnectionError"
    ]


@pytest.mark.parametrize(
    ("service", "what", "topic"),
    [
        ("outreach-relay", "write", CASES),
        ("cases-relay", "write", OUTREACH),
        ("reporting", "write", CASES),
        ("outreach-relay", "read", CASES),
        ("outreach-relay", "make", "another"),
        ("reporting", "make", "another"),
    ],
)
def test_each_user_does_only_its_own(
    house: Containers, service: str, what: str, topic: str
) -> None:
    """A relay writes its topic and reporting reads; anything else is refused."""
    assert program(house, service, TRYING, what, topic) == ["TopicAuthorizationFailedError"]


def test_what_each_may_do_is_enough(house: Containers) -> None:
    """A fact that is written goes through Kafka and is counted."""
    house.text("/v1/workstations", "POST", {"region": "410105001000", "name": "权限"})
    house.wait_until_counted()
