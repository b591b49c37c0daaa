"""Whether all that was recorded up to a moment is counted, in the snapshot of the figures."""

from datetime import datetime

from services.reporting.counting.position import settled
from shared.database import Connection


class NotSettled(Exception):
    """Not all that was recorded until the moment of the question is counted."""


async def check_settled(
    connection: Connection, as_of: datetime | None, settled_only: bool = True
) -> None:
    """See that a moment is settled, where that is asked for. Raises `NotSettled`."""
    if settled_only and not (as_of and await settled(connection, as_of)):
        raise NotSettled
