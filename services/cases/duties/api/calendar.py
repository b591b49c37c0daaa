"""HTTP: what is due in the cases of the caller's agency, as a calendar."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response

from services.cases.access import CARRIED
from services.cases.access_table import Relation
from services.cases.context import context_of
from services.cases.duties.api import examples
from services.cases.duties.icalendar import MEDIA_TYPE, Entry, calendar
from services.cases.staff.keys import key_of
from services.cases.staff.own_file import own_cases
from services.cases.worklist.freshness import made_up_to
from services.cases.worklist.listing import duties_for
from shared.clock import utc_now
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.fields import AnyDay
from shared.http.language import language_of
from shared.http.operation import Call, Operation, reads
from shared.identity.claims import Caller
from shared.text import Language, Text

router = APIRouter(route_class=Operation, tags=["worklist"])

DAYS_BEFORE, DAYS_AHEAD = 30, 60  # where no days are asked for
MOST_DAYS = 366
MOST_EVENTS = 2_000

# Who is responsible is asked of the register, which is written with the entry that changes it.
# In the worklist's order crises stand so many days before all others: two ranges of one index.
# So many stand in the column `listed_on` too, which a migration made once (017_duties.sql).
CRISES_FIRST = 365_000
AWAITED = f"""
SELECT work.case_id, work.duty, work.subject, work.since, work.until, work.to_whom
FROM unnest(ARRAY[0, {CRISES_FIRST}]) AS moved (days) CROSS JOIN LATERAL (
    SELECT * FROM live_worklist
    WHERE agency = $1 AND listed_on BETWEEN $3::date - moved.days AND $4::date - moved.days
        AND until BETWEEN $3 AND $4 AND duty = ANY ($5::text[])
) AS work JOIN case_register AS kept USING (case_id)
WHERE kept.agency = $1 AND kept.region ^@ ANY ($2::text[])
    AND ($6::uuid IS NULL OR kept.workstation_id = $6)
    AND kept.case_id <> ALL ({own_cases(agency="$1", user="$8")})
ORDER BY work.until, work.row_id LIMIT $7
"""


@router.get(
    "/v1/worklist/calendar",
    summary="What is due, as a calendar",
    response_class=Response,
    responses=examples.CALENDAR,
)
async def read_calendar(
    request: Request,
    call: Annotated[Call, reads("cases:read", CARRIED)],
    workstation_id: Annotated[
        UUID | None, Query(description="Only the cases of this workstation")
    ] = None,
    since: Annotated[
        AnyDay | None, Query(description=f"First day; {DAYS_BEFORE} days ago without it")
    ] = None,
    until: Annotated[
        AnyDay | None,
        Query(description=f"Before this day; {DAYS_AHEAD} days from now on without it"),
    ] = None,
    lang: Annotated[
        Language | None, Query(description="Its language, before that of Accept-Language")
    ] = None,
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """An iCalendar (RFC 5545): an event on the last day of each duty that is awaited.

    It is of the cases that your agency is responsible for, and holds references alone: the name of
    the duty and the id of the case. The same duty keeps its UID, so that a calendar updates it;
    what is done is left out. Ask for at most 366 days, which may hold at most 2,000 duties.
    """
    context = context_of(request)
    today = context.handler.today()
    first, end = days_asked(since, until, today)
    found = await _read(
        context.pool,
        call.caller,
        workstation_id,
        first,
        end,
        key_of(context.vault.index, call.caller),
    )
    text = calendar(found, utc_now(), today, language_of(lang, accept_language))
    return Response(text, 200, {"Vary": "Accept-Language"}, MEDIA_TYPE)


def days_asked(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days that are asked for, half-open: usually some before today and some from it on.

    >>> [str(day) for day in days_asked(None, None, date(2019, 3, 15))]
    ['2019-02-13', '2019-05-14']
    >>> [str(day) for day in days_asked(date(2019, 6, 1), None, date(2019, 3, 15))]
    ['2019-06-01', '2019-08-30']
    """
    whole = DAYS_BEFORE + DAYS_AHEAD
    if since is None:
        since = today - timedelta(days=DAYS_BEFORE) if until is None else _moved(until, -whole)
    if until is None:
        until = _moved(since, whole)
    if not 0 < (until - since).days <= MOST_DAYS:
        raise problems.invalid([_BAD_DAYS])
    return since, until


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # there are no such days: nothing is due there
        return day


async def _read(
    pool: Pool,
    caller: Caller,
    workstation_id: UUID | None,
    since: date,
    until: date,
    user: str | None,
) -> list[Entry]:
    """What is awaited with a last day in [since, until), of the caller's own cases."""
    if await made_up_to(pool) is None:
        raise problems.unavailable(_NOT_MADE, retry_after=10)
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            AWAITED,
            caller.agency,
            caller.regions,
            since + timedelta(days=1),
            until,
            duties_for(caller.kind, Relation.RESPONSIBLE, None),
            workstation_id,
            MOST_EVENTS + 1,
            user,
        )
    if len(rows) > MOST_EVENTS:
        raise problems.invalid([_TOO_MANY])
    return [Entry(case_id, Duty(duty), *more) for case_id, duty, *more in rows]


_BAD_DAYS = FieldError(
    "bad_date",
    Text(
        zh=f"until 须晚于 since（不含当日），且相隔不超过{MOST_DAYS}天。",
        en=f"Name a day after since, and at most {MOST_DAYS} days after it.",
    ),
    parameter="until",
)
_TOO_MANY = FieldError(
    "too_many",
    Text(
        zh=f"这段时间内的应办事项超过{MOST_EVENTS}项，请缩短时间范围，或按工作站分别查询。",
        en=f"More than {MOST_EVENTS} duties have their last days then: ask for fewer days, or by"
        " workstation.",
    ),
    parameter="until",
)
_NOT_MADE = Text(
    zh="工作清单正在生成，请稍后重试。",
    en="The worklist is being made; try again in a while.",
)
