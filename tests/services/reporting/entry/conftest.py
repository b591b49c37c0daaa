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
from tests.shared.http.visitor import Visitor

KEY = "a-key-of-the-tests"
Start = Callable[..., Awaitable[Service]]


@pytest.fixture
async def start(reporting_url: str) -> AsyncIterator[Start]:
    """Starts a replica of the service, with settings and a register of its own."""
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
