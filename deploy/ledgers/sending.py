"""Calls over HTTP: sent again while the service is away, and refusals told by column."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from deploy.ledgers.calls import Call
from deploy.ledgers.reasons import Fault, Reason, fault
from deploy.ledgers.sentences import CannotReach, Sentence

PATIENCE = 60.0  # seconds that one call is tried for while the service is away
ONE_TRY = aiohttp.ClientTimeout(total=30)
LONGEST_PAUSE = 5.0

# 412 too: no call names a version, so it can only mean that other writers were quicker.
_AWAY = frozenset({412, 429, 500, 502, 503, 504})
_NOT_LET_IN = frozenset({401, 403})
_COLUMN_OF_REFUSAL = {
    "reference_taken": "编号",
    "client_has_open_case": "身份证号",
    "decision_date_missing": "决定日期",
}


@dataclass(frozen=True)
class Service:
    """Where the public API is, and a token that it takes."""

    url: str
    token: str


@dataclass(frozen=True)
class Answer:
    """What a call was told; `is_new` says whether it did something that was not done before."""

    body: Mapping[str, Any]
    is_new: bool


class Api:
    """The public API of a running service; each call is safe to send again."""

    def __init__(self, session: aiohttp.ClientSession, url: str, patience: float) -> None:
        self._session = session
        self._url = url
        self._patience = patience

    async def post(self, call: Call) -> Answer:
        """Say something; raises `Fault` if it is refused, `CannotReach` if nobody answers."""
        headers = {"Idempotency-Key": call.key}
        told = await self._persist("POST", call.path, json=call.body, headers=headers)
        if told.status >= 400:
            raise _fault(call, told)
        is_new = told.status == 201 and "Idempotency-Replayed" not in told.headers
        return Answer(told.body, is_new)

    async def get(self, path: str, parameters: list[tuple[str, str]]) -> Mapping[str, Any] | None:
        """Ask something; None where there is no such thing to read; raises `CannotReach`."""
        told = await self._persist("GET", path, params=parameters)
        if told.status in (404, 405):
            return None
        if told.status >= 400:
            raise _not_understood(self._url, told)
        return told.body

    async def _persist(self, method: str, path: str, **request: Any) -> "_Told":
        """Try until there is an answer that is final, or patience ends."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        pause = 0.1
        while True:
            told = await self._try(method, path, **request)
            if told is not None and told.status in _NOT_LET_IN:
                raise _not_let_in(self._url, told)
            if told is not None and told.status not in _AWAY:
                if told.status >= 400 and "type" not in told.body:
                    raise _not_understood(self._url, told)
                return told
            if loop.time() + pause > until:
                raise _away(self._url, told, self._patience)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _try(self, method: str, path: str, **request: Any) -> "_Told | None":
        """One try; None when there was no whole answer."""
        try:
            async with self._session.request(method, self._url + path, **request) as response:
                is_json = response.content_type.endswith("json")
                body = await response.json(content_type=None) if is_json else None
                return _Told(
                    response.status, response.headers, body if isinstance(body, dict) else {}
                )
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            raise CannotReach(
                f"{self._url} is not an address; it should look like http://127.0.0.1:8000.",
                f"{self._url} 不是网址；应如 http://127.0.0.1:8000。",
            ) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError):
            return None


@dataclass(frozen=True)
class _Told:
    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


@asynccontextmanager
async def open_api(service: Service, *, patience: float = PATIENCE) -> AsyncIterator[Api]:
    """The API of a service, for as long as the context is open."""
    headers = {"Authorization": f"Bearer {service.token}", "Accept": "application/json"}
    async with aiohttp.ClientSession(headers=headers, timeout=ONE_TRY) as session:
        yield Api(session, service.url.rstrip("/"), patience)


def _fault(call: Call, told: _Told) -> Fault:
    """A refusal as the fault of a row: the column that the field came from, and the reason."""
    if told.status == 404 and "对象编号" in call.columns.values():
        return fault("对象编号", Reason.UNKNOWN_CLIENT)
    error: Mapping[str, Any] = next(iter(told.body.get("errors", ())), {})
    told_by = {**told.body, **error}
    reason = error.get("reason") or told.body["type"].rpartition("/")[2].replace("-", "_")
    named = str(error.get("pointer", "")).split("/")[1:2]
    column = call.columns.get(named[0]) if named else _COLUMN_OF_REFUSAL.get(reason)
    return Fault(
        column or next(iter(call.columns.values())),
        reason,
        Sentence(told_by.get("detail_zh", ""), told_by.get("detail", "")),
    )


def _not_let_in(url: str, told: _Told) -> CannotReach:
    return CannotReach(
        f"{url} does not let this token in: {told.body.get('detail', 'it was refused')}",
        f"{url} 不接受这个令牌：{told.body.get('detail_zh', '被拒绝')}",
    )


def _not_understood(url: str, told: _Told) -> CannotReach:
    return CannotReach(
        f"{url} does not answer as Waystation does (status {told.status}); check the address.",
        f"{url} 的应答不像驿站（状态码 {told.status}）；请检查网址。",
    )


def _away(url: str, told: _Told | None, patience: float) -> CannotReach:
    status = f" (status {told.status})" if told else ""
    return CannotReach(
        f"{url} has not answered for {patience:.0f} seconds{status}; see that the service runs.",
        f"{url} 已有{patience:.0f}秒没有正常应答{status}；请检查服务是否在运行。",
    )
