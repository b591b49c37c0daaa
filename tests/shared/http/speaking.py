"""Speaking HTTP byte by byte to a server, and what its refusals look like."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.http.server import Server

LOCAL = "127.0.0.1"
HEAD = b"POST /x HTTP/1.1\r\nHost: a\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n"


class Echo:
    """An application that answers with what it was sent, after it has read all of it."""

    def __init__(self) -> None:
        self.answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        headers = [[name.decode(), value.decode()] for name, value in scope["headers"]]
        self.answered += 1
        text = json.dumps({"headers": headers, "body": body.decode()})
        await Response(text)(scope, receive, send)


@asynccontextmanager
async def connected(
    server: Server,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection."""
    reader, writer = await asyncio.open_connection(LOCAL, server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def told(server: Server, *parts: bytes) -> list[bytes]:
    """All that is answered until the connection is closed, answer by answer."""
    async with connected(server) as (reader, writer):
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02 if len(parts) > 1 else 0)
        answers = await asyncio.wait_for(reader.read(), 10)
    return re.split(rb"(?=HTTP/1\.1 \d{3} )", answers)[1:]


def is_refused(answer: bytes, status: int, slug: str) -> bool:
    """Whether an answer is this problem, and the last of its connection."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return (
        head.startswith(b"HTTP/1.1 %d " % status)
        and b"\r\nconnection: close" in head
        and b"\r\ncontent-type: application/problem+json" in head
        and b"\r\nx-content-type-options: nosniff" in head
        and json.loads(body)["type"] == f"/problems/{slug}"
    )
