"""Reporting with a link for browsers, started over a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from services.reporting.app import ReportingSettings, build
from shared.http.application import Service
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER
from tests.services.reporting.entry.logins import SITE, Login
from tests.services.reporting.entry.provider import CLIENT, SECRET, Provider, providing
from tests.shared.http.visitor import Visitor

KEY = "a-key-of-the-tests"
Start = Callable[..., Awaitable[Service]]


@pytest.fixture
async def start(reporting_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    """Starts a replica of the service, with settings and a register of its own."""

    async def look(self: object) -> None:
        """Ask no provider at the start: a test may end, and its loop, while that is under way."""

    monkeypatch.setattr("services.reporting.entry.provider.Provider.look", look)
    async with AsyncExitStack() as stack:

        async def started(register: Any = REGISTER, **settings: Any) -> Service:
            values = {
                "reporting_database": reporting_url,
                "position_key": POSITION_KEY,
                "browser_key": KEY,
            }
            app = build(
                ReportingSettings.model_validate(values | settings),
                Verifier(ISSUER, issuer="tests", register=register),
            )
            await stack.enter_async_context(app.router.lifespan_context(app))
            return app

        yield started


@pytest.fixture
async def browser(start: Start) -> Visitor:
    """A browser that has not been there yet."""
    return Visitor(await start())


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """An identity provider over HTTP."""
    async with providing() as running:
        yield running


@pytest.fixture
def settings(provider: Provider) -> dict[str, Any]:
    """Reporting as a client of the provider."""
    return {
        "browser_url": SITE,
        "oidc_issuer": provider.url,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
    }


@pytest.fixture
async def login(start: Start, settings: dict[str, Any], provider: Provider) -> Login:
    """A browser that has not been there yet."""
    return Login(Visitor(await start(**settings)), provider)
