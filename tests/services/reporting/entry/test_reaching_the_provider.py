"""A provider by TLS: whose certificate is taken, and what the log says if it is not reached."""

import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deploy.kafka.plain import free_port
from services.reporting.entry.cookies import Login
from services.reporting.entry.provider import Provider
from services.reporting.entry.rights import EntryRefused
from tests.services.reporting.entry.logins import SITE
from tests.services.reporting.entry.provider import CLIENT, SECRET, providing
from tests.services.reporting.entry.provider import Provider as StandIn
from tests.tls import Authority, Front

LOGIN = Login("state", "nonce", "verifier", "/", 4_000_000_000)
OURS, ANOTHER = Authority("ours"), Authority("another")
BACK = f"{SITE}/login/callback"


@pytest.fixture
async def by_tls(tmp_path: Path) -> AsyncIterator[StandIn]:
    """A provider at https://localhost, with a certificate of an authority of its own."""
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(providing())
        front = Front(running.url, "127.0.0.1", free_port())
        await front.start(OURS.context(tmp_path, "localhost"))
        stack.push_async_callback(front.stop)
        running.url = f"https://localhost:{front.port}"
        yield running


def client(issuer: str, ca: str | None) -> Provider:
    """Waystation, as a client of that provider."""
    return Provider(issuer, CLIENT, SECRET, "openid", BACK, ca)


async def test_an_authority_of_the_place_vouches_for_the_provider(by_tls: StandIn) -> None:
    """By its certificate in the settings, alone or among others; the log says that it is found."""
    for ca in (OURS.certificate, ANOTHER.certificate + OURS.certificate):
        provider = client(by_tls.url, ca)
        with capture_logs() as lines:
            await provider.look()
        assert [(line["event"], line["source"], line["address"]) for line in lines] == [
            ("provider_found", by_tls.url, BACK)
        ]
        assert (await provider.address_for(LOGIN)).startswith(f"{by_tls.url}/authorize?")


@pytest.mark.parametrize(
    ("ca", "host", "reason"),
    [
        (None, "localhost", "certificate: unable to get local issuer certificate"),
        (ANOTHER.certificate, "localhost", "certificate: unable to get local issuer certificate"),
        (OURS.certificate, "127.0.0.1", "certificate: IP address mismatch"),
    ],
)
async def test_another_certificate_is_not_taken(
    by_tls: StandIn, ca: str | None, host: str, reason: str
) -> None:
    """Of an unknown authority, or for another name: nothing is asked, and the log says why."""
    provider = client(by_tls.url.replace("localhost", host), ca)
    with capture_logs() as lines:
        await provider.look()
    with pytest.raises(EntryRefused, match="not trusted") as refused:
        await provider.address_for(LOGIN)
    assert [line["event"] for line in lines] == ["provider_unusable"]
    assert lines[0]["reason"] == refused.value.reason
    assert refused.value.reason.startswith(reason)
    assert by_tls.asked == []


async def test_where_nobody_listens_the_log_says_so(by_tls: StandIn) -> None:
    """No connection; and one that is no TLS."""
    away = client(f"https://localhost:{free_port()}", None)
    with pytest.raises(EntryRefused, match="does not answer") as refused:
        await away.address_for(LOGIN)
    assert refused.value.reason.startswith("provider: no connection: ")
    async with providing() as in_clear:
        with pytest.raises(EntryRefused, match="does not answer") as refused:
            await client(in_clear.url.replace("http:", "https:"), None).address_for(LOGIN)
    assert refused.value.reason == "provider: no TLS connection"


async def test_a_description_that_is_not_there_is_told(by_tls: StandIn) -> None:
    """A wrong issuer, most often: the status stands in the reason."""
    wrong = client(f"{by_tls.url}/realms/none", OURS.certificate)
    with pytest.raises(EntryRefused, match="does not fit") as refused:
        await wrong.address_for(LOGIN)
    assert refused.value.reason == "discovery: status 404"


def test_the_authorities_are_two() -> None:
    """Else a certificate of the other one would prove nothing."""
    for authority in (OURS, ANOTHER):
        found = ssl.create_default_context(cadata=authority.certificate).get_ca_certs()
        assert len(found) == 1
    assert OURS.certificate != ANOTHER.certificate
