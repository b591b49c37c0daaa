"""A visitor of an ASGI application: sends requests without a network, and keeps its cookies."""

import asyncio
import json
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Seen:
    """What the visitor was answered."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Visitor:
    """Visits one application, as a browser would that follows no redirects."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.cookies: SimpleCookie = SimpleCookie()

    async def get(self, url: str, **headers: str) -> Seen:
        """A GET of a path and query."""
        return await self.ask("GET", url, **headers)

    async def ask(self, method: str, url: str, body: bytes = b"", /, **headers: str) -> Seen:
        """A request; `headers` by their names in lower case, `_` for a hyphen."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            headers = {"content-length": str(len(body))} | headers
        path, _, query = url.partition("?")
        if self.cookies:
            kept = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
            headers = {"cookie": kept} | headers
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(),
            "headers": [(n.encode(), v.encode()) for n, v in {"host": "test", **headers}.items()],
            "server": ("test", 80), "root_path": "",
        }  # fmt: skip
        output: list[Message] = []

        waiting = [body]

        async def receive() -> Message:
            if not waiting:
                await asyncio.Event().wait()  # the visitor stays until there is an answer
            return {"type": "http.request", "body": waiting.pop()}

        async def send(message: Message) -> None:
            output.append(message)

        await self.app(scope, receive, send)
        answered = {name.decode(): value.decode() for name, value in output[0]["headers"]}
        for name, value in output[0]["headers"]:
            if name == b"set-cookie":
                self._keep(value.decode())
        text = b"".join(message.get("body", b"") for message in output[1:])
        return Seen(output[0]["status"], answered, text.decode())

    def _keep(self, cookie: str) -> None:
        """Keep a cookie; one that has ended is forgotten."""
        name = cookie.partition("=")[0]
        if "; Max-Age=0" in cookie:
            self.cookies.pop(name, None)
        else:
            self.cookies.load(cookie)
