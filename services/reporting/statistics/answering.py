"""What the operations of the statistics have in common: who may read, waiting, headers."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel

from services.reporting.counting.freshness import Freshness
from services.reporting.counting.position import reached
from services.reporting.statistics.completeness import Completeness
from services.reporting.statistics.connections import pool_of
from shared.http.access_rules import BY_ACTION
from shared.http.given_positions import positions_of
from shared.http.operation import Call, reads
from shared.http.problems import Problem, unavailable
from shared.text import Text

Reads = Annotated[Call, reads("statistics:read", BY_ACTION)]


POSITION_WAIT = 5.0  # seconds that a report waits for min_position
SETTLE_WAIT = 5.0  # seconds that a question about a moment waits until it is settled
NO_JOURNALS = Text(
    zh="尚未设置业务日志的地址；请管理员设置 cases_url、outreach_url 和 service_key。",
    en="The journals' addresses are not set; the operator sets cases_url, outreach_url and"
    " service_key.",
)
LAG = {
    "Waystation-Lag": {
        "description": "Seconds that the figures are late: the age of the oldest event not"
        " counted, 0 when all are; absent while that is not known",
        "schema": {"type": "string"},
    }
}


class Names(BaseModel):
    """A name in Chinese and English."""

    zh: str
    en: str


class Moments(BaseModel):
    """When it was asked, and before which moment every recorded event is counted, if known."""

    asked_at: datetime
    counted_until: datetime | None


class FigureShown(BaseModel):
    """A figure, the rate where residents are asked for; null, with a reason, where it is hidden.

    `count` is what was counted then, and `population` that of the end of `population_year`.
    """

    value: int | float | None
    count: int | float | None = None
    population: int | None = None
    population_year: int | None = None
    reason: Names | None = None


def moments(asked_at: datetime, counted: datetime | None) -> dict[str, Any]:
    """When it was asked, and what is counted, as JSON."""
    return {
        "asked_at": asked_at.isoformat(),
        "counted_until": None if counted is None else counted.isoformat(),
    }


async def wait_for(request: Request, call: Call, min_position: list[str]) -> None:
    """Wait until what the caller has written is counted; a 503 problem if that takes too long.

    A 400 problem for what is no position of the caller's.
    """
    if not min_position:
        return
    positions = positions_of(min_position, request.app.state.positions, call.caller.agency)
    if not await reached(pool_of(request), positions, wait=POSITION_WAIT):
        raise unavailable(
            Text(
                zh="统计尚未计入您刚写入的内容；请稍后重试。",
                en="The statistics have not yet counted what you have written; ask again in a"
                " moment.",
            ),
            retry_after=2,
        )


async def settle(request: Request, moment: datetime) -> None:
    """Wait until all that was recorded up to a moment is counted; a 503 problem if not in time.

    Whether it still is says the snapshot in which the figures are read.
    """
    freshness: Freshness | None = request.app.state.freshness
    if freshness is not None and not await freshness.settle(moment, SETTLE_WAIT):
        raise not_settled(request)


def not_settled(request: Request) -> Problem:
    """The 503 problem of a moment until which not everything is counted."""
    if request.app.state.freshness is None:
        return unavailable(NO_JOURNALS)
    return unavailable(
        Text(
            zh="到 as_of 为止登记的内容尚未全部计入，此时的数字以后还会变化；请稍后重试。",
            en="Not all that was recorded up to as_of is counted yet, and a figure of now would"
            " change; ask again in a moment.",
        ),
        retry_after=2,
    )


def lag_header(request: Request) -> dict[str, str]:
    """How late the figures are, where the journals can be asked."""
    freshness: Freshness | None = request.app.state.freshness
    lag = None if freshness is None else freshness.lag()
    return {} if lag is None else {"Waystation-Lag": f"{lag:.3f}"}


def completeness_of(request: Request) -> Completeness:
    """Whether everything recorded was counted at the last look at the journals."""
    freshness: Freshness | None = request.app.state.freshness
    lag = None if freshness is None else freshness.lag()
    if freshness is None or lag is None or (freshness.complete and lag):
        return Completeness(None, lag)
    return Completeness(freshness.complete, lag)
