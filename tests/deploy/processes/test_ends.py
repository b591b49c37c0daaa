"""How processes end that cannot begin, or cannot go on: by a sentence, or when asked."""

import asyncio
import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from deploy.processes import relaying
from deploy.processes.dependency import AWAY_AFTER
from deploy.processes.relaying import RelaySettings, WatchedRelay
from deploy.processes.running import run
from deploy.processes.serving import build, serve, started
from deploy.sentence import CannotGoOn
from shared import logs
from shared.identity.issuer import Issuer
from shared.journal.relay import Batch
from shared.vault import VaultKeys
from tests.databases import MakeDatabase
from tests.deploy.instances import waystation
from tests.deploy.processes.running import Processes, processes
from tests.positions import POSITION_KEY
from tests.services.service import migrated

POSITION = {"WAYSTATION_POSITION_KEY": str(POSITION_KEY)}
NOWHERE = "postgresql://cases:s3cret@127.0.0.1:9/cases"
NO_KAFKA = "127.0.0.1:9"
RELAY = {"WAYSTATION_RELAY_DATABASE": NOWHERE, "WAYSTATION_KAFKA": NO_KAFKA}
SECONDS = 10.0  # to stop


@pytest.fixture
def outreach(keys: str, agencies: str) -> dict[str, str]:
    """Settings of a service whose database is not there."""
    return {
        "WAYSTATION_OUTREACH_DATABASE": NOWHERE,
        "WAYSTATION_TOKEN_KEYS": keys,
        "WAYSTATION_AGENCIES": agencies,
        **POSITION,
    }


@pytest.fixture
def some(tmp_path: Path) -> Iterator[Processes]:
    """What starts processes."""
    with processes(tmp_path) as some:
        yield some


