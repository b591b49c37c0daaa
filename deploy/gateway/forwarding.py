"""Passes a request on to a service at another address, and its answer back as it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import structlog
from prometheus_client import Counter
from starlette.types import Receive, Scope, Send
from yarl import URL

from deploy.gateway.elsewhere import no_such_address
from deploy.gateway.headers import back
from deploy.gateway.message import Message, read_message
from deploy.gateway.replicas import LookUp, Replicas, addresses_of, keepalive_socket
from shared.catalogue import ServiceSpec
from shared.http.answering import answer
from shared.http.connected import while_connected
from shared.http.health import AWAY
from shared.http.problems import Problem, unavailable
from shared.text import Text

log = structlog.get_logger(__name__)

CONNECT_WITHIN = 2.0  # seconds, for each address
ANSWER_BEGINS_WITHIN = 15.0  # seconds: a plain call waits five for its database, a report ten
LONG_WORK_BEGINS_WITHIN = 75.0  # seconds: what may read a whole ledger waits sixty
SILENT_FOR = 600.0  # seconds between two pieces of an answer: a rebuild's index takes its time
READY_WITHIN = 3.0  # seconds
READ_WHOLE = 64 * 1024  # bytes: an answer up to this length is read before it is passed on

_STATES = (AWAY, "not ready", "ok")
_NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_HUNG_UP = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


class AnswerCut(ConnectionError):
    """A service stopped in the middle of its answer; the caller's is cut as well."""


@dataclass(frozen=True)
class _Route:
    path_format: str  # by which `RequestMiddleware` counts and logs


class Forward:
    """A service at `url`, asked in place of one in this process while it is `running`.

    `shared.http.middleware.RequestMiddleware` wraps it; `failures` counts by service and reason.
    """

    _session: aiohttp.ClientSession

    def __init__(
        self, service: ServiceSpec, url: str, failures: Counter, look_up: LookUp = addresses_of
    ) -> None:
        parts = urlsplit(url)
        self._service = service
        self._host = parts.netloc
        self._replicas = Replicas(parts.hostname or "", parts.port or 80, look_up)
        self._failures = failures
        self._route = _Route(f"/{service.name}")
        # Internal only: each is about one replica, and needs no token.
        self._internal = {f"/{service.name}/{word}" for word in ("livez", "readyz")}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep connections for the length of an ``async with``."""
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, socket_factory=keepalive_socket),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_NOT_ADDED,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=CONNECT_WITHIN, sock_read=SILENT_FOR
            ),
        ) as self._session:
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["route"] = self._route
        try:
            if scope["path"] in self._internal:
                raise no_such_address()
            pages = bool(self._service.pages)
            message = await read_message(scope, receive, self._host, pages=pages)
            async with while_connected(receive):
                answered = await self._ask(message)
                try:
                    await self._pass_back(answered, send)
                finally:
                    answered.close()  # the connection too, unless the answer was read to its end
        except Problem as problem:
            await answer(scope, problem)(scope, receive, send)

    async def readiness(self) -> str:
        """The state of its best replica: `ok`, `not ready` as it answers itself, or `away`."""
        tasks: list[asyncio.Task[str]] = []
        state = AWAY
        try:
            async with asyncio.timeout(READY_WITHIN):
                origins = await self._replicas.in_turn()
                tasks = [asyncio.create_task(self._ready(origin)) for origin in origins]
                for asked in asyncio.as_completed(tasks):
                    state = max(state, await asked, key=_STATES.index)
                    if state == "ok":
                        break
        except (OSError, UnicodeError, TimeoutError):
            pass
        finally:
            for task in tasks:
                task.cancel()
        return state

    async def _ready(self, origin: str) -> str:
        with suppress(OSError, TimeoutError, aiohttp.ClientError):
            async with self._session.get(f"{origin}/readyz") as answer:
                await answer.read()
                return "ok" if answer.status == 200 else "not ready"
        return AWAY

    async def _ask(self, message: Message) -> aiohttp.ClientResponse:
        """Ask one replica after the other until one answers. Raises a 503 Problem."""
        try:
            origins = await self._replicas.in_turn()
        except (OSError, UnicodeError) as error:
            raise self._failed("name", error) from None
        long_work = message.last_word in self._service.long_work
        within = LONG_WORK_BEGINS_WITHIN if long_work else ANSWER_BEGINS_WITHIN
        may_repeat = message.repeatable
        missed: set[str] = set()
        # The first one again at the end: a kept connection may have ended unnoticed.
        for origin in (*origins, origins[0]):
            if origin in missed:
                continue
            try:
                async with asyncio.timeout(within):
                    return await self._session.request(
                        message.method,
                        URL(origin + message.target, encoded=True),
                        headers=message.headers,
                        data=message.body or None,
                        allow_redirects=False,
                    )
            except _NO_CONNECTION as error:
                missed.add(origin)
                self._replicas.missed(origin)
                failed = self._failed("connection", error)
            except _HUNG_UP as error:
                failed = self._failed("hung-up", error)
                if not may_repeat:
                    break
                may_repeat = False
            except TimeoutError as error:
                missed.add(origin)
                self._replicas.missed(origin, within)
                failed = self._failed("silence", error)
                if long_work or not may_repeat:
                    break
                may_repeat = False
            except aiohttp.ClientError as error:
                raise self._failed("malformed", error) from None
        raise failed

    async def _pass_back(self, answer: aiohttp.ClientResponse, send: Send) -> None:
        length = answer.content_length
        begun, body = False, b""
        begin = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": back(answer.raw_headers),
        }
        try:
            if length is not None and length <= READ_WHOLE:
                body = await answer.read()
            await send(begin)
            begun = True
            async for part in answer.content.iter_any():
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except (aiohttp.ClientError, TimeoutError) as error:
            failed = self._failed("broken", error)
            raise AnswerCut if begun else failed from None
        await send({"type": "http.response.body", "body": body})

    def _failed(self, reason: str, error: Exception) -> Problem:
        """Log and count the failure; returns the 503 Problem for the caller."""
        self._failures.labels(self._service.name, reason).inc()
        log.warning(
            "upstream_failed",
            route=self._route.path_format,
            reason=reason,
            type=type(error).__name__,
        )
        return unavailable(
            Text(
                zh=f"{self._service.title.zh}服务没有应答；请稍后用同一请求重试。",
                en=f"The service {self._service.title.en} does not answer; send the same request"
                " again a little later.",
            ),
        )
