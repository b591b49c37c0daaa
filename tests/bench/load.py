"""A light HTTP/1.1 load generator: it sends prepared bytes and reads only what it must.

A client library would take more of a core than the server under test.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_AT_LEAST = 2  # calls of each caller, however short the time: of fewer there is no median


@dataclass
class Answers:
    """What came back: the seconds each answer took, and how many answers had which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


class _Caller(asyncio.Protocol):
    """One connection with one request under way at a time."""

    def __init__(self, request: Callable[[], bytes], ends: float, answers: Answers) -> None:
        self._request = request
        self._ends = ends
        self._answers = answers
        self._buffer = b""
        self._sent_so_far = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(_END)
        if head < 0:
            return
        at = self._buffer.lower().find(_LENGTH, 0, head) + len(_LENGTH)
        length = int(self._buffer[at : self._buffer.index(b"\r", at)])
        if len(self._buffer) < head + len(_END) + length:
            return
        status = int(self._buffer[9:12])
        self._answers.seconds.append(time.perf_counter() - self._sent)
        self._answers.statuses[status] = self._answers.statuses.get(status, 0) + 1
        self._buffer = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the server hung up"))

    def _send(self) -> None:
        self._sent = time.perf_counter()
        if self._sent < self._ends or self._sent_so_far < _AT_LEAST:
            self._sent_so_far += 1
            self._transport.write(self._request())
        else:
            self.done.set_result(None)
            self._transport.close()


async def press(port: int, request: Callable[[], bytes], callers: int, seconds: float) -> Answers:
    """Call a server on the loopback with `callers` connections at once for some seconds.

    Each calls twice at least.
    """
    loop = asyncio.get_running_loop()
    answers = Answers()
    ends = time.perf_counter() + seconds
    made = [
        await loop.create_connection(lambda: _Caller(request, ends, answers), "127.0.0.1", port)
        for _ in range(callers)
    ]
    await asyncio.gather(*(caller.done for _, caller in made))
    return answers
