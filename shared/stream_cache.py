"""The state of recently used streams, so that a command costs the same however long its stream is.

What is remembered is only a place to read on from: a command reads the remembered event again,
and what follows it, and starts afresh if that row is not the one remembered.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

STREAMS = 20_000
BYTES = 64 * 1024 * 1024
OVERHEAD = 1024  # bytes that a remembered stream takes besides its state, about


@dataclass(frozen=True, slots=True)
class Remembered:
    """A stream's state behind its event `event_id`, which has this version.

    `size` is about how many bytes it takes: those of the events that changed the state.
    """

    state: Any
    version: int
    event_id: UUID
    size: int


class StreamCache:
    """Streams by their ids, those used last; bounded by their number and by their bytes."""

    def __init__(self, streams: int = STREAMS, size: int = BYTES) -> None:
        self._streams: OrderedDict[str, Remembered] = OrderedDict()
        self._most, self._largest = streams, size
        self._size = 0

    def __len__(self) -> int:
        return len(self._streams)

    def get(self, stream_id: str) -> Remembered | None:
        """What is remembered of a stream."""
        remembered = self._streams.get(stream_id)
        if remembered is not None:
            self._streams.move_to_end(stream_id)
        return remembered

    def put(self, stream_id: str, remembered: Remembered) -> None:
        """Remember a stream as it is now; those not used for longest are forgotten for it."""
        self.drop(stream_id)
        self._streams[stream_id] = remembered
        self._size += remembered.size + OVERHEAD
        while len(self._streams) > self._most or self._size > self._largest:
            self.drop(next(iter(self._streams)))

    def drop(self, stream_id: str) -> None:
        """Forget a stream."""
        remembered = self._streams.pop(stream_id, None)
        if remembered is not None:
            self._size -= remembered.size + OVERHEAD
