"""An installation as an operator runs it: a process for each service and relay, a real Kafka."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from services.cases.client.examples import ID_NUMBER, NAME
from tests.deploy.instances import waystation
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.places import Place
from tests.deploy.processes.running import Process, Processes, processes, until
from tests.servers import Broker
from tests.topics import forget_ours

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]

REGION = "410102001003"
COUNTED = "reporting_events_counted_total"
SECONDS = 10.0  # to stop


@dataclass
class Installation:
    """One service that writes, two relays, two processes that report."""

    place: Place
    some: Processes
    kafka: str
    cases: Process
    relays: list[Process]
    reporting: list[Process]
    written: int = 0  # events

    def write(self, count: int) -> None:
        """Register workstations, each a stream of its own."""
        token = self.place.token("cases:write")
        for number in range(count):
            body = {"region": REGION, "name": f"站{self.written + number}"}
            assert self.cases.get("/v1/workstations", token, body)[0] == 201
        self.written += count

    def counted(self) -> list[float]:
        """How many events each of the processes that report has counted."""
        return [process.metric(COUNTED) for process in self.reporting]

    def leading(self) -> list[Process]:
        """The relays that lead."""
        return [r for r in self.relays if r.process.poll() is None and r.metric("relay_leading")]


@pytest.fixture(scope="module")
def installation(
    make_place: MakePlace, second_kafka: Broker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation made by the commands of its jobs, with all its processes ready."""
    place = make_place()
    second_kafka.start()
    kafka = second_kafka.address
    asyncio.run(forget_ours(kafka))
    with ThreadPoolExecutor() as both:
        jobs = [
            both.submit(waystation, "migrate", env=place.migrate()),
            both.submit(waystation, "topics", env={"WAYSTATION_KAFKA": kafka}),
        ]
        for job in jobs:
            assert job.result().returncode == 0, job.result().stderr
    with processes(tmp_path_factory.mktemp("said")) as some:
        cases = some.start(place.serve("cases"), "serve", "cases")
        follows = place.serve(
            "reporting",
            KAFKA=kafka,
            CASES_URL=f"http://127.0.0.1:{cases.port}",
            OUTREACH_URL="http://127.0.0.1:9",
            SERVICE_KEY=place.service_key,
        )
        relays = [some.start(place.relay("cases", kafka), "relay", "cases") for _ in range(2)]
        reporting = [some.start(follows, "serve", "reporting") for _ in range(2)]
        for process in (cases, *relays, *reporting):
            process.ready()
        yield Installation(place, some, kafka, cases, relays, reporting)


def test_a_call_becomes_a_figure(installation: Installation) -> None:
    """What one process was told is counted by another; paths with the service's name work too."""
    token = installation.place.token("cases:write", "statistics:read", "statistics:detail")
    client = {"name": NAME, "id_number": ID_NUMBER}
    status, registered = installation.cases.get("/cases/v1/clients", token, client)
    assert status == 201
    opened = {
        "client_id": registered["client_id"],
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "2019-03-04",
    }
    status, answer = installation.cases.get("/v1/cases", token, opened)
    assert status == 201, answer
    installation.written += 2
    asked = "/v1/statistics?indicators=cases_opened&region=410102&from=2019-01-01&to=2020-01-01"
    status, figures = installation.reporting[0].get(
        f"{asked}&min_position={answer['position']}", token
    )
    assert status == 200, figures
    assert figures["rows"][0]["value"] == 1


def test_two_that_report_share_the_partitions(installation: Installation) -> None:
    """Each counts its part, and together they count every event once."""

    def both_count() -> bool:
        installation.write(12)
        until(lambda: sum(installation.counted()) >= installation.written)
        return all(installation.counted())

    until(both_count)
    assert sum(installation.counted()) == installation.written
    for process in installation.reporting:
        assert process.metric("reporting_seconds_since_kafka") < 10


def test_a_standby_takes_over_from_a_killed_leader(installation: Installation) -> None:
    """Both are ready; one leads; when it is killed, the other goes on where it was."""
    (leader,) = installation.leading()
    (standby,) = {*installation.relays} - {leader}
    assert standby.ready().metric("relay_events_sent_total") == 0
    until(lambda: leader.metric("relay_events_sent_total") == installation.written)
    leader.kill()
    installation.write(5)
    until(lambda: sum(installation.counted()) == installation.written)
    assert standby.metric("relay_leading") == 1
    until(lambda: standby.metric("relay_events_sent_total") >= 5)
    assert standby.metric('relay_seconds_since_contact{side="kafka"}') < 10
    assert standby.metric('relay_seconds_since_contact{side="postgresql"}') < 10


def test_each_stops_when_asked(installation: Installation, own_kafka: Broker) -> None:
    """SIGTERM ends every process within ten seconds, with code 0, also while Kafka is frozen."""
    living = [installation.cases, *installation.relays, *installation.reporting]
    living = [process for process in living if process.process.poll() is None]
    assert len(living) >= 4
    own_kafka.pause()
    installation.write(3)
    with ThreadPoolExecutor() as all_at_once:
        stopped = list(all_at_once.map(Process.stop, living))
    for process, (code, seconds) in zip(living, stopped, strict=True):
        assert code == 0, process.output
        assert seconds < SECONDS
        assert '"event":"fault"' not in process.output
        assert "Traceback" not in process.output
