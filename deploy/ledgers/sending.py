"""Calls over HTTP, which are sent again while the service is away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from deploy.ledgers.call import LedgerCall
from deploy.ledgers.errors import CannotReach
from deploy.ledgers.reasons import RowRefused

PATIENCE = 60.0  # seconds that one call is tried for while the service is away
ONE_TRY = aiohttp.ClientTimeout(total=30)
LONGEST_PAUSE = 5.0

# 412 too: no call names a version, so it can only mean that other writers were quicker.
_AWAY = frozenset({412, 429, 500, 502, 503, 504})
_NOT_LET_IN = frozenset({401, 403})
# 422 too: a name that nothing can have.
_NOT_THERE = frozenset({404, 405, 422})


@dataclass(frozen=True)
class ImportTarget:
    """Where the public API is, and what gives a token that it takes."""

    url: str
    token: Callable[[], str]


@dataclass(frozen=True)
class CallAnswer:
    """The answer to a call; `is_new` says whether it did, or would do, what was not done before."""

    body: Mapping[str, Any]
    is_new: bool


class Api:
    """The public API of a running service; each call is safe to send again.

    `is_reached` says whether a call was answered.
    """

    is_reached = False

    def __init__(
        self, session: aiohttp.ClientSession, service: ImportTarget, patience: float
    ) -> None:
        self._session = session
        self._url = service.url.rstrip("/")
        self._token = service.token
        self._patience = patience

    async def post(self, call: LedgerCall, *, dry_run: bool = False) -> CallAnswer:
        """Make a call; raises `RowRefused`, or `CannotReach` if nobody answers.

        What a dry run would do is answered with an empty body.
        """
        headers = {"Idempotency-Key": call.key} | ({"Dry-Run": "true"} if dry_run else {})
        reply = await self._persist("POST", call.path, json=call.body, headers=headers)
        self.is_reached = True
        if call.is_known_by_its_key and _is_key_reused(reply):
            return CallAnswer({}, is_new=False)
        if reply.status >= 400:
            raise RowRefused(call.faults(reply.body), reply.status)
        # A dry run of what would be accepted with warnings is answered with these alone.
        warned = dry_run and reply.status == 200 and "position" not in reply.body
        is_new = warned or (
            reply.status in (201, 204) and "Idempotency-Replayed" not in reply.headers
        )
        return CallAnswer(reply.body, is_new)

    async def check_dry_runs(self, path: str) -> None:
        """See that who answers at a path knows dry runs: an older service would write there.

        Asked with a header and a body that nobody accepts. Raises `CannotReach`.
        """
        headers = {"Idempotency-Key": "dry-runs", "Dry-Run": "?"}
        reply = await self._persist("POST", path, json={}, headers=headers)
        errors = reply.body.get("errors", ())
        if not any(error.get("header") == "Dry-Run" for error in errors):
            raise CannotReach(
                zh=f"{self._url} 的版本较旧，不支持试运行；请先升级该服务。",
                en=f"{self._url} is of an older version, without dry runs; upgrade it first.",
            )

    async def get(self, path: str, parameters: list[tuple[str, str]]) -> Mapping[str, Any] | None:
        """Read something; None where there is no such thing; raises `CannotReach`."""
        reply = await self._persist("GET", path, params=parameters)
        if reply.status in _NOT_THERE:
            return None
        if reply.status >= 400:
            raise _not_understood(self._url, reply)
        return reply.body

    async def _persist(self, method: str, path: str, **request: Any) -> "Reply":
        """Try until there is an answer that is final, or patience ends."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        pause = 0.1
        while True:
            reply = await self._try(method, path, **request)
            if reply is not None and reply.status in _NOT_LET_IN:
                raise _not_let_in(self._url, reply)
            if reply is not None and reply.status not in _AWAY:
                if reply.status >= 400 and "type" not in reply.body:
                    raise _not_understood(self._url, reply)
                return reply
            if loop.time() + pause > until:
                raise _away(self._url, reply, self._patience)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _try(self, method: str, path: str, **request: Any) -> "Reply | None":
        """One try; None when there was no whole answer."""
        headers = {"Authorization": f"Bearer {self._token()}", **request.pop("headers", {})}
        try:
            async with self._session.request(
                method, self._url + path, headers=headers, **request
            ) as response:
                is_json = response.content_type.endswith("json")
                body = await response.json(content_type=None) if is_json else None
                return Reply(
                    response.status, response.headers, body if isinstance(body, dict) else {}
                )
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            raise CannotReach(
                zh=f"{self._url} 不是网址；应如 http://127.0.0.1:8000。",
                en=f"{self._url} is not an address; it should look like http://127.0.0.1:8000.",
            ) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError):
            return None


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP; `body` is empty where it is no JSON object."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


@asynccontextmanager
async def open_api(service: ImportTarget, *, patience: float = PATIENCE) -> AsyncIterator[Api]:
    """The API of a service, for as long as the context is open."""
    headers = {"Accept": "application/json"}
    async with aiohttp.ClientSession(headers=headers, timeout=ONE_TRY) as session:
        yield Api(session, service, patience)


def _is_key_reused(reply: Reply) -> bool:
    return any(error.get("reason") == "key_reused" for error in reply.body.get("errors", ()))


def _not_let_in(url: str, reply: Reply) -> CannotReach:
    return CannotReach(
        zh=f"{url} 不接受这个令牌：{reply.body.get('detail_zh', '被拒绝')}",
        en=f"{url} does not let this token in: {reply.body.get('detail', 'it was refused')}",
    )


def _not_understood(url: str, reply: Reply) -> CannotReach:
    return CannotReach(
        zh=f"{url} 的应答不像驿站（状态码 {reply.status}）；请检查网址。",
        en=f"{url} does not answer as Waystation does (status {reply.status}); check the address.",
    )


def _away(url: str, reply: Reply | None, patience: float) -> CannotReach:
    status = f" (status {reply.status})" if reply else ""
    return CannotReach(
        zh=f"{url} 已有{patience:.0f}秒没有正常应答{status}；请检查服务是否在运行。",
        en=f"{url} has not answered for {patience:.0f} seconds{status}; see that the service runs.",
    )
