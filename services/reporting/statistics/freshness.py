"""Whether the figures count everything that was recorded, by the journals' own length."""

import asyncio
import time
from typing import Annotated

import aiohttp
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.reporting.counting.position import counted
from services.reporting.proving.admin_api import Journals
from shared.database import Pool
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, reads
from shared.http.problems import unavailable
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

LONGEST_WAIT = 30
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds between looks while waiting
OVERDUE = 15.0  # seconds without a look that saw the figures complete
JOURNAL_TIMEOUT = aiohttp.ClientTimeout(total=5)


class JournalsAway(Exception):
    """A journal does not answer with its length; the text is the class of the error."""


class Freshness:
    """How far the figures are behind the journals, as of the last look.

    `uncounted` is the number of events that were recorded and not counted then.
    """

    def __init__(self, pool: Pool, journals: Journals) -> None:
        self._pool = pool
        self._journals = journals
        self._complete_at = time.monotonic()
        self.uncounted = 0

    async def look(self, wait: float = 0.0) -> int:
        """Wait at most `wait` seconds until all that is recorded is counted; how many are not.

        Raises `JournalsAway`.
        """
        looked_at = time.monotonic()
        recorded = await self._recorded()
        pause = FIRST_PAUSE
        while True:
            async with self._pool.acquire() as connection:
                self.uncounted = max(recorded - await counted(connection), 0)
            if not self.uncounted:
                self._complete_at = looked_at
                return 0
            if time.monotonic() - looked_at > wait:
                return self.uncounted
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def behind(self) -> float | None:
        """For how many seconds the figures have been behind; None if they were complete lately."""
        seconds = time.monotonic() - self._complete_at
        return seconds if seconds > OVERDUE else None

    async def _recorded(self) -> int:
        """The number of events in all journals."""
        headers = {"Authorization": f"Bearer {self._journals.token}"}
        events = 0
        try:
            async with aiohttp.ClientSession(headers=headers, timeout=JOURNAL_TIMEOUT) as session:
                for url in self._journals.urls.values():
                    address = f"{url.rstrip('/')}/v1/journal/standing"
                    async with session.get(address, raise_for_status=True) as answer:
                        events += int((await answer.json())["events"])
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise JournalsAway(type(error).__name__) from None
        return events


class FreshnessFacts(BaseModel):
    """How many of the recorded events are not counted."""

    uncounted: int


@router.get(
    "/v1/freshness",
    summary="Whether everything recorded is counted",
    response_model=FreshnessFacts,
    responses=shown({"uncounted": 0}, versioned=False),
)
async def read_freshness(
    request: Request,
    call: Annotated[Call, reads("statistics:read")],
    wait: Annotated[
        int,
        Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for it at most", examples=[5]),
    ] = 0,
) -> Response:
    """How many of the events recorded before this call the figures do not count yet."""
    freshness: Freshness | None = request.app.state.freshness
    if freshness is None:
        raise unavailable(
            Text(
                zh="尚未设置业务日志的地址；请管理员设置 cases_url、outreach_url 和"
                " journal_token。",
                en="The journals' addresses are not set; the operator sets cases_url, outreach_url"
                " and journal_token.",
            ),
        )
    try:
        facts = FreshnessFacts(uncounted=await freshness.look(wait))
    except JournalsAway:
        raise unavailable(
            Text(
                zh="业务日志没有应答；请确认各服务正在运行后重试。",
                en="A journal does not answer; see that the services run, and ask again.",
            ),
        ) from None
    return Response(facts.model_dump_json(), media_type="application/json")
