"""The real services, by the gateway and by a dispatcher in their own process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client import CollectorRegistry

from deploy.embedded.apps import one_port
from deploy.gateway.app import GatewaySettings, started
from deploy.gateway.dispatch import Dispatcher
from services.reporting.counting.migrations import migrate_reporting
from shared.catalogue import ACTIONS
from shared.http.application import Service
from shared.http.server import Server, start
from tests.databases import MakeDatabase
from tests.services.service import migrated, token
from tests.services.whole import SERVICES, built

VARYING = ("date", "retry-after")


@dataclass
class Ways:
    """The same services, by the gateway and by a dispatcher in their own process."""

    gateway: str
    one_process: str
    session: aiohttp.ClientSession
    services: Mapping[str, Server]
    registry: CollectorRegistry

    async def ask(self, url: str, method: str, path: str, **options: Any) -> tuple[Any, ...]:
        """An answer's status, headers and body."""
        headers = {"Authorization": f"Bearer {token('agency', '41', actions=ACTIONS)}"}
        headers |= options.pop("headers", {})
        async with self.session.request(
            method, url + path, headers=headers, allow_redirects=False, **options
        ) as answer:
            named = [(n.lower(), v) for n, v in answer.headers.items() if n.lower() not in VARYING]
            return answer.status, sorted(named), await answer.read()


@asynccontextmanager
async def both_ways(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Ways]:
    """Three services on ports of their own, a gateway before them, and one port of one process."""
    async with AsyncExitStack() as stack:
        apps: dict[str, Service] = {}
        servers: dict[str, Server] = {}
        urls: dict[str, str] = {}
        for name in SERVICES:
            dsn = await make_database(migrate_reporting if name == "reporting" else migrated)
            journals = (urls.get("cases", ""), urls.get("outreach", ""))
            service = apps[name] = built(name, dsn, tmp_path, journals)
            await stack.enter_async_context(service.router.lifespan_context(service))
            servers[name] = await start(Dispatcher({name: service}, service), lifespan=False)
            stack.push_async_callback(servers[name].stop)
            urls[name] = f"http://127.0.0.1:{servers[name].port}"
        settings = GatewaySettings(
            cases_url=urls["cases"],
            outreach_url=urls["outreach"],
            reporting_url=urls["reporting"],
        )
        registry = CollectorRegistry()
        through = await stack.enter_async_context(started(settings, registry))
        gateway = await start(through, lifespan=False)
        stack.push_async_callback(gateway.stop)
        whole = one_port(apps, CollectorRegistry())
        single = await start(whole, lifespan=False)
        stack.push_async_callback(single.stop)
        jar = aiohttp.DummyCookieJar()
        session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        yield Ways(
            f"http://127.0.0.1:{gateway.port}",
            f"http://127.0.0.1:{single.port}",
            session,
            servers,
            registry,
        )
