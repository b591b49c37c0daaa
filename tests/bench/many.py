"""A batch: a thousand contacts in one call, beside as many calls of one contact; so for sessions.

1,000 contacts on as many cases, or 1,000 new sessions; the batch by two callers at once, the single
calls by 32 over keep-alive connections. Both are of one service, one worker and one database; each
command has its own key, checks, rules and kept answer either way.
"""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.posting import CALLERS, contacts, open_cases
from tests.bench.rounds import Measure, Rates, Row, compared, in_turn
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

MOST = 1_000
BODY = {"occurred_on": "2019-03-14", "mode": "home_visit"}
SESSION = {
    "region": "410102001003",
    "occurred_on": "2019-06-26",
    "place_kind": "school",
    "attendance": 30,
}
WHY = "a batch saves the HTTP of its calls, and none of their checks."
_KEYS = count(1)


async def batches(place: Place) -> list[Row]:
    """Entries a second by batches, beside entries a second by calls."""
    return [await _contacts(place), await _sessions(place)]


async def _contacts(place: Place) -> Row:
    token = ISSUER.mint("bench", ["41"], ["cases:write"])
    async with AsyncExitStack() as stack:
        database = await place.new_database(migrated)
        cases = await open_cases(database, MOST)
        port = await stack.enter_async_context(serving(place, "cases", database))
        paths = [f"/v1/cases/{case_id}/contacts" for case_id in cases]
        batch = _batch("/v1/batch", token, paths, BODY)
        rates = await _rates(place, port, contacts(cases, token), batch)
    return compared(
        "a batch of 1,000 contacts; floor: as many calls, 32 callers",
        rates["floor"],
        rates["ours"],
        unit="entries/s",
        at_least=1.2,
        rate=5_000,
        why=WHY,
    )


async def _sessions(place: Place) -> Row:
    token = ISSUER.mint("bench", ["41"], ["outreach:write"])
    async with AsyncExitStack() as stack:
        database = await place.new_database(migrated)
        port = await stack.enter_async_context(serving(place, "outreach", database))
        batch = _batch("/v1/outreach/batch", token, ["/v1/activities"] * MOST, SESSION)
        single = _post("/v1/activities", token, lambda _: SESSION)
        rates = await _rates(place, port, single, batch)
    return compared(
        "a batch of 1,000 sessions; floor: as many calls, 32 callers",
        rates["floor"],
        rates["ours"],
        unit="entries/s",
        at_least=1.2,
        why=WHY,
    )


async def _rates(
    place: Place, port: int, single: Callable[[], bytes], batch: Callable[[], bytes]
) -> Rates:
    seconds = place.scale.seconds
    contenders = {
        "floor": _measure(port, single, CALLERS, 1, 201, seconds),
        "ours": _measure(port, batch, 2, MOST, 207, seconds),
    }
    return await in_turn(contenders, place.scale.rounds)


def _batch(path: str, token: str, paths: list[str], each: dict[str, Any]) -> Callable[[], bytes]:
    """Batches that post the same to each of these paths."""

    def commands(number: int) -> dict[str, Any]:
        return {
            "commands": [
                {"path": to, "key": f"b-{number}-{place}", "body": each}
                for place, to in enumerate(paths)
            ]
        }

    return _post(path, token, commands)


def _post(path: str, token: str, body_of: Callable[[int], dict[str, Any]]) -> Callable[[], bytes]:
    """Posts to a path, as bytes: each under a key and with a body of its number."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    )

    def request() -> bytes:
        number = next(_KEYS)
        body = json.dumps(body_of(number)).encode()
        own = f"Idempotency-Key: call-{number}\r\nContent-Length: {len(body)}\r\n\r\n"
        return (head + own).encode() + body

    return request


def _measure(
    port: int, request: Callable[[], bytes], callers: int, each: int, status: int, seconds: float
) -> Measure:
    async def measure() -> float:
        answers = await press(port, request, callers, seconds)
        assert set(answers.statuses) == {status}, answers.statuses
        return each * len(answers.seconds) / sum(answers.seconds) * callers

    return measure
