"""The journal: an append-only table of events, one for each writing service."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Recorded(NamedTuple):
    """An event as it stands in the journal; `data` and `metadata` are JSON text."""

    position: int
    xid: int
    stream_id: str
    version: int
    event_id: UUID
    type: str
    data: str
    metadata: str
    recorded_at: datetime
