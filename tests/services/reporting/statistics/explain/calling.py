"""Asks for opened figures over HTTP, as the city's office."""

from datetime import date
from typing import Any
from urllib.parse import quote

from services.reporting.counting.consume import Consumer
from shared.http.application import Service
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.reading import settle

DAY = date(2019, 3, 4)
PERIOD = "from=2019-01-01&to=2020-01-01"
OPEN = f"/v1/statistics/explain?region=4101&{PERIOD}"


async def count(app: Service, ledger: Ledger) -> None:
    """Count a ledger, and see every moment as settled."""
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    await settle(app.state.pool)


async def opened(app: Service, query: str, **more: str) -> dict[str, Any]:
    """The answer to a question that is answered."""
    answer = await get(app, f"{OPEN}&{query}", **more)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.json()
    return body


async def every_row(app: Service, query: str, limit: int = 3) -> list[dict[str, Any]]:
    """The rows of all pages."""
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await opened(app, f"{query}&limit={limit}{after}")
        rows += page["rows"]
        if page["next"] is None:
            return rows
        assert len(page["rows"]) == limit
        after = f"&after={quote(page['next'])}"


def values(row: dict[str, Any]) -> dict[str, str]:
    """The values of an entry, by dimension."""
    return {each["dimension"]: each["value"] for each in row["values"]}