def is_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command failed with code 1 and told why, and nothing that it must not tell."""
    whole = done.stdout + done.stderr
    told = done.returncode == 1 and bool(done.stderr.strip())
    return told and "Traceback" not in whole and "s3cret" not in whole


@pytest.mark.processes
@pytest.mark.parametrize(
    ("command", "settings", "output"),
    [
        (
            "serve reporting",
            {"REPORTING_DATABASE": "s3cret", "KAFKAA": NO_KAFKA},
            [
                "WAYSTATION_REPORTING_DATABASE: should be written as postgresql://",
                "WAYSTATION_KAFKAA is no setting of Waystation; did you mean WAYSTATION_KAFKA?",
                "WAYSTATION_KAFKA is not set",
                "WAYSTATION_CASES_URL is not set",
                "WAYSTATION_OUTREACH_URL is not set",
                "WAYSTATION_SERVICE_KEY is not set",
                "WAYSTATION_TOKEN_KEYS is not set",
                "WAYSTATION_AGENCIES is not set",
            ],
        ),
        (
            "serve reporting",
            {"CASES_URL": "cases:8000", "OUTREACH_URL": "http://o/v1", "KAFKA": f"{NO_KAFKA}?x"},
            [
                "WAYSTATION_CASES_URL: should be http://host or http://host:port",
                "WAYSTATION_OUTREACH_URL: should be http://host or http://host:port",
                "WAYSTATION_KAFKA: should be written as host:port",
            ],
        ),
        ("relay cases", {"RELAY_DATABASE": NOWHERE}, ["WAYSTATION_KAFKA is not set"]),
        (
            "migrate",
            {"ADMIN_DATABASE_FILE": "/none"},
            [
                "WAYSTATION_ADMIN_DATABASE_FILE names a file that cannot be read",
                "WAYSTATION_OUTREACH_RELAY_DATABASE is not set",
            ],
        ),
        (
            "topics",
            {"KAFKA": "kafka", "PARTITIONS": "0"},
            [
                "WAYSTATION_KAFKA: should be written as host:port",
                "WAYSTATION_PARTITIONS: should be greater than or equal to 1",
            ],
        ),
    ],
)
def test_wrong_settings_are_named(
    command: str, settings: dict[str, str], output: list[str]
) -> None:
    """Every variable that is missing, unknown or malformed has its line; none shows a value."""
    environment = {f"WAYSTATION_{name}": value for name, value in settings.items()}
    done = waystation(*command.split(), env=environment)
    assert is_sentence(done)
    lines = done.stderr.splitlines()
    for beginning in output:
        assert any(line.startswith(beginning) for line in lines), done.stderr


@pytest.mark.processes
def test_asked_to_end_while_nothing_is_there(some: Processes, outreach: dict[str, str]) -> None:
    """Without database and Kafka a relay says what is missing; all end when asked, with code 0."""
    relay = some.start(RELAY, "relay", "cases")
    service = some.start(outreach, "serve", "outreach")
    status, answer = relay.answers()
    assert status == 503
    assert {side: state.partition(" ")[0] for side, state in answer["checks"].items()} == {
        "postgresql": "away",
        "kafka": "away",
    }
    assert relay.get("/livez") == (200, {"status": "ok"})
    assert relay.metric("relay_leading") == 0
    while "database_away" not in service.output:
        assert service.process.poll() is None, service.output
    for process in (relay, service):
        code, seconds = process.stop()
        assert (code, "Traceback" in process.output) == (0, False), process.output
        assert seconds < SECONDS
        assert "s3cret" not in process.output
        json.loads(process.output.splitlines()[-1])


async def test_a_database_that_stays_away_ends_the_service(outreach: dict[str, str]) -> None:
    """It is waited for; then a sentence says so."""
    app, _ = build("outreach", outreach)
    with pytest.raises(CannotGoOn, match="PostgreSQL cannot be reached"):
        async with started(app, patience=0):
            pytest.fail("it cannot have started")


@pytest.mark.postgres
async def test_a_database_that_was_never_made_is_told(
    make_database: MakeDatabase, keys: str, agencies: str, tmp_path: Path
) -> None:
    """The sentence names the command that makes it."""
    Issuer.at(tmp_path / "key", "waystation")
    settings = {
        "REPORTING_DATABASE": await make_database(),
        "TOKEN_KEYS": keys,
        "AGENCIES": agencies,
        "KAFKA": NO_KAFKA,
        "CASES_URL": "http://none",
        "OUTREACH_URL": "http://none",
        "SERVICE_KEY": str(tmp_path / "key"),
        "POSITION_KEY": str(POSITION_KEY),
    }
    app, _ = build("reporting", {f"WAYSTATION_{name}": v for name, v in settings.items()})
    with pytest.raises(CannotGoOn, match="run: waystation migrate"):
        async with started(app, patience=0):
            pytest.fail("it cannot have started")


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["cases", "outreach"])
async def test_a_service_that_is_asked_to_end_closes_its_connections(
    make_database: MakeDatabase, tmp_path: Path, keys: str, agencies: str, name: str
) -> None:
    """A signal cancels the process where it waits; PostgreSQL is still told goodbye."""
    dsn = await make_database(migrated)
    VaultKeys.create(tmp_path / "vault")
    settings = {f"{name.upper()}_DATABASE": dsn, "TOKEN_KEYS": keys, "AGENCIES": agencies}
    settings["POSITION_KEY"] = str(POSITION_KEY)
    if name == "cases":
        settings["VAULT_KEYS"] = str(tmp_path / "vault")
    app, _ = build(name, {f"WAYSTATION_{each}": value for each, value in settings.items()})
    looking = await asyncpg.connect(dsn)
    others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1"
    others += " AND datname = current_database()"
    with contextlib.suppress(asyncio.CancelledError):
        async with started(app, patience=0):
            assert await looking.fetchval(others, f"waystation-{name}") >= 1
            raise asyncio.CancelledError
    async with asyncio.timeout(SECONDS):
        while await looking.fetchval(others, f"waystation-{name}"):
            await asyncio.sleep(0.05)
    await looking.close()


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"keys": []}'])
async def test_a_file_without_keys_is_told(
    tmp_path: Path, outreach: dict[str, str], content: str | None
) -> None:
    """A service that could check no token does not begin."""
    path = tmp_path / "set.json"
    if content is not None:
        path.write_text(content)
    app, source = build("outreach", outreach | {"WAYSTATION_TOKEN_KEYS": str(path)})
    with pytest.raises(CannotGoOn, match="WAYSTATION_TOKEN_KEYS: the file"):
        await serve("outreach", app, source, "127.0.0.1", 0)


@pytest.mark.postgres
async def test_spoilt_vault_keys_are_told(
    make_database: MakeDatabase, tmp_path: Path, keys: str, agencies: str
) -> None:
    """By the variable that names them."""
    settings = {
        "WAYSTATION_CASES_DATABASE": await make_database(migrated),
        "WAYSTATION_TOKEN_KEYS": keys,
        "WAYSTATION_AGENCIES": agencies,
        "WAYSTATION_VAULT_KEYS": str(tmp_path / "none"),
        **POSITION,
    }
    app, source = build("cases", settings)
    with pytest.raises(CannotGoOn, match="WAYSTATION_VAULT_KEYS: "):
        await serve("cases", app, source, "127.0.0.1", 0)


def test_a_fault_points_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process leaves no file, which would be gone with its container; its log has the place."""

    async def faulty() -> None:
        raise ValueError("410105199001010000")

    monkeypatch.setattr(logs, "configure", lambda name: None)  # for the whole process, else
    with (
        capture_logs() as lines,
        pytest.raises(CannotGoOn, match=r"fault of Waystation itself \(ValueError\)") as answer,
    ):
        run("faulty", faulty())
    assert [line["event"] for line in lines] == ["fault"]
    assert "410105199001010000" not in str(answer.value)


