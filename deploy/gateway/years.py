"""Which years the start page offers: asked of reporting with what the browser's request carries."""

import asyncio
import json
from typing import NoReturn

from starlette.types import ASGIApp, Message, Scope

PATH = "/v1/reports/annual/years"
WITHIN = 2.0  # seconds: the start page waits no longer for it


_KEPT = frozenset({b"host", b"authorization", b"cookie", b"x-forwarded-proto", b"x-forwarded-for"})
_SCOPE = frozenset({"type", "asgi", "http_version", "scheme", "client", "server", "state"})


async def years_for(scope: Scope, reporting: ASGIApp) -> list[int]:
    """The years that the browser of a request may see, the latest first.

    None are known without a token or a session, or when reporting does not answer in time.
    """
    body = bytearray()
    status = 0

    async def nothing_more() -> NoReturn:
        await asyncio.Future()
        raise AssertionError

    async def take(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    headers = [(name, value) for name, value in scope["headers"] if name in _KEPT]
    asked = {
        **{name: value for name, value in scope.items() if name in _SCOPE},
        "method": "GET",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
    }
    if not {b"authorization", b"cookie"} & {name for name, _ in headers}:
        return []
    try:
        async with asyncio.timeout(WITHIN):
            await reporting(asked, nothing_more, take)
    except TimeoutError:
        return []
    if status != 200:
        return []
    years: list[int] = json.loads(body)["years"]
    return years
