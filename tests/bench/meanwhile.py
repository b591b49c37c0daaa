"""What others wait while somebody sends what is wrong: a GET beside megabytes of wrong items.

One caller at a time asks for the service's readiness (a turn at PostgreSQL); the 99th percentile
of the seconds an answer takes. The floor is the same with nobody else there; ours has two callers
beside it who send, again and again, a megabyte of 500,000 wrong items of one field, by turns
numbers, texts, lists, objects and unknown fields. One uvicorn worker.
"""

import asyncio
from collections.abc import Callable
from itertools import cycle
from statistics import median, quantiles

from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.rounds import Measure, Row, in_turn, ratios
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

HOSTILE_CALLERS = 2
WITHIN = 0.1  # seconds
READY = b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
_MEGABYTE = 1_000_000
_BODIES = (
    b'{"forms":[' + b"1," * (_MEGABYTE // 2) + b"1]}",
    b'{"forms":[' + b'"",' * (_MEGABYTE // 3) + b'""]}',
    b'{"forms":[' + b"[]," * (_MEGABYTE // 3) + b"[]]}",
    b'{"forms":[' + b"{}," * (_MEGABYTE // 3) + b"{}]}",
    b"{" + b",".join(b'"a%06d":1' % number for number in range(_MEGABYTE // 12)) + b"}",
)


async def others(place: Place) -> list[Row]:
    """The latency of others beside hostile bodies."""
    token = ISSUER.mint("bench", ["41"], ["outreach:write"])
    database = await place.new_database(migrated)
    async with serving(place, "outreach", database) as port:
        taken = await in_turn(
            {
                "floor": _measure(port, place.scale.seconds, 0, token),
                "ours": _measure(port, place.scale.seconds, HOSTILE_CALLERS, token),
            },
            place.scale.rounds,
        )
    each = ratios(taken["floor"], taken["ours"])
    return [
        Row(
            "others meanwhile: p99 of a GET beside megabytes of 500,000 wrong items; floor: alone",
            f"{median(taken['floor']) * 1000:.1f} ms",
            f"{median(taken['ours']) * 1000:.1f} ms",
            f"{median(each):.1f} ({min(each):.1f}–{max(each):.1f})",
            f"≤ {WITHIN * 1000:g} ms",
            median(taken["ours"]) <= WITHIN,
        )
    ]


def _hostile(token: str) -> Callable[[], bytes]:
    requests = cycle(
        b"POST /v1/activities HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + token.encode()
        + b"\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n"
        + b"Content-Length: %d\r\n\r\n" % len(body)
        + body
        for body in _BODIES
    )
    return lambda: next(requests)


def _measure(port: int, seconds: float, hostile: int, token: str) -> Measure:
    async def measure() -> float:
        polite, wrong = await asyncio.gather(
            press(port, lambda: READY, 1, seconds),
            press(port, _hostile(token), hostile, seconds),
        )
        assert set(polite.statuses) == {200}, polite.statuses
        assert set(wrong.statuses) <= {422}, wrong.statuses
        # A busy machine may have answered once in the time that a test of this gives it.
        many = polite.seconds if len(polite.seconds) > 1 else [*polite.seconds, *polite.seconds]
        return quantiles(many, n=100)[98]

    return measure
