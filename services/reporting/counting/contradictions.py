"""Contradictions: events that came under a version at which another event was counted.

Versions of a stream are given out once, by its journal, so one of the two events is not in it.
Which one is not known here: a rebuild counts what the journals hold, and begins without any.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import structlog

from services.reporting.counting.tables import Schema, columns, sql
from shared.database import Connection

log = structlog.get_logger(__name__)

NOTE = """
INSERT INTO model.contradictions (stream_id, version, event_id)
SELECT * FROM unnest($1::text[], $2::integer[], $3::uuid[])
ON CONFLICT DO NOTHING RETURNING stream_id, version
"""
STREAMS = "SELECT count(DISTINCT stream_id) FROM live.contradictions"


class Sighting(NamedTuple):
    """An event that contradicts what was counted."""

    stream_id: str
    version: int
    event_id: UUID | str


async def note(connection: Connection, schema: Schema, sightings: Sequence[Sighting]) -> None:
    """Keep what is new of these, each with a line in the log."""
    if not sightings:
        return
    for stream_id, version in await connection.fetch(sql(NOTE, schema), *columns(sightings, 3)):
        log.error("event_contradicted", stream_id=stream_id, version=version)


async def contradicted(connection: Connection) -> int:
    """How many streams of the live model are contradicted."""
    streams: int = await connection.fetchval(STREAMS)
    return streams
