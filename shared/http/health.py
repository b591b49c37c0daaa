"""Health of a process, and its metrics, for monitoring: what it answers without a token."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Readiness = Callable[[], Awaitable[Mapping[str, str]]]
Facts: TypeAlias = Mapping[str, Any]

AWAY = "away"  # the state of a service that does not answer at all


def health_routes(readiness: Readiness, more: Callable[[], Facts] = dict) -> list[Route]:
    """``/livez`` and ``/readyz`` of one process; keep them off the public network.

    `readiness` gives the state of each dependency: "ok", or what is wrong. What begins with
    "ok: " is to be seen to, but is no reason to send callers elsewhere. `more` is shown beside it,
    and says nothing of health. A process that answers is alive.
    """

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return [_route("/livez", live), _ready(readiness, more)]


def whole_health_routes(services: Readiness, more: Callable[[], Facts] = dict) -> list[Route]:
    """``/livez`` and ``/readyz`` of an address for several services, each of them named.

    `services` gives the state of each: "ok", "not ready", or `AWAY`, which alone is not alive.
    """

    async def live(request: Request) -> Response:
        states = await services()
        return _answer({name: AWAY if s == AWAY else "ok" for name, s in states.items()})

    return [_route("/livez", live), _ready(services, more)]


def metrics_app(registry: CollectorRegistry, **parts: CollectorRegistry) -> Starlette:
    """``/metrics``, for a port of its own; of each named part in the process ``/name/metrics``."""
    pages = {"/metrics": registry} | {f"/{name}/metrics": part for name, part in parts.items()}

    async def metrics(request: Request) -> Response:
        text = generate_latest(pages[request.url.path])
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return Starlette(routes=[_route(path, metrics) for path in pages])


def is_well(state: str) -> bool:
    """Whether a state is no reason to send callers elsewhere.

    >>> is_well("ok"), is_well("ok: rebuild it"), is_well("away")
    (True, True, False)
    """
    return state.partition(":")[0] == "ok"


def _ready(readiness: Readiness, more: Callable[[], Facts] = dict) -> Route:
    async def ready(request: Request) -> Response:
        return _answer(dict(await readiness()), more())

    return _route("/readyz", ready)


def _answer(checks: Mapping[str, str], more: Facts = MappingProxyType({})) -> Response:
    well = all(map(is_well, checks.values()))
    return JSONResponse(
        {"status": "ok" if well else "not ready", "checks": checks, **more}, 200 if well else 503
    )


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, endpoint, include_in_schema=False)
