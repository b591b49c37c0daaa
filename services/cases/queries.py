"""Queries about persons: each is logged before it is answered, and they are counted by the day.

To open a case, or to search, asks whether a person is known: it needs the human user, leaves a
trace, and cannot be done without end.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from services.cases.context import Context
from services.cases.purposes import Reason
from services.cases.relations import Access
from shared.clock import CHINA, present_day, utc_now
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.text import Text
from shared.vault_log import Limit, Look, log_look


class Query(StrEnum):
    """What is read or asked about a person, as the log has it."""

    PERSONAL_DATA = "personal_data"
    CONTACT_NOTES = "contact_notes"
    OPENING = "opening"
    SEARCH = "search"
    REGISTRATION = "registration"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    NEW_NUMBER = "new_number"
    WITHDRAWAL = "withdrawal"
    LOG = "log"


QUERIES: Mapping[Query, Text] = {
    Query.PERSONAL_DATA: Text(zh="查看个人身份信息", en="read who the person is"),
    Query.CONTACT_NOTES: Text(zh="查看谈话内容", en="read the notes of a contact"),
    Query.OPENING: Text(zh="建档", en="opened a case, or tried to"),
    Query.SEARCH: Text(zh="按证件号码查找", en="searched by ID number"),
    Query.REGISTRATION: Text(zh="再次登记并比对", en="registered again, and was told differences"),
    Query.CONFIRMATION: Text(zh="确认建档", en="confirmed an opening, or tried to"),
    Query.CORRECTION: Text(zh="更正个人信息", en="corrected who the person is"),
    Query.NEW_NUMBER: Text(
        zh="更改在办档案人员的证件号码", en="gave the person of a case another number, or tried to"
    ),
    Query.WITHDRAWAL: Text(zh="撤销登记", en="withdrew a registration, or tried to"),
    Query.LOG: Text(zh="查看查阅记录", en="read this log"),
}


def look_of(
    call: Call,
    query: Query,
    case: Access | None = None,
    why: Reason | None = None,
    region: str | None = None,
    case_id: UUID | None = None,
) -> Look:
    """A call's entry for the log; what is about no case or region is of all of the caller's."""
    caller = call.caller
    where = region if case is None else case.region
    return Look(
        query.value,
        caller.agency,
        caller.jti,
        caller.user or "",
        caller.regions if where is None else (where,),
        why.purpose.value if why else "",
        why.legal_basis.value if why else "",
        case_id if case is None else case.case_id,
    )


async def log_query(
    context: Context,
    call: Call,
    query: Query,
    registration_id: UUID | None,
    case: Access | None = None,
    *,
    region: str | None = None,
    case_id: UUID | None = None,
    limit: int | None = None,
) -> None:
    """Log a query about a person; a 429 Problem when the agency made `limit` of them today.

    `region` and `case_id` are those of a case that is to be opened.
    """
    look = look_of(call, query, case, region=region, case_id=case_id)
    most = None if limit is None else Limit(limit, _midnight())
    async with context.pool.acquire() as connection:
        if not await log_look(connection, look, registration_id, limit=most):
            raise _too_many()


def daily_openings(context: Context, call: Call) -> int | None:
    """How often a day the caller's agency may ask whether a person has a file; None for imports."""
    return None if by_import(call) else context.limits.openings


def by_import(call: Call) -> bool:
    """Whether a call belongs to an import, or tries one, with a token for that."""
    is_import = call.dry_run or call.import_id is not None
    return is_import and "cases:import" in call.caller.actions


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
