"""What the operations of the statistics have in common: who may read, waiting, headers."""

from typing import Annotated

from fastapi import Request
from pydantic import BaseModel

from services.reporting.counting.freshness import Freshness
from services.reporting.counting.position import ModelPosition, reached
from services.reporting.statistics.completeness import Completeness
from services.reporting.statistics.query_parameters import positions_of
from shared.database import Pool
from shared.http.operation import Call, reads
from shared.http.problems import unavailable
from shared.text import Text

Reads = Annotated[Call, reads("statistics:read")]


POSITION_WAIT = 5.0  # seconds that a report waits for min_position
LAG = {
    "Waystation-Lag": {
        "description": "Seconds from being recorded to being counted, for the events counted"
        " last; absent while no event was",
        "schema": {"type": "string"},
    }
}


class Names(BaseModel):
    """A name in Chinese and English."""

    zh: str
    en: str


def pool_of(request: Request) -> Pool:
    """The database connections of the application."""
    pool: Pool = request.app.state.pool
    return pool


async def wait_for(request: Request, positions: list[str]) -> None:
    """Wait until what the caller has written is counted; a 503 problem if that takes too long."""
    if not positions:
        return
    if not await reached(pool_of(request), positions_of(positions), wait=POSITION_WAIT):
        raise unavailable(
            Text(
                zh="统计尚未计入您刚写入的内容；请稍后重试。",
                en="The statistics have not yet counted what you have written; ask again in a"
                " moment.",
            ),
            retry_after=2,
        )


def lag_header(request: Request, position: ModelPosition) -> dict[str, str]:
    """How late the figures are: what the last events took, or how long they have been behind."""
    freshness: Freshness | None = request.app.state.freshness
    behind = None if freshness is None else freshness.behind()
    lag = position.lag if behind is None else behind
    return {} if lag is None else {"Waystation-Lag": f"{lag:.3f}"}


def completeness_of(request: Request) -> Completeness:
    """Whether everything recorded was counted at the last look at the journals."""
    freshness: Freshness | None = request.app.state.freshness
    if freshness is None:
        return Completeness(None)
    return Completeness(freshness.uncounted, freshness.behind())
