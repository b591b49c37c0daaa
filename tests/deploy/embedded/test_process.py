"""One process of everything: it starts, stops, is killed, and goes on."""

import asyncio
import errno
import os
import pwd
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import aiohttp
import asyncpg
import pytest
from structlog.testing import capture_logs

from deploy.embedded import process
from deploy.embedded.account import Account
from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from shared.journal.relay import LOCK
from tests.deploy.instances import Caller, Up, copy_instance, databases_on

pytestmark = pytest.mark.postgres

Start = Callable[..., Up]

LEADER = """
SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
    AND classid = 0 AND objid = $1 AND objsubid = 1 AND granted
"""


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder that does not exist yet; a test may choose its name."""
    return tmp_path / str(getattr(request, "param", "data"))


@pytest.fixture
def used(folder: Path, stopped_instance: Path) -> None:
    """The folder is one on which an instance has run, and was stopped."""
    copy_instance(stopped_instance, folder)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Starts instances on the folder; whatever is left of them at the end is ended."""
    started: list[Up] = []

    def begin(*arguments: str, port: int = 0, account: Account | None = None) -> Up:
        started.append(Up(folder, *arguments, port=port, account=account))
        return started[-1]

    yield begin
    for up in started:
        up.close()


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_it_cleanly(start: Start, folder: Path, number: signal.Signals) -> None:
    """Each ends it within ten seconds, with code 0 and nothing left running."""
    up = start()
    up.answering()
    code, seconds, output = up.stop(number)
    assert (code, "Traceback" in output) == (0, False)
    assert seconds < 10
    assert databases_on(folder) == []
    assert DataFolder(folder).running() is None


@pytest.mark.parametrize("after", [0.0, 0.6, 1.2, 1.8, 2.4])
def test_a_signal_while_it_starts_stops_it_too(start: Start, folder: Path, after: float) -> None:
    """Ended at any moment of its start, it leaves nothing running and starts again later."""
    up = start()
    deadline = time.monotonic() + 30
    while not (folder / "lock").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(after)
    code, seconds, output = up.stop()
    assert (code, "Traceback" in output) == (0, False)
    assert seconds < 10
    assert databases_on(folder) == []
    start().answering()


@pytest.mark.usefixtures("used")
async def test_what_was_answered_before_a_stop_is_there_after_it(
    start: Start, folder: Path
) -> None:
    """Stopped amid writes, it has kept every one that it answered."""
    up = start()
    answered: list[str] = []

    async def write(caller: Caller, name: str) -> None:
        for number in range(10_000):
            status, _ = await caller.register_workstation(f"{name}-{number}")
            assert status in (201, 503)
            if status == 201:
                answered.append(f"{name}-{number}")

    async with Caller(folder, up.answering()) as caller:
        writers = [asyncio.create_task(write(caller, f"工作站{name}")) for name in range(8)]
        while len(answered) < 200 and not any(writer.done() for writer in writers):
            await asyncio.sleep(0.01)
        code, seconds, _ = await asyncio.to_thread(up.stop)
        results = await asyncio.gather(*writers, return_exceptions=True)
    assert all(isinstance(result, aiohttp.ClientError) for result in results), results
    assert len(answered) >= 200
    assert code == 0
    assert seconds < 10
    async with Caller(folder, start().answering()) as caller:
        for name in answered:
            assert await caller.register_workstation(name) == (201, True)


