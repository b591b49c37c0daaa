"""The stock of a shop's items: as its rows say, and as it follows from the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.streams import shop_stream
from shared.database import Pool

STOCK = "SELECT item_id, stock FROM shop_items WHERE workstation_id = $1"

# Nothing of this is what an append wrote beside its events: they are counted anew. Exchanges are
# found by an index of their items (shared/sql/022_points.sql).
# $1: the workstation, or null for all; $2: an item of it, or null; $3: the last day, or null. What
# was exchanged by mistake never left the shop: so its return is of the day of the exchange.
FOLDED = f"""
SELECT items.workstation_id, items.item_id, items.stock,
    coalesce(sum((event.data ->> 'quantity')::int)
        FILTER (WHERE event.type = 'cases.ShopStockReceived.v1'), 0) AS received,
    coalesce(sum((event.data ->> 'difference')::int)
        FILTER (WHERE event.type = 'cases.ShopStockCounted.v1'), 0) AS counted,
    coalesce(sum((event.data ->> 'quantity')::int)
        FILTER (WHERE event.type = 'cases.ShopStockWrittenOff.v1'), 0) AS written_off,
    coalesce(sum((event.data ->> 'quantity')::int)
        FILTER (WHERE event.type = 'cases.PointsSpent.v1'), 0) AS exchanged,
    coalesce(sum((event.data -> 'entry' ->> 'quantity')::int)
        FILTER (WHERE event.type = 'cases.SpendingTakenBack.v1'), 0) AS returned
FROM shop_items AS items LEFT JOIN LATERAL (
    SELECT type, data FROM events
    WHERE stream_id = '{shop_stream("")}' || items.workstation_id
    AND data ->> 'item_id' = items.item_id::text
    UNION ALL
    SELECT type, data FROM events
    WHERE type IN ('cases.PointsSpent.v1', 'cases.SpendingTakenBack.v1')
    AND coalesce(data -> 'entry' ->> 'item_id', data ->> 'item_id') = items.item_id::text
) AS event ON $3::text IS NULL
    OR coalesce(event.data -> 'entry' ->> 'occurred_on', event.data ->> 'occurred_on') <= $3
WHERE ($1::uuid IS NULL OR items.workstation_id = $1) AND ($2::uuid IS NULL OR items.item_id = $2)
GROUP BY items.item_id, items.stock ORDER BY items.workstation_id, items.item_id
"""


@dataclass(frozen=True)
class Checked:
    """What the journal says of an item, and what its row does."""

    workstation_id: UUID
    item_id: UUID
    stock: int
    received: int
    counted: int
    written_off: int
    exchanged: int
    returned: int

    @property
    def expected(self) -> int:
        """What the row should say."""
        came, went = self.received + self.counted + self.returned, self.written_off + self.exchanged
        return came - went


async def stock_of(pool: Pool, workstation_id: UUID) -> Mapping[UUID, int]:
    """How many of each item a shop has."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(STOCK, workstation_id)
    return {row["item_id"]: row["stock"] for row in rows}


async def check_stock(pool: Pool, workstation_id: UUID | None = None) -> list[Checked]:
    """The stock of a shop, or of all of them, counted anew from the journal."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(FOLDED, workstation_id, None, None)
    return [Checked(**dict(row)) for row in rows]


async def stock_on(pool: Pool, workstation_id: UUID, item_id: UUID, day: date) -> int:
    """How many of an item there were at the end of a day, by the journal; 0 of an unknown one."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(FOLDED, workstation_id, item_id, day.isoformat())
    return sum(Checked(**dict(row)).expected for row in rows)
