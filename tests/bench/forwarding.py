"""Through the gateway: calls to the cases service, beside the same calls straight to it.

32 callers over keep-alive connections, a contact recorded or a case read, all checks on in
both; the gateway is a process of its own, as `waystation gateway` runs it, without a browser's
entry. Gateway, service, PostgreSQL and the load generator share two cores, so each call of ours
takes from the service what the gateway needs.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from itertools import count
from uuid import UUID

import uvloop

from deploy.gateway.app import GatewaySettings, started
from shared import logs
from shared.http.server import start
from tests.bench.load import press
from tests.bench.place import Place, beside
from tests.bench.posting import CALLERS, CASES, contacts, open_cases
from tests.bench.rounds import Measure, Row, compared, in_turn
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

AT_LEAST = 0.4
WHY = (
    "a call through the gateway is read, checked and written twice; with other work on the two"
    " cores that weighs more."
)


async def through(place: Place) -> list[Row]:
    """GET and POST through the gateway."""
    token = ISSUER.mint("bench", ["41"], ["cases:read", "cases:write"])
    async with AsyncExitStack() as stack:
        database = await place.new_database(migrated)
        cases = await open_cases(database, place.scale.part(CASES))
        straight = await stack.enter_async_context(serving(place, "cases", database))
        settings = {
            "url": f"http://127.0.0.1:{straight}",
            "log": str(place.scratch / "gateway.log"),
        }
        port = await stack.enter_async_context(beside("tests.bench.forwarding", settings))
        rows = []
        for name, status, request in (
            ("GET", 200, reads(cases, token)),
            ("POST", 201, contacts(cases, token)),
        ):
            contenders = {
                "floor": _measure(straight, request, status, place.scale.seconds),
                "ours": _measure(int(port), request, status, place.scale.seconds),
            }
            rates = await in_turn(contenders, place.scale.rounds)
            rows.append(
                compared(
                    f"{name} through the gateway, 32 callers; floor: straight to the service",
                    rates["floor"],
                    rates["ours"],
                    unit="requests/s",
                    at_least=AT_LEAST,
                    why=WHY,
                )
            )
    return rows


def reads(cases: list[UUID], token: str) -> Callable[[], bytes]:
    """Requests that read a case, each the next one."""
    requests = [
        f"GET /v1/cases/{case_id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}"
        "\r\n\r\n".encode()
        for case_id in cases
    ]
    numbers = count()
    return lambda: requests[next(numbers) % len(requests)]


def _measure(port: int, request: Callable[[], bytes], status: int, seconds: float) -> Measure:
    async def measure() -> float:
        answers = await press(port, request, CALLERS, seconds)
        assert set(answers.statuses) == {status}, answers.statuses
        return len(answers.seconds) / seconds

    return measure


async def main(settings: Mapping[str, str]) -> None:
    """Be the gateway until standard input ends; prints its port."""
    url = settings["url"]
    services = GatewaySettings(cases_url=url, outreach_url=url, reporting_url=url)
    with open(settings["log"], "a", encoding="utf-8") as log:
        logs.configure("gateway", stream=log)
        async with started(services) as app:
            server = await start(app, lifespan=False)
            gc.collect()
            gc.freeze()
            print(server.port, flush=True)
            await asyncio.to_thread(sys.stdin.read)
            await server.stop()


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
