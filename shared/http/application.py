"""The HTTP side of a service: the application, and what every operation is checked for.

An operation declares what it needs, and gets the checked call::

    @app.post("/v1/clients", status_code=201)
    async def register(
        body: NewClient, call: Annotated[Call, needs("cases:write", OWN)]
    ) -> Response:
        ...  # call.caller.agency registers a client

Before the body is read, `Operation` checks the token, the action, the names of the
parameters and the headers. What that takes is worked out once for each route, because the
checks run on every call.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from importlib import resources
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.routing import Match
from starlette.types import Scope

from shared.http.answering import answer
from shared.http.examples import with_commands, with_values, with_versions
from shared.http.exceptions import problem_from
from shared.http.health import Readiness, health_routes
from shared.http.middleware import Metrics, RequestMiddleware
from shared.http.openapi import complete
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.http.problems import Problem
from shared.http.route_index import RouteIndex
from shared.http.security_headers import policy_of
from shared.identity.claims import Caller
from shared.identity.tokens import Verifier
from shared.policies.in_force import policies_in_force
from shared.regions import regions_in_force

__all__ = ["Call", "IfMatch", "Operation", "Service", "needs", "new_app", "reads"]

Browsers = Callable[[Scope], Awaitable[Caller | None]]
Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class Service(FastAPI):
    """A FastAPI application that knows how to check tokens and documents its problems.

    `browsers` gives the caller of a browser's request that reads, where it has a session.
    `example_values` are texts of the documented examples, and what stands for them on this
    instance; `example_versions` are what operations have seen: with them, the examples run as they
    are printed.
    """

    verifier: Verifier
    readiness: Readiness
    registry: CollectorRegistry
    browsers: Browsers | None = None
    example_values: Mapping[str, str] = MappingProxyType({})
    example_versions: Mapping[str, int] = MappingProxyType({})
    _document: tuple[Mapping[str, str] | None, dict[str, Any] | None] = (None, None)

    def include_router(self, router: APIRouter, **options: Any) -> None:
        """Take in a router's routes; without options, as if they were declared here.

        FastAPI's own way keeps the router and matches every request against it twice, which
        costs more than all checks of an operation together.
        """
        if options:
            super().include_router(router, **options)
        else:
            self.router.routes.extend(router.routes)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document, each example also as a command; made once for its values.

        Anybody may ask for it, without a token.
        """
        values, document = self._document
        if document is None or values is not self.example_values:
            document = complete(super().openapi(), self.routes)
            document = with_values(document, self.example_values)
            document = with_commands(with_versions(document, self.example_versions))
            self._document = self.example_values, document
        return document


def new_app(
    title: str,
    description: str,
    *,
    verifier: Verifier,
    readiness: Readiness,
    registry: CollectorRegistry,
    lifespan: Lifespan | None = None,
    tags: Mapping[str, str] | None = None,
) -> Service:
    """An application whose routes are `Operation`s, with health, metrics and problems.

    `readiness` gives the state of each dependency: "ok", or what is wrong; `tags` describe the
    groups of operations.
    ``/livez`` and ``/readyz`` need no token and stand outside the OpenAPI document; keep them
    off the public network. `registry` is for ``/metrics`` on a port of its own.
    """
    app = Service(
        title=title,
        description=description,
        version="v1",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,  # FastAPI's page is loaded from outside; ours works without a network
        redoc_url=None,
        openapi_tags=[{"name": name, "description": text} for name, text in (tags or {}).items()],
        # RequestMiddleware counts and traces; FastAPI's own instruments would do it twice.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.verifier = verifier
    app.readiness = readiness
    app.registry = registry
    app.router.route_class = Operation
    app.router.middleware_stack = RouteIndex(app.router)
    app.add_middleware(RequestMiddleware, metrics=Metrics(registry))
    for kind in (Problem, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)

    page = resources.files("shared.http").joinpath("docs.html").read_text(encoding="utf-8")
    policy = policy_of(page)

    async def docs(request: Request) -> Response:
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    app.add_route("/docs", docs, include_in_schema=False)
    register = verifier.register

    async def whole_readiness() -> Mapping[str, str]:
        return {**await readiness(), "agencies": register.state()}

    def lists() -> Mapping[str, Any]:
        present = register.present()
        agencies = {"version": present.version, "sha256": present.digest}
        policies = policies_in_force()
        return {
            "agencies": agencies,
            "regions": {"sha256": regions_in_force().digest},
            "policies": {"version": policies.version, "sha256": policies.digest},
        }

    app.router.routes.extend(health_routes(whole_readiness, lists))
    return app


async def _answer(request: Request, error: Exception) -> Response:
    problem = problem_from(error)
    if problem is None:
        raise error
    if problem.status == 405:
        problem.headers = {"Allow": _allowed(request)}
    return answer(request.scope, problem)


def _allowed(request: Request) -> str:
    """The methods that an address takes; Starlette names only those of its first route."""
    methods: set[str] = set()
    for route in request.app.router.routes:
        if route.matches(request.scope)[0] is Match.PARTIAL:
            methods |= getattr(route, "methods", None) or set()
    return ", ".join(sorted(methods))
