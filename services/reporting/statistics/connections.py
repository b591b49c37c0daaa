"""Connections for reports: so many at once, each for so long, and none for a caller who has gone.

They are not those that counting uses, so that no report holds up what is counted.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import Request

from shared.database import Connection, DatabaseAway, Pool
from shared.http.connected import while_connected
from shared.http.problems import unavailable
from shared.text import Text

TOO_MANY = Text(
    zh="正在生成的统计过多；请稍后重试。",
    en="Too many reports are being made at this moment; ask again a little later.",
)
TOO_LONG = Text(
    zh="该查询耗时过长，已停止；请缩小地区范围或缩短时段后再试。",
    en="This took too long and was stopped; ask for a smaller region or a shorter period.",
)


def pool_of(request: Request) -> Pool:
    """The connections of the application that are for reports."""
    pool: Pool = request.app.state.pool
    return pool


@asynccontextmanager
async def connection_for(request: Request) -> AsyncIterator[Connection]:
    """A connection for a request's queries, which end when its caller disconnects.

    Raises a 503 Problem when too many are at work, or when a query takes too long.
    """
    pool = pool_of(request)
    async with while_connected(request.receive):
        try:
            async with pool.acquire() as connection:
                yield connection
        except asyncpg.QueryCanceledError:
            raise unavailable(TOO_LONG, retry_after=60) from None
        except DatabaseAway:
            if pool.in_use == pool.size:
                raise unavailable(TOO_MANY, retry_after=5) from None
            raise
