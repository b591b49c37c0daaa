"""Events on their way into a consumer, whatever carried them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID


class ReceivedEvent(NamedTuple):
    """One event as it came in at `offset` of its partition; `data` is its JSON, unread.

    Something that is no event of ours arrives with an empty `type` and version 0.
    """

    offset: int
    event_id: UUID | str
    type: str
    stream_id: str
    version: int
    recorded_at: datetime
    data: bytes | str


class OffsetsMoved(Exception):
    """The stored offset is not the one this batch follows; read the offsets again."""


class Handler(Protocol):
    """What takes batches in; it keeps the offsets in its own database, with their effect."""

    async def offsets(self, source: str) -> Mapping[int, int]:
        """The next offset to read of each partition of a source; 0 for those not named."""

    async def apply(
        self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
    ) -> None:
        """Take in a batch that follows the stored offset `first_offset`, and move it past it.

        Afterwards the stored offset is one more than the last event's. Raises `OffsetsMoved`
        if the batch does not fit the stored offset; after any other error the same batch is
        offered again.
        """

    async def knows(self, source: str, partition: int, event: ReceivedEvent) -> bool:
        """Whether this event is the one just before the stored offset, as it was taken in."""

    async def start_over(self, source: str, partition: int, offset: int, begin: int) -> None:
        """Go back from the stored offset `offset` to `begin`, for this is another topic now.

        Nothing happens if the stored offset is another.
        """