async def test_a_taken_port_is_told() -> None:
    """With the option that chooses another."""
    settings = RelaySettings(relay_database=NOWHERE, kafka=NO_KAFKA)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotGoOn, match=f"Port {port} of 127.0.0.1 is taken"):
            await relaying.relay("cases", settings, "127.0.0.1", port)


@pytest.mark.postgres
async def test_a_relay_that_cannot_go_on_ends(some: Processes, make_database: MakeDatabase) -> None:
    """A journal that was moved to another cluster ends the process with code 1, not in silence."""
    dsn = await make_database()
    await migrated(dsn)
    connection = await asyncpg.connect(dsn)
    await connection.execute("UPDATE relay SET lo = '900000000000:900000000000:'")
    await connection.close()
    settings = RELAY | {"WAYSTATION_RELAY_DATABASE": dsn}
    relay = some.start(settings, "relay", "cases")
    assert await asyncio.to_thread(relay.ended) == 1
    assert "was restored into another PostgreSQL cluster" in relay.output
    assert "Traceback" not in relay.output


async def test_events_that_kafka_does_not_take_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kafka may answer and take nothing: then the relay is not ready, until it does again."""
    refuses = True

    async def publish(batch: Batch) -> None:
        if refuses:
            raise TimeoutError

    loop = asyncio.get_running_loop()
    now = loop.time()
    monkeypatch.setattr(loop, "time", lambda: now)
    watched = WatchedRelay("cases", RelaySettings(relay_database=NOWHERE, kafka=NO_KAFKA), publish)
    watched._kafka.answered()
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await watched.relay._publish(Batch("cases", 0, 0, []))
        now += AWAY_AFTER * 1.2
    assert (await watched.readiness())["kafka"] == "takes no events (TimeoutError)"
    now += AWAY_AFTER * 1.2
    assert (await watched.readiness())["kafka"] == "ok"  # another leads by now
    with pytest.raises(TimeoutError):
        await watched.relay._publish(Batch("cases", 0, 0, []))
    assert (await watched.readiness())["kafka"] != "ok"
    refuses = False
    await watched.relay._publish(Batch("cases", 0, 0, []))
    assert (await watched.readiness())["kafka"] == "ok"
