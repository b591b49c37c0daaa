"""A command gets its token from an agency's own identity provider."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from deploy.cli.client_credentials import from_environment
from deploy.cli.instance import find_target
from deploy.sentence import CannotGoOn

SECRET = "s3cret: ü&="


class Provider(HTTPServer):
    """An identity provider that gives `answer` and remembers what it was asked."""

    status, answer = 200, b'{"access_token": "theirs", "token_type": "Bearer"}'

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.form: dict[str, list[str]] = {}
        self.authorization = ""

    @property
    def url(self) -> str:
        """Its token endpoint."""
        return f"http://127.0.0.1:{self.server_port}/token"


class Asked(BaseHTTPRequestHandler):
    """One question."""

    server: Provider

    def do_POST(self) -> None:
        """Answer it."""
        length = int(self.headers["Content-Length"])
        self.server.form = parse_qs(self.rfile.read(length).decode())
        self.server.authorization = self.headers["Authorization"]
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def the_token() -> str:
    """What a command would call with."""
    return find_target(None, "http://gateway:8000", ["statistics:read"]).token()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """One that answers."""
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, args=(0.01,))
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()


@pytest.fixture
def asked(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """An environment that names the provider, as Compose sets it."""
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.delenv("WAYSTATION_TOKEN", raising=False)
    monkeypatch.setenv("WAYSTATION_TOKEN_URL", provider.url)
    monkeypatch.setenv("WAYSTATION_TOKEN_SCOPE", "")
    monkeypatch.setenv("WAYSTATION_CLIENT_ID", "waystation:tools")
    monkeypatch.setenv("WAYSTATION_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("WAYSTATION_ISSUER_KEY", str(tmp_path / "none"))
    return monkeypatch


def test_the_providers_token_is_used(provider: Provider, asked: pytest.MonkeyPatch) -> None:
    """It is asked for by the client's name and secret, before any key of our own."""
    assert the_token() == "theirs"
    assert provider.form == {"grant_type": ["client_credentials"]}
    name, _, secret = (
        base64.b64decode(provider.authorization.removeprefix("Basic ")).decode().partition(":")
    )
    assert (name, secret) == ("waystation%3Atools", "s3cret%3A+%C3%BC%26%3D")


def test_it_is_asked_for_again_at_half_of_its_life(
    provider: Provider, asked: pytest.MonkeyPatch
) -> None:
    """An import may last longer than a token does."""
    now = 100.0
    asked.setattr("deploy.cli.client_credentials.time.monotonic", lambda: now)
    provider.answer = b'{"access_token": "first", "expires_in": 300}'
    token = find_target(None, "http://gateway:8000", ["statistics:read"]).token
    assert token() == "first"
    provider.answer = b'{"access_token": "second", "expires_in": 300}'
    now += 149
    assert token() == "first"
    now += 2
    assert token() == "second"


def test_while_the_provider_is_away_a_token_is_used_until_its_end(
    provider: Provider, asked: pytest.MonkeyPatch
) -> None:
    """An import goes on over a restart of the provider."""
    now = 100.0
    asked.setattr("deploy.cli.client_credentials.time.monotonic", lambda: now)
    provider.answer = b'{"access_token": "first", "expires_in": 300}'
    token = find_target(None, "http://gateway:8000", ["statistics:read"]).token
    assert token() == "first"
    provider.status = 503
    now += 200
    assert token() == "first"
    now += 100
    with pytest.raises(CannotGoOn, match="503"):
        token()
    provider.status, provider.answer = 200, b'{"access_token": "second"}'
    assert token() == "second"


def test_the_address_may_stand_in_a_file(
    provider: Provider, asked: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As that of every setting."""
    (tmp_path / "address").write_text(provider.url)
    asked.delenv("WAYSTATION_TOKEN_URL")
    asked.setenv("WAYSTATION_TOKEN_URL_FILE", str(tmp_path / "address"))
    assert the_token() == "theirs"


def test_a_scope_is_asked_for_when_it_is_set(provider: Provider, asked: pytest.MonkeyPatch) -> None:
    """Some providers put the regions and actions in only then."""
    asked.setenv("WAYSTATION_TOKEN_SCOPE", "waystation")
    the_token()
    assert provider.form["scope"] == ["waystation"]


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (401, b'{"error": "invalid_client"}', "401 invalid_client"),
        (500, b"<html>", "500"),
        (200, b"<html>", "JSONDecodeError"),
        (200, b'{"token": "x"}', "KeyError"),
        (200, b"[]", "TypeError"),
    ],
)
def test_a_refusal_is_told(
    provider: Provider, asked: pytest.MonkeyPatch, status: int, answer: bytes, reason: str
) -> None:
    """With the provider's own reason, and without the secret."""
    provider.status, provider.answer = status, answer
    with pytest.raises(CannotGoOn) as refused:
        the_token()
    assert f"({reason})" in refused.value.text.en
    assert f"（{reason}）" in refused.value.text.zh
    assert "s3cret" not in str(refused.value)


def test_a_provider_that_is_away_is_told(asked: pytest.MonkeyPatch) -> None:
    """So is an address that is none of the web's."""
    asked.setenv("WAYSTATION_TOKEN_URL", "http://127.0.0.1:9/token")
    with pytest.raises(CannotGoOn, match="Connection refused"):
        the_token()
    asked.setenv("WAYSTATION_TOKEN_URL", "file:///etc/passwd")
    with pytest.raises(CannotGoOn, match="begins with https://"):
        the_token()


def test_a_missing_secret_is_named(asked: pytest.MonkeyPatch) -> None:
    """Compose hands over an empty file where none is named."""
    asked.setenv("WAYSTATION_CLIENT_SECRET_FILE", "/dev/null")
    with pytest.raises(CannotGoOn, match=r"WAYSTATION_CLIENT_SECRET: .* at least 1"):
        the_token()


def test_without_an_address_nobody_is_asked() -> None:
    """The other settings alone change nothing."""
    assert from_environment({"WAYSTATION_TOKEN_URL": "", "WAYSTATION_CLIENT_ID": "x"}) is None


def test_a_token_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a provider that gives tokens in another way."""
    (tmp_path / "token").write_text("given\n")
    monkeypatch.setenv("WAYSTATION_TOKEN_FILE", str(tmp_path / "token"))
    assert the_token() == "given"
    monkeypatch.setenv("WAYSTATION_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(CannotGoOn, match="WAYSTATION_TOKEN_FILE"):
        the_token()
