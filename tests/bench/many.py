"""A batch: a thousand contacts in one call, beside as many calls of one contact.

1,000 contacts on as many cases; the batch by two callers at once, the single calls by 32 over
keep-alive connections. Both are of one service, one worker and one database; each contact has its
own key, checks, rules and kept answer either way.
"""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from uuid import UUID

from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.posting import CALLERS, contacts, open_cases
from tests.bench.rounds import Measure, Row, compared, in_turn
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

MOST = 1_000
BODY = {"occurred_on": "2019-03-14", "mode": "home_visit"}
_KEYS = count(1)


async def batches(place: Place) -> list[Row]:
    """Entries a second by batches, beside entries a second by calls."""
    token = ISSUER.mint("bench", ["41"], ["cases:write"])
    async with AsyncExitStack() as stack:
        database = await place.new_database(migrated)
        cases = await open_cases(database, MOST)
        port = await stack.enter_async_context(serving(place, "cases", database))
        seconds = place.scale.seconds
        contenders = {
            "floor": _measure(port, contacts(cases, token), CALLERS, 1, 201, seconds),
            "ours": _measure(port, _batch(cases, token), 2, MOST, 207, seconds),
        }
        rates = await in_turn(contenders, place.scale.rounds)
    return [
        compared(
            "a batch of 1,000 contacts; floor: as many calls, 32 callers",
            rates["floor"],
            rates["ours"],
            unit="entries/s",
            at_least=1.2,
            rate=5_000,
            why="a batch saves the HTTP of its calls, and none of their checks.",
        )
    ]


def _batch(cases: list[UUID], token: str) -> Callable[[], bytes]:
    head = (
        "POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    )

    def request() -> bytes:
        number = next(_KEYS)
        commands = [
            {"path": f"/v1/cases/{case_id}/contacts", "key": f"b-{number}-{place}", "body": BODY}
            for place, case_id in enumerate(cases)
        ]
        body = json.dumps({"commands": commands}).encode()
        own = f"Idempotency-Key: batch-{number}\r\nContent-Length: {len(body)}\r\n\r\n"
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
