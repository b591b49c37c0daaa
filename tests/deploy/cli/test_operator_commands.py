"""The commands of an installation of several processes: its secrets, its tokens, its one port."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from deploy.cli.instance import find_target
from deploy.cli.main import commands
from deploy.sentence import CannotGoOn
from shared.identity.issuer import ISSUER
from shared.identity.keys import KeysAt
from shared.identity.tokens import Verifier
from shared.regions.provinces import PROVINCES
from tests.agencies import REGISTER
from tests.deploy.instances import ROOT, WAYSTATION

URLS = {
    "WAYSTATION_CASES_URL": "http://127.0.0.1:9",
    "WAYSTATION_OUTREACH_URL": "http://127.0.0.1:9",
    "WAYSTATION_REPORTING_URL": "http://nowhere.invalid",
}


def run(*arguments: str | Path, **environment: str) -> Result:
    """Run a command in this process."""
    given: dict[str, str | None] = {n: None for n in os.environ if n.startswith("WAYSTATION_")}
    given.update(environment)
    return CliRunner(env=given).invoke(commands, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The secrets of an installation."""
    made = run("secrets", tmp_path / "secrets", "--host", "db.example:5433")
    assert made.exit_code == 0, made.output
    return tmp_path / "secrets"


def test_secrets_are_made_and_not_shown(folder: Path) -> None:
    """It says which files it made and never what is in them; PostgreSQL is where it was said."""
    (folder / "browser_key").unlink()
    again = run("secrets", folder)
    assert again.output == f"made {folder}/browser_key\n"
    (folder / "browser_key").unlink()
    assert run("--lang", "zh", "secrets", folder).output == f"已生成 {folder}/browser_key\n"
    assert run("secrets", folder).output.startswith("Nothing was missing")
    for name in ("admin_database", "cases_relay_database"):
        assert "@db.example:5433/" in (folder / name).read_text()


@pytest.mark.parametrize("host", ["", "a b", "me@db", "db/x", "db:port", "db?x", "[", ":1"])
def test_a_host_that_is_none_is_wrong_usage(tmp_path: Path, host: str) -> None:
    """Nothing is made for an address that could not be read again."""
    refused = run("secrets", tmp_path / "s", "--host", host)
    assert refused.exit_code == 2
    assert "db.example:5432" in refused.output
    assert "主机" in run("secrets", tmp_path / "s", "--host", host, "--lang", "zh").output
    assert not (tmp_path / "s").exists()


async def test_a_token_by_the_issuers_key(folder: Path) -> None:
    """The services take what the key signs, by option or by variable, with what it was given.

    Without being asked for more, a token reads figures; more is for named regions alone.
    """
    verifier = Verifier(KeysAt(str(folder / "token_keys")), issuer=ISSUER, register=REGISTER)
    key = folder / "issuer_key"
    narrow = run(
        "token", "--issuer-key", key, "--agency", "agency", "--regions", "4101",
        "--actions", "cases:read,cases:write", "--lifetime", "30m",
    )  # fmt: skip
    caller = await verifier.verify(narrow.output.strip())
    assert (caller.agency, caller.regions) == ("agency", ("4101",))
    assert caller.actions == {"cases:read", "cases:write"}
    plain = run("token", WAYSTATION_ISSUER_KEY=str(key))
    caller = await verifier.verify(plain.output.strip())
    assert (caller.regions, caller.actions) == (PROVINCES, frozenset({"statistics:read"}))
    everywhere = run("token", "--issuer-key", key, "--actions", "cases:read")
    assert everywhere.exit_code == 2
    assert "--regions" in everywhere.output


async def test_a_command_with_an_address_signs_its_own_token(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the issuer's key no token need be fetched; one that is given comes first."""
    verifier = Verifier(KeysAt(str(folder / "token_keys")), issuer=ISSUER, register=REGISTER)
    monkeypatch.setenv("WAYSTATION_ISSUER_KEY", str(folder / "issuer_key"))
    target = find_target(None, "http://gateway:8000/", ["cases:read"])
    assert target.url == "http://gateway:8000"
    assert (await verifier.verify(target.token())).actions == {"cases:read"}
    monkeypatch.setenv("WAYSTATION_TOKEN", "given")
    assert find_target(None, "http://gateway:8000", ["cases:read"]).token() == "given"


def test_a_key_that_cannot_sign_is_told(folder: Path) -> None:
    """A file that is missing or something else: the sentence says which, and nothing is made."""
    protected = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")
    )
    (folder / "protected").write_bytes(protected)
    for key in (folder / "none", folder / "vault_keys", folder / "protected"):
        refused = run("token", "--issuer-key", key)
        assert isinstance(refused.exception, CannotGoOn)
        assert str(key) in refused.exception.text.en
        assert str(key) in refused.exception.text.zh
    assert not (folder / "none").exists()
    both = run("token", "--issuer-key", folder / "issuer_key", "--data-dir", folder)
    assert both.exit_code == 2


def test_a_link_for_a_browser(folder: Path) -> None:
    """The link has the key of the file, at the address that the browser reaches."""
    key = (folder / "browser_key").read_text()
    described = run("link", "--url", "https://h.example/", "--browser-key", folder / "browser_key")
    assert described.output == f"https://h.example/enter/{key}/\n"
    described = run("link", WAYSTATION_BROWSER_KEY_FILE=str(folder / "browser_key"))
    assert described.output == f"http://localhost:8000/enter/{key}/\n"
    assert run("link").exit_code == 2


@contextmanager
def gateway(log: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A gateway in a process of its own; its log goes to a file."""
    usual = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
    command = [*WAYSTATION, "gateway", *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=usual | environment, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def port_of(log: Path) -> int:
    """Where a process says that it listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            described = json.loads(line)
            if described["event"] == "listening":
                return int(described["port"])
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.mark.processes
def test_a_gateway_runs_until_it_is_asked_to_end(tmp_path: Path) -> None:
    """It answers and says what is away, whatever stands behind it; SIGTERM ends it with 0."""
    log = tmp_path / "log"
    with gateway(log, "--host", "127.0.0.1", "--port", "0", **URLS) as process:
        url = f"http://127.0.0.1:{port_of(log)}"
        for path in ("/livez", "/readyz", "/v1/clients/x", "/v1/reports/annual", "/", "/login"):
            with pytest.raises(urllib.error.HTTPError) as away:
                urllib.request.urlopen(url + path)
            assert away.value.code == 503
            away.value.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["service"] for line in lines} == {"gateway"}
    assert lines[-1]["event"] == "stopped"


@pytest.mark.processes
def test_a_gateway_that_cannot_start_says_why(tmp_path: Path) -> None:
    """A setting that is missing, or a port that is taken, is a sentence and code 1."""
    log = tmp_path / "log"
    with gateway(log) as process:
        assert process.wait(60) == 1
    assert "WAYSTATION_CASES_URL is not set" in log.read_text()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with gateway(log, "--host", "127.0.0.1", "--port", port, **URLS) as process:
            assert process.wait(60) == 1
    assert f"Port {port} of 127.0.0.1 is taken" in log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize(
    "command", ["serve cases", "serve reporting", "relay cases", "gateway", "migrate", "topics"]
)
def test_the_images_own_variable_is_no_unknown_setting(command: str) -> None:
    """The image sets the port of the metrics for whatever runs in it."""
    refused = run(*command.split(), WAYSTATION_METRICS_PORT="9000")
    assert isinstance(refused.exception, CannotGoOn)
    assert "is not set" in refused.exception.text.en
    assert "METRICS" not in refused.exception.text.en
