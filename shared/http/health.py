"""Health of a process: three addresses for monitoring, without a token."""

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Readiness = Callable[[], Awaitable[Mapping[str, str]]]


def health_routes(readiness: Readiness, registry: CollectorRegistry) -> list[Route]:
    """``/livez``, ``/readyz`` and ``/metrics``; keep them off the public network.

    `readiness` gives the state of each dependency: "ok", or what is wrong. What begins with
    "ok: " is to be seen to, but is no reason to send callers elsewhere.
    """

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        checks = dict(await readiness())
        well = all(state.partition(":")[0] == "ok" for state in checks.values())
        return JSONResponse(
            {"status": "ok" if well else "not ready", "checks": checks}, 200 if well else 503
        )

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [
        Route("/livez", live, include_in_schema=False),
        Route("/readyz", ready, include_in_schema=False),
        Route("/metrics", metrics, include_in_schema=False),
    ]
