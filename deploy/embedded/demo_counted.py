"""Waits until figures count what became of all that was due on a demo."""

import asyncio
from datetime import timedelta

import aiohttp

from deploy.demo.city.streets import Times
from deploy.embedded.demo_data import Demo

PATIENCE = 300.0  # seconds; on a quiet machine it takes less than a tenth
EVERY = 1.0  # seconds between two looks
AWAY = (aiohttp.ClientError, TimeoutError, KeyError)


async def until_counted(url: str, token: str, demo: Demo, patience: float = PATIENCE) -> bool:
    """Wait until statistics have as many duties overdue as the worklist, and change no more.

    Outcomes are recorded once nothing is entered any more, and counted after that; False where
    this takes longer than `patience`.
    """
    headers = {"Authorization": f"Bearer {token}"}
    deadline = asyncio.get_running_loop().time() + patience
    before = None
    async with aiohttp.ClientSession(headers=headers) as session:
        while asyncio.get_running_loop().time() < deadline:
            try:
                due, counted = (
                    await _overdue(session, url, demo),
                    await _counted(session, url, demo),
                )
            except AWAY:
                due, counted = None, (-1, -1)
            if due == counted[0] and counted == before:
                return True
            before = counted
            await asyncio.sleep(EVERY)
    return False


async def _overdue(session: aiohttp.ClientSession, url: str, demo: Demo) -> int:
    """What the worklist has as overdue."""
    async with session.get(f"{url}/v1/worklist/summary?region={demo.region:0<12}") as answer:
        overdue: int = (await answer.json())["overdue"]
        return overdue


async def _counted(session: aiohttp.ClientSession, url: str, demo: Demo) -> tuple[int, int]:
    """What statistics have as overdue, and as closed, in all the days of the demo."""
    times = Times(demo.last_day)
    # Files are open from before the first day of the city.
    since, to = times.since.replace(year=times.since.year - 4), times.until + timedelta(days=1)
    query = f"region={demo.region}&from={since}&to={to}&indicators=duties_overdue,duties_closed"
    async with session.get(f"{url}/v1/statistics?{query}") as answer:
        rows = (await answer.json())["rows"]
        values = {row["indicator"]: row["value"] for row in rows}
        return values["duties_overdue"], values["duties_closed"]
