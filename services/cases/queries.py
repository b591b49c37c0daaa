"""Queries about persons: each is logged before it is answered, and they are counted by the day.

To open a case, or to search, asks whether a person is known: it needs the human user, leaves a
trace, and cannot be done without end.
"""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from services.cases.context import Context
from shared.clock import CHINA, present_day, utc_now
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.text import Text

# One statement: what is over the limit leaves no row, and what is under it always does.
LOG = """
INSERT INTO vault_reads (person_id, agency, purpose, legal_basis, what, case_id, jti, acting_user)
SELECT $1, $2, $3, '', $3, $4, $5, $6
WHERE $7::int IS NULL OR (
    SELECT count(*) FROM vault_reads WHERE agency = $2 AND what = $3 AND read_at >= $8
) < $7
RETURNING read_id
"""


class Query(StrEnum):
    """What is asked about a person, as the log has it."""

    OPENING = "opening"
    SEARCH = "search"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"


async def log_query(
    context: Context,
    call: Call,
    query: Query,
    registration_id: UUID | None,
    case_id: UUID | None = None,
    *,
    limit: int | None = None,
) -> None:
    """Log a query about a person; a 429 Problem when the agency made `limit` of them today."""
    caller = call.caller
    async with context.pool.acquire() as connection:
        read_id = await connection.fetchval(
            LOG,
            registration_id,
            caller.agency,
            query.value,
            case_id,
            caller.jti,
            caller.user or "",
            limit,
            _midnight(),
        )
    if read_id is None:
        raise _too_many()


def _midnight() -> datetime:
    return datetime.combine(present_day(), time(), CHINA).astimezone(UTC)


def _too_many() -> Problem:
    wait = _midnight() + timedelta(days=1) - utc_now()
    return Problem(
        429,
        "too-many-queries",
        Text(zh="今日查询次数已用完", en="Too many queries today"),
        Text(
            zh="本单位今日建档或查询人员的次数已达上限；请明日再试，或请管理员调整上限。",
            en="Your agency has opened cases, or searched for persons, as often today as it may;"
            " go on tomorrow, or ask the operator for a higher limit.",
        ),
        headers={"Retry-After": str(max(1, int(wait.total_seconds())))},
    )
