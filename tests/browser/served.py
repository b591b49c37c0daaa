"""Reporting served over HTTP in a thread of its own, on a database that a city has worked in."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from services.reporting.app import ReportingSettings, build
from services.reporting.entry.sessions import Grant, begin
from shared.http.application import Service
from shared.http.server import Server, start
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.databases import Databases
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER
from tests.services.reporting.dashboard.district import city_at_work

KEY = "a-key-of-the-tests"
ALL = ("statistics:read", "statistics:detail")
T = TypeVar("T")


class Served:
    """The running service; `close` ends it and drops its database."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._dsn, self.app, self._server = self._do(self._start())
        self.url = f"http://127.0.0.1:{self._server.port}"

    def session(self, *regions: str, actions: Sequence[str] = ALL) -> dict[str, str]:
        """A cookie of a browser whose person may see these regions."""
        return {"name": self._cookie, "value": self._do(self._begun(regions, actions))}

    def close(self) -> None:
        """Stop."""
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    @property
    def _cookie(self) -> str:
        name: str = self.app.state.entrance.keys.cookie
        return name

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)

    async def _start(self) -> tuple[str, Service, Server]:
        dsn = await self._databases.make(city_at_work)
        settings = {
            "reporting_database": dsn,
            "position_key": POSITION_KEY,
            "browser_key": KEY,
            "browser_actions": " ".join(ALL),
            "oidc_issuer": "https://id.example",
            "oidc_client_id": "waystation",
            "browser_url": "https://waystation.example",
        }
        verifier = Verifier(ISSUER, issuer="tests", register=REGISTER)
        app = build(ReportingSettings.model_validate(settings), verifier)
        return dsn, app, await start(app)

    async def _begun(self, regions: Sequence[str], actions: Sequence[str]) -> str:
        entrance = self.app.state.entrance
        grant = Grant(entrance.by_person, "p-1", "310", regions, actions)
        async with self.app.state.counting_pool.acquire() as connection:
            return await begin(connection, grant, entrance._lifetimes)

    async def _stop(self) -> None:
        await self._server.stop()
        await self._databases.drop(self._dsn)
