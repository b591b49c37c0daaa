"""Queries about persons: each is logged before it is answered, and they are counted by the day.

To open a case, or to search, asks whether a person is known: it needs the human user, leaves a
trace, and cannot be done without end.
"""

from asyncio import Lock
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from weakref import WeakValueDictionary

from services.cases.context import Context
from services.cases.purposes import Reason
from services.cases.relations import Access
from shared.clock import CHINA, present_day, utc_now
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.settings import PREFIX
from shared.text import Text
from shared.vault_log import Limit, Look, log_look


class Query(StrEnum):
    """What is read or asked about a person, as the log has it."""

    PERSONAL_DATA = "personal_data"
    CONTACT_NOTES = "contact_notes"
    EXPORT = "export"
    OPENING = "opening"
    SEARCH = "search"
    REGISTRATION = "registration"
    CONFIRMATION = "confirmation"
    REOPENING = "reopening"
    CORRECTION = "correction"
    NEW_NUMBER = "new_number"
    IMPORTED_OPENING = "imported_opening"
    IMPORTED_NUMBER = "imported_number"
    WITHDRAWAL = "withdrawal"
    LOG = "log"
    WORKER_NAMES = "worker_names"
    WORKER_NUMBER = "worker_number"


QUERIES: Mapping[Query, Text] = {
    Query.PERSONAL_DATA: Text(zh="查看个人身份信息", en="read who the person is"),
    Query.CONTACT_NOTES: Text(zh="查看谈话内容", en="read the notes of a contact"),
    Query.EXPORT: Text(zh="导出整份档案", en="exported the whole file"),
    Query.OPENING: Text(zh="建档", en="opened a case, or tried to"),
    Query.SEARCH: Text(zh="按证件号码查找", en="searched by ID number"),
    Query.REGISTRATION: Text(zh="再次登记并比对", en="registered again, and was told differences"),
    Query.CONFIRMATION: Text(zh="确认建档", en="confirmed an opening, or tried to"),
    Query.REOPENING: Text(
        zh="恢复档案，或作废终止记录", en="opened a case again, or tried to; also by a void ending"
    ),
    Query.CORRECTION: Text(zh="更正个人信息", en="corrected who the person is"),
    Query.NEW_NUMBER: Text(
        zh="更改在办档案人员的证件号码", en="gave the person of a case another number, or tried to"
    ),
    Query.IMPORTED_OPENING: Text(zh="导入时建档", en="opened a case by an import, or tried to"),
    Query.IMPORTED_NUMBER: Text(
        zh="导入时更改在办档案人员的证件号码",
        en="gave the person of a case another number by an import, or tried to",
    ),
    Query.WITHDRAWAL: Text(zh="撤销登记", en="withdrew a registration, or tried to"),
    Query.WORKER_NAMES: Text(zh="查看本单位工作人员姓名", en="read names of the agency's workers"),
    Query.WORKER_NUMBER: Text(
        zh="登记工作人员的证件号码", en="told the ID number of a worker, or tried to"
    ),
    Query.LOG: Text(zh="查看查阅记录", en="read this log"),
}

# The setting that limits each kind. Kinds of one setting are counted together: whichever way it is
# asked, the answer tells whether a person has a file.
LIMITED: Mapping[Query, str] = {
    Query.OPENING: "openings_per_day",
    Query.CONFIRMATION: "openings_per_day",
    Query.REOPENING: "openings_per_day",
    Query.NEW_NUMBER: "openings_per_day",
    Query.WITHDRAWAL: "openings_per_day",
    Query.WORKER_NUMBER: "openings_per_day",
    Query.IMPORTED_OPENING: "imported_openings_per_day",
    Query.IMPORTED_NUMBER: "imported_openings_per_day",
    Query.SEARCH: "searches_per_day",
}

BY_IMPORT: Mapping[Query, Query] = {
    Query.OPENING: Query.IMPORTED_OPENING,
    Query.REOPENING: Query.IMPORTED_OPENING,
    Query.NEW_NUMBER: Query.IMPORTED_NUMBER,
    Query.WORKER_NUMBER: Query.IMPORTED_NUMBER,
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
) -> None:
    """Log a query about a person; a 429 Problem when the agency has asked so often today.

    `region` and `case_id` are those of a case that is to be opened. What an import asks is logged
    as that, and has a limit of its own.
    """
    if by_import(call):
        query = BY_IMPORT.get(query, query)
    look = look_of(call, query, case, region=region, case_id=case_id)
    setting = LIMITED.get(query)
    limit = None if setting is None else _limit(context, setting)
    async with _turn(call, setting), context.pool.acquire() as connection:
        is_logged = await log_look(connection, look, registration_id, limit=limit)
    if setting is not None and not is_logged:
        raise _too_many(query, PREFIX + setting.upper())


# Who waits until others of the agency are counted does so here first, with no connection of the
# pool, so that one agency that asks much at once holds up no other.
_TURNS: WeakValueDictionary[tuple[str, str], Lock] = WeakValueDictionary()


@asynccontextmanager
async def _turn(call: Call, setting: str | None) -> AsyncIterator[None]:
    if setting is None:
        yield
        return
    async with _TURNS.setdefault((call.caller.agency, setting), Lock()):
        yield


def by_import(call: Call) -> bool:
    """Whether a call belongs to an import, or to the dry run of one, with a token for that."""
    return call.import_id is not None and "cases:import" in call.caller.actions


def _limit(context: Context, setting: str) -> Limit:
    kinds = tuple(query.value for query, its in LIMITED.items() if its == setting)
    return Limit(getattr(context.limits, setting), _midnight(), kinds)


def _midnight() -> datetime:
    return datetime.combine(present_day(), time(), CHINA).astimezone(UTC)


def _too_many(query: Query, variable: str) -> Problem:
    wait = _midnight() + timedelta(days=1) - utc_now()
    slug, title = "too-many-queries", Text(zh="今日查询次数已用完", en="Too many queries today")
    zh = "本单位今日建档、确认建档、恢复档案、登记或更改证件号码、撤销登记或查询人员的次数已达上限"
    en = (
        "Your agency has opened, confirmed or reopened cases, given persons other numbers,"
        " told those of workers, withdrawn registrations, or searched for persons, as often today"
        " as it may"
    )
    if query in BY_IMPORT.values():
        slug = "too-many-imported-openings"
        title = Text(zh="今日导入建档次数已用完", en="Too many openings imported today")
        zh = "本单位今日通过导入建档的次数（含试运行）已达上限"
        en = "Your agency's imports have opened as many cases today, dry runs too, as they may"
    return Problem(
        429,
        slug,
        title,
        Text(
            zh=f"{zh}；请明日继续，或请系统管理员调高 {variable}。",
            en=f"{en}; go on tomorrow, or ask the operator to raise {variable}.",
        ),
        headers={"Retry-After": str(max(1, int(wait.total_seconds())))},
    )
