"""The gateway's application: one address for services that run elsewhere."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from prometheus_client import CollectorRegistry, Counter
from pydantic import Field
from starlette.types import ASGIApp

from deploy.gateway.dispatch import Dispatcher
from deploy.gateway.elsewhere import build_elsewhere
from deploy.gateway.forwarding import Forward
from deploy.place import PlaceSettings, place_in_force
from shared.addresses import URL_MEANING, ServiceUrl
from shared.catalogue import SERVICES
from shared.http.health import Readiness, whole_health_routes
from shared.http.middleware import Metrics, RequestMiddleware

READINESS_KEPT_FOR = 1.0  # seconds


class GatewaySettings(PlaceSettings):
    """Where the services are."""

    cases_url: ServiceUrl = Field(description=URL_MEANING.format("cases"))
    outreach_url: ServiceUrl = Field(description=URL_MEANING.format("outreach"))
    reporting_url: ServiceUrl = Field(description=URL_MEANING.format("reporting"))

    def url_of(self, service: str) -> str:
        """Where a service of the catalogue is."""
        url: str = getattr(self, f"{service}_url")
        return url


def cached(ask: Readiness) -> Readiness:
    """The answer of `ask`, kept for a second: however many callers there are, it is asked once."""
    lock = asyncio.Lock()
    known: Mapping[str, str] = {}
    known_until = 0.0

    async def readiness() -> Mapping[str, str]:
        nonlocal known, known_until
        async with lock:
            if time.monotonic() >= known_until:
                known = await ask()
                known_until = time.monotonic() + READINESS_KEPT_FOR
        return known

    return readiness


@asynccontextmanager
async def started(
    settings: GatewaySettings, registry: CollectorRegistry | None = None
) -> AsyncIterator[ASGIApp]:
    """The gateway with its connections, for an ``async with``; `registry` has its metrics.

    Raises CannotGoOn.
    """
    registry = registry or CollectorRegistry()
    metrics = Metrics(registry)
    failures = Counter(
        "upstream_failures_total",
        "Requests that a service did not answer, those sent once more included.",
        ("service", "reason"),
        registry=registry,
    )
    forwards = {each.name: Forward(each, settings.url_of(each.name), failures) for each in SERVICES}

    async def readiness() -> Mapping[str, str]:
        states = await asyncio.gather(*(forward.readiness() for forward in forwards.values()))
        return dict(zip(forwards, states, strict=True))

    routes = whole_health_routes(cached(readiness), place_in_force)
    services = {
        name: RequestMiddleware(forward, metrics=metrics) for name, forward in forwards.items()
    }
    app = Dispatcher(services, RequestMiddleware(build_elsewhere(routes), metrics=metrics))
    async with AsyncExitStack() as stack:
        for forward in forwards.values():
            await stack.enter_async_context(forward.running())
        yield app
