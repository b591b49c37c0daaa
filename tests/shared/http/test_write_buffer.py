"""What is written in one moment goes out in one piece, as long as there is somebody to read it."""

import asyncio

from shared.http.write_buffer import BUFFER_LIMIT, WriteBuffer


class Transport(asyncio.Transport):
    """A transport as uvloop's: once it is closed, to write is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send, if it is open."""
        if self.closed:
            raise RuntimeError("closed")
        self.sent.append(bytes(data))

    def close(self) -> None:
        """Close."""
        self.closed = True

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed


async def test_head_and_body_go_out_in_one_piece() -> None:
    """At the end of the moment; or before, by closing."""
    transport = Transport()
    buffer = WriteBuffer(transport)
    for piece in (b"head", b"body"):
        buffer.write(piece)
    assert transport.sent == []
    await asyncio.sleep(0)
    buffer.write(b"last")
    buffer.close()
    assert transport.sent == [b"headbody", b"last"]


async def test_nothing_is_sent_to_a_caller_who_has_gone() -> None:
    """It is no fault of the service: neither for much at once, nor for little."""
    transport = Transport()
    buffer = WriteBuffer(transport)
    transport.closed = True
    buffer.write(b"x" * (BUFFER_LIMIT + 1))
    buffer.write(b"x")
    buffer.close()
    assert transport.sent == []
