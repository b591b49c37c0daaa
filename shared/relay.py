"""The relay: carries every event of a journal out of the service, in order, at least once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from shared.journal import Recorded


@dataclass(frozen=True)
class Batch:
    """Events on their way out: `first_offset` is the delivery number of the first of them."""

    source: str
    partition: int
    first_offset: int
    events: Sequence[Recorded]


Publish = Callable[[Batch], Awaitable[None]]