@pytest.mark.usefixtures("used")
async def test_killed_it_is_taken_over(start: Start, folder: Path) -> None:
    """After kill -9 the next start takes over its database, with all that was answered."""
    up = start()
    async with Caller(folder, up.answering()) as caller:
        assert await caller.register_workstation("工作站") == (201, False)
    up.stop(signal.SIGKILL)
    (left_behind,) = databases_on(folder)
    async with Caller(folder, start().answering()) as caller:
        assert await caller.register_workstation("工作站") == (201, True)
    assert left_behind not in databases_on(folder)


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("folder", ["data", "数据 data"], indirect=True)
async def test_its_database_is_started_again(start: Start, folder: Path) -> None:
    """When the database server ends by itself, calls meet a 503 until it is back by itself."""
    up = start()
    async with Caller(folder, up.answering()) as caller:
        assert await caller.register_workstation("工作站1") == (201, False)
        (server,) = databases_on(folder)
        os.kill(server, signal.SIGKILL)
        async with asyncio.timeout(30):
            # Its sessions may answer a little longer than the server.
            while databases_on(folder) in ([], [server]):
                assert (await caller.register_workstation("工作站2"))[0] in (201, 503)
            while (answer := await caller.register_workstation("工作站1"))[0] == 503:
                await asyncio.sleep(0.02)
        assert answer == (201, True)
        assert (await caller.register_workstation("工作站2"))[0] == 201


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOMEM, "no memory"),
        ValueError("no number"),
        CannotGoOn(zh="无法启动。", en="It does not start."),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_start_that_failed_is_tried_again(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever keeps the database server from its start is logged and does not end the watch."""
    starts: Iterator[Exception | None] = iter([error, error, None])
    server = Mock(running=False)

    def begin() -> None:
        if failure := next(starts):
            raise failure
        server.running = True

    server.start = begin
    monkeypatch.setattr(process, "CHECK_EVERY", 0.01)
    with capture_logs() as logged:
        async with asyncio.timeout(30), process._kept_up(server):
            while not server.running:
                await asyncio.sleep(0.01)
    answer = [line["reason"] for line in logged if line["event"] == "database_not_started"]
    assert answer == [str(error) if isinstance(error, CannotGoOn) else type(error).__name__] * 2


async def test_a_log_that_cannot_be_written_does_not_end_the_watch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a full disk the database server is started again although nothing can be logged."""
    server = Mock(running=False)
    disk_full = OSError(errno.ENOSPC, "disk full")
    server.start.side_effect = [disk_full, None]
    monkeypatch.setattr(process, "CHECK_EVERY", 0.01)
    monkeypatch.setattr(process, "log", Mock(warning=Mock(side_effect=disk_full)))
    async with asyncio.timeout(30), process._kept_up(server):
        while server.start.call_count < 2:
            await asyncio.sleep(0.01)
        server.running = True


@pytest.mark.usefixtures("used")
async def test_a_journal_that_was_moved_is_told(start: Start, folder: Path) -> None:
    """An instance whose relays would miss events ends by a sentence, and does not linger."""
    up = start()
    up.answering()
    admin = await asyncpg.connect(Postgres(folder).address("cases"))
    async with asyncio.timeout(30):
        while await admin.fetchval(LEADER, LOCK) is None:
            await asyncio.sleep(0.05)
    # In one step: a leader that just now takes over waits for the row, and is ended with it.
    async with admin.transaction():
        await admin.execute("UPDATE relay SET lo = '900000000000:900000000000:', hi = NULL")
        await admin.execute(f"SELECT pg_terminate_backend(({LEADER}))", LOCK)
    await admin.close()
    code, output = await asyncio.to_thread(up.ended)
    assert (code, "Traceback" in output) == (1, False)
    assert "restored into another PostgreSQL cluster" in output
    assert databases_on(folder) == []


def test_a_busy_port_is_told(start: Start, folder: Path) -> None:
    """A port that somebody uses is named, before anything is made."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        up = start(port=port)
        code, output = up.ended()
    assert code == 1
    assert f"Port {port}" in output
    assert "--port" in output
    assert "Traceback" not in output
    assert not (folder / "postgres").exists()


@pytest.mark.usefixtures("used")
def test_a_second_one_is_told_of_the_first(start: Start) -> None:
    """A second instance on the same folder is sent to the first."""
    first = start().answering()
    code, output = start().ended()
    assert code == 1
    assert f"{first.url} (process {first.pid})" in output


async def test_an_ordinary_user_may_run_it(start: Start, folder: Path) -> None:
    """It needs no rights of root; the database then runs as the user."""
    account = None
    folder.mkdir()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = Account(nobody.pw_uid, nobody.pw_gid, other=True)
        account.own(folder)
    up = start(account=account)
    async with Caller(folder, up.answering()) as caller:
        assert await caller.register_workstation("工作站") == (201, False)
    owner = Path(f"/proc/{up.process.pid}").stat().st_uid
    assert owner != 0
    (server,) = databases_on(folder)
    assert Path(f"/proc/{server}").stat().st_uid == owner
    assert up.stop()[0] == 0


@pytest.mark.usefixtures("used")
def test_a_folder_keeps_to_one_way_for_its_events(start: Start) -> None:
    """A folder whose events went straight across is not started over Kafka, where none are."""
    code, output = start("--kafka", "127.0.0.1:1").ended()
    assert code == 1
    assert "without --kafka" in output


def test_kafka_that_does_not_answer_is_told(start: Start, folder: Path) -> None:
    """Without Kafka at the address given, the start ends with a sentence and leaves nothing."""
    code, output = start("--kafka", "127.0.0.1:1").ended()
    assert code == 1
    assert "127.0.0.1:1" in output
    assert "Traceback" not in output
    assert databases_on(folder) == []
    start().answering()  # a mistyped address has not decided the way of the folder's events


@pytest.mark.usefixtures("used")
def test_a_spoilt_key_file_is_told(start: Start, folder: Path) -> None:
    """With a spoilt key it does not start, and says which file to restore.

    A folder of before has no key of positions, and gets one.
    """
    key = (folder / "position-key").read_bytes()
    (folder / "position-key").write_text("{")
    code, output = start().ended()
    assert (code, "position-key" in output) == (1, True)
    (folder / "position-key").unlink()
    up = start()
    up.answering()
    up.stop()
    assert (folder / "position-key").read_bytes() != key
    assert stat.S_IMODE((folder / "position-key").stat().st_mode) == 0o600
    (folder / "vault-keys.json").write_text("{")
    code, output = start().ended()
    assert code == 1
    assert "vault-keys.json" in output
    assert "fault of Waystation" not in output
    assert databases_on(folder) == []
