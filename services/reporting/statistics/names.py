"""What campaigns and places are called, as it was known at a moment."""

from collections.abc import Collection
from datetime import datetime

from shared.database import Connection

# $1: streams; $2: known at.
NAMES = """
SELECT DISTINCT ON (stream_id) stream_id, name FROM live.names
WHERE stream_id = ANY ($1::text[]) AND coalesce(recorded_at <= $2, true)
ORDER BY stream_id, version DESC
"""


async def names_of(
    connection: Connection, streams: Collection[str], moment: datetime | None
) -> dict[str, str]:
    """The names by stream; a model that was made before there were names lacks them."""
    rows = await connection.fetch(NAMES, [*streams], moment)
    return {row["stream_id"]: row["name"] for row in rows}
