"""A transport that sends in one piece what is written in one moment."""

import asyncio
from typing import Any

BUFFER_LIMIT = 16 * 1024  # bytes of an answer that may wait for what follows in the same moment


class WriteBuffer:
    """A transport that sends what is written in one turn of the loop in one piece.

    Uvicorn writes an answer's head and its body apart; each would be a system call, a packet
    and a turn of the other side's loop.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._later = asyncio.get_running_loop().call_soon
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Send this soon; at once if it is much. To a caller who has gone nothing is sent."""
        self._pieces.append(data)
        self._size += len(data)
        if self._size > BUFFER_LIMIT:
            self._send()
        elif len(self._pieces) == 1:
            self._later(self._send)

    def close(self) -> None:
        """Send what was written, and close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._pieces:
            pieces, self._pieces, self._size = self._pieces, [], 0
            if not self._transport.is_closing():  # uvloop raises for a caller who has gone
                self._transport.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
