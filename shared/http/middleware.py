"""What happens around every request: trace, count, time, log, and the answer to a fault.

One plain ASGI middleware, since each layer around a request costs; it holds no data of it.
"""

import os
import re
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.answering import REFUSAL, answer
from shared.http.exceptions import problem_from
from shared.http.operation import CALLER
from shared.http.problems import internal_error
from shared.http.security_headers import secured

log = structlog.get_logger()

_TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/livez", "/readyz"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class AnswerBroken(Exception):
    """A fault came up when part of the answer was already sent; the connection is cut."""


class Metrics:
    """The counts and times of requests, by route template."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.in_flight = 0
        self._requests = Counter(
            "http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "http_request_seconds",
            "Time to the end of the answer.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=registry,
        )
        gauge = Gauge("http_requests_in_flight", "Requests being answered.", registry=registry)
        gauge.set_function(lambda: self.in_flight)
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answered request."""
        key = (method if method in _METHODS else "other", route, status)
        children = self._children.get(key)
        if children is None:
            children = self._children[key] = (
                self._requests.labels(key[0], route, str(status)),
                self._seconds.labels(key[0], route),
            )
        children[0].inc()
        children[1].observe(seconds)


class RequestMiddleware:
    """The middleware; it puts the trace into the scope as ``waystation.traceparent``."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": secured(message["headers"])}
            await send(message)

        scope["waystation.traceparent"] = traceparent(scope["headers"])
        self._metrics.in_flight += 1
        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            pass  # the caller has gone; that is no fault of the service
        except Exception as error:
            problem = problem_from(error)
            if problem is None:
                log.error("fault", exc_info=error, traceparent=scope["waystation.traceparent"])
                problem = internal_error()
            if status:
                raise AnswerBroken(type(error).__name__) from None
            await answer(scope, problem)(scope, receive, watched)
        finally:
            self._metrics.in_flight -= 1
            self._note(scope, status or 499, perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", None) or _own_path(scope)
        self._metrics.count(scope["method"], route, status, seconds)
        if route not in _QUIET:
            log.info(
                "request",
                method=scope["method"],
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 2),
                traceparent=scope["waystation.traceparent"],
                **_known(scope),
            )


def _known(scope: Scope) -> dict[str, str | bool]:
    """What is known of a request besides: who calls, by which token, why it was refused."""
    known: dict[str, str | bool] = {}
    if (caller := scope.get(CALLER)) is not None:
        known = {"agency": caller.agency, "jti": caller.jti}
    if (call := scope.get("waystation.call")) is not None:
        known["dry_run"] = call.dry_run
    if (reason := scope.get(REFUSAL)) is not None:
        known["reason"] = reason
    return known


def _own_path(scope: Scope) -> str:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path if path in _QUIET else "unmatched"


def traceparent(headers: list[tuple[bytes, bytes]]) -> str:
    """The W3C trace context of a request; a new one when it brings none.

    >>> traceparent([(b"traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01")])[:8]
    '00-aaaaa'
    """
    for name, value in headers:
        if name == b"traceparent" and _TRACEPARENT.fullmatch(value):
            return value.decode("ascii")
    number = os.urandom(24).hex()
    return f"00-{number[:32]}-{number[32:]}-01"
