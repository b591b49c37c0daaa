"""Calls over HTTP, which are sent again while the service is away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import aiohttp

from deploy.ledgers.call import LedgerCall, random_key
from deploy.ledgers.errors import CannotReach, NotAllowed
from deploy.ledgers.reasons import Fault, RowRefused

PATIENCE = 300.0  # seconds that one call is tried for while the service is away
ONE_TRY = aiohttp.ClientTimeout(total=30)
LONGEST_PAUSE = 5.0

# 412 too, where the call names no version: other writers were quicker.
_AWAY = frozenset({412, 429, 500, 502, 503, 504})
# Not waited for: the limits of a day.
_DAY_IS_OVER = frozenset({"too-many-queries", "too-many-imported-openings"})
_OUTREACH = (
    "/v1/activities",
    "/v1/campaigns",
    "/v1/informants",
    "/v1/places",
    "/v1/publications",
    "/v1/surveys/held",
    "/v1/uses",
)
_NOT_LET_IN = frozenset({401, 403})
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
# 422 too: a name that nothing can have.
_NOT_THERE = frozenset({404, 405, 422})


@dataclass(frozen=True)
class ImportTarget:
    """Where the public API is, and what gives a token that it takes."""

    url: str
    token: Callable[[], str]


@dataclass(frozen=True)
class CallAnswer:
    """The answer to a call; `is_new` says whether it did, or would do, what was not done before.

    `is_void` says that what was done before was made void since; `corrected` are the columns
    in which what was known of a person was corrected. `warnings` are what the service doubts.
    `place` is where what was written stands, where the answer says it (Location).
    """

    body: Mapping[str, Any]
    is_new: bool
    is_void: bool = False
    corrected: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    place: str = ""


class Api:
    """The public API of a running service; each call is safe to send again.

    `is_reached` says whether a write was answered, `has_written` whether one did anything. Each
    write and each dry run carries `import_id`. An address where nobody listens is reported at once;
    a service that was there is waited for.
    """

    is_reached = False
    has_written = False

    def __init__(
        self, session: aiohttp.ClientSession, service: ImportTarget, patience: float
    ) -> None:
        self._session = session
        self._url = service.url.rstrip("/")
        self._token = service.token
        self._patience = patience
        self._is_there = False
        self.import_id = str(uuid4())

    async def post(self, call: LedgerCall, *, dry_run: bool = False) -> CallAnswer:
        """Make a call; raises `RowRefused`, or `CannotReach` if nobody answers who knows of it.

        What a dry run would do is answered with an empty body, or with warnings.
        """
        headers = {"Idempotency-Key": call.key, "Import-Id": self.import_id}
        if dry_run:
            headers["Dry-Run"] = "true"
        if call.if_match is not None:
            headers["If-Match"] = f'"{call.if_match}"'
        reply = await self._persist(call.method, call.path, json=call.body, headers=headers)
        if reply.status < 400 and not _is_account(reply, dry_run=dry_run):
            raise _not_understood(self._url, reply)
        self.is_reached = True
        if call.is_known_by_its_key and _is_key_reused(reply):
            return await self._given(call)
        if reply.status >= 400:
            warnings = call.warnings(reply.body)
            raise RowRefused(call.faults(reply.body), reply.status, warnings)
        # A dry run of what would be accepted with warnings is answered with these alone.
        is_known = "Idempotency-Replayed" in reply.headers or (
            reply.status == 200 and "position" in reply.body
        )
        is_void = "Entry-Void" in reply.headers
        self.has_written |= not dry_run and (not is_known or call.method == "PATCH")
        place = reply.headers.get("Location", "")
        return CallAnswer(reply.body, not is_known, is_void, (), call.warnings(reply.body), place)

    async def _given(self, call: LedgerCall) -> CallAnswer:
        """What a row was answered that is the same in another spelling."""
        service = "outreach" if call.path.startswith(_OUTREACH) else "cases"
        found = await self.get(f"/{service}/v1/answers", [("key", call.key)]) or {}
        for answer in found.get("answers", ()):
            return CallAnswer(answer["body"], is_new=False, is_void=answer["void"])
        return CallAnswer({}, is_new=False)

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

    async def ask(self, path: str, body: Mapping[str, Any]) -> "Reply":
        """What a dry run of a call is answered, be it taken or refused; raises `CannotReach`."""
        headers = {
            "Idempotency-Key": random_key(),
            "Import-Id": self.import_id,
            "Dry-Run": "true",
        }
        return await self._persist("POST", path, json=body, headers=headers)

    async def get(self, path: str, parameters: list[tuple[str, str]]) -> Mapping[str, Any] | None:
        """Read something; None where there is no such thing; raises `CannotReach`."""
        reply = await self.read(path, parameters)
        if reply.status in _NOT_THERE:
            return None
        if reply.status >= 400:
            raise _not_understood(self._url, reply)
        return reply.body

    async def read(
        self, path: str, parameters: list[tuple[str, str]], headers: Mapping[str, str] = NO_HEADERS
    ) -> "Reply":
        """What a read is answered, be it granted or refused; raises `CannotReach`."""
        return await self._persist("GET", path, params=parameters, headers=dict(headers))

    async def _persist(self, method: str, path: str, **request: Any) -> "Reply":
        """Try until there is an answer that is final, or patience ends."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        away = _AWAY - {412} if "If-Match" in request.get("headers", ()) else _AWAY
        pause = 0.1
        while True:
            reply = await self._try(method, path, **request)
            if reply is not None and _is_not_let_in(reply):
                raise _not_let_in(self._url, reply)
            if reply is not None and _slug(reply) in _DAY_IS_OVER:
                raise _limited(self._url, reply)
            if reply is not None and reply.status not in away:
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
                self._is_there = True
                return Reply(
                    response.status, response.headers, body if isinstance(body, dict) else {}
                )
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            raise CannotReach(
                zh=f"{self._url} 不是网址；应如 http://127.0.0.1:8000。",
                en=f"{self._url} is not an address; it should look like http://127.0.0.1:8000.",
            ) from None
        except aiohttp.ClientConnectorError:
            if self._is_there:
                return None
            raise CannotReach(
                zh=f"{self._url} 上没有服务在监听；请检查网址，并确认服务已启动。",
                en=f"Nobody listens at {self._url}; check the address, and that the service runs.",
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


def _is_account(reply: Reply, *, dry_run: bool) -> bool:
    """Whether an answer that is no refusal says what was written, or would be.

    Something between may answer in the service's place, and then nothing was done.
    """
    if dry_run and (reply.status == 204 or "warnings" in reply.body):
        return True
    return "position" in reply.body


def _is_key_reused(reply: Reply) -> bool:
    return any(error.get("reason") == "key_reused" for error in reply.body.get("errors", ()))


def _slug(reply: Reply) -> str:
    """The kind of a problem: the last part of its type."""
    return str(reply.body.get("type", "")).rpartition("/")[2]


def _is_not_let_in(reply: Reply) -> bool:
    """Whether the token is refused; what an agency may not write in a case is the row's fault."""
    return reply.status in _NOT_LET_IN and _slug(reply) != "not-entitled"


def _limited(url: str, reply: Reply) -> CannotReach:
    """What a limit of the day comes to; of an import with the right token it is another one."""
    zh = f"{url}：{reply.body.get('detail_zh', '')}"
    en = f"{url}: {reply.body.get('detail', '')}"
    if _slug(reply) == "too-many-queries":
        zh += "令牌具有 cases:import 权限时，导入另有较高的每日上限。"
        en += " With cases:import in its token an import has a higher limit of its own."
    return CannotReach(zh=zh, en=en)


def _not_let_in(url: str, reply: Reply) -> CannotReach:
    kind = NotAllowed if reply.status == 403 else CannotReach
    return kind(
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
