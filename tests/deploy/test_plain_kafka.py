"""The broker of a plain machine: it starts, comes back, and never stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.kafka import child, jars
from deploy.kafka.__main__ import main
from deploy.kafka.jars import KafkaUnavailable
from deploy.kafka.plain import PlainKafka, answers_metadata, free_port

OWNER = """
import sys, time
from pathlib import Path
from deploy.kafka.plain import PlainKafka
print(PlainKafka(Path(sys.argv[1])).start().pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlainKafka]:
    """A broker with its data in a given folder."""
    with PlainKafka(tmp_path_factory.mktemp("kafka") / "data") as kafka:
        yield kafka


def _until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.kafka
def test_comes_back_on_the_same_port(broker: PlainKafka) -> None:
    """Stopped or killed, a broker answers again at its address, with its process gone between."""
    for take_away in (broker.stop, broker.kill):
        address, pid = broker.address, broker.pid
        assert pid is not None
        assert answers_metadata("127.0.0.1", broker.port)
        take_away()
        assert _gone(pid)
        assert broker.pid is None
        assert not answers_metadata("127.0.0.1", broker.port)
        broker.start()
        assert broker.address == address


@pytest.mark.kafka
def test_frozen_broker_answers_nothing(broker: PlainKafka) -> None:
    """A frozen broker keeps its port and answers nothing until it goes on."""
    broker.pause()
    assert not answers_metadata("127.0.0.1", broker.port, patience=0.5)
    broker.resume()
    assert answers_metadata("127.0.0.1", broker.port)


@pytest.mark.kafka
def test_frozen_broker_can_be_stopped(broker: PlainKafka) -> None:
    """Stopping a frozen broker does not hang."""
    pid = broker.pid
    assert pid is not None
    broker.pause()
    broker.stop()
    assert _gone(pid)
    broker.start()


@pytest.mark.kafka
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its owner's death")
def test_dies_with_a_killed_owner(tmp_path: Path) -> None:
    """When the owner is killed, its broker goes too."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert not _gone(pid)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert _until(lambda: _gone(pid))


@pytest.mark.kafka
def test_temporary_data_are_removed() -> None:
    """Without a folder of its own a broker leaves nothing behind."""
    with PlainKafka() as kafka:
        folder = kafka.data_dir
        assert (folder / "logs").is_dir()
    assert not folder.exists()


@pytest.mark.kafka
def test_taken_port_is_an_error(broker: PlainKafka) -> None:
    """A port that another server holds is named in the error."""
    taken = f"Port {broker.port} is taken"
    with pytest.raises(KafkaUnavailable, match=taken), PlainKafka(port=broker.port):
        pass


@pytest.mark.kafka
def test_foreground(tmp_path: Path) -> None:
    """`python -m deploy.kafka` prints an address that answers, and ends cleanly on Ctrl-C."""
    port = free_port()
    command = [sys.executable, "-m", "deploy.kafka", "--data-dir", str(tmp_path)]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().decode().strip() == f"127.0.0.1:{port}"
    assert answers_metadata("127.0.0.1", port)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.stdout.close()
    assert not answers_metadata("127.0.0.1", port)


def test_no_port_is_given_twice() -> None:
    """Who asks for one and uses it only later finds it free of others who ask."""
    assert len({free_port() for _ in range(100)}) == 100


def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java the command says what to install, in a sentence, and exits with 1."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    answer = CliRunner().invoke(main, ["--data-dir", str(tmp_path)])
    assert answer.exit_code == 1
    assert "apt-get install openjdk-17-jre-headless" in answer.stderr
    assert "Java 17" in answer.stderr


def test_without_maven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Maven and without jars the error says what to install."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(KafkaUnavailable, match="apt-get install maven"):
        jars.fetch(tmp_path / "jars")


@pytest.mark.processes
def test_maven_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A failing Maven gives a sentence and its first lines, and leaves no half-filled folder."""
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho '[ERROR] no route'\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(maven))
    with pytest.raises(KafkaUnavailable, match=r"(?s)settings\.xml.*no route"):
        jars.fetch(tmp_path / "cache" / "jars")
    assert not list((tmp_path / "cache").iterdir())


@pytest.mark.processes
def test_stubborn_child_is_killed(tmp_path: Path) -> None:
    """A child that does not heed SIGTERM is killed after a while."""
    stubborn = "trap '' TERM; echo ready; while true; do sleep 0.1; done"
    process = child.spawn(["/bin/sh", "-c", stubborn], tmp_path / "log")
    assert _until(lambda: "ready" in (tmp_path / "log").read_text())
    child.stop(process, patience=0.3)
    assert process.returncode == -signal.SIGKILL
    assert os.path.exists(tmp_path / "log")
