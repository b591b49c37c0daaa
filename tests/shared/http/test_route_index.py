"""Routes that are found by the last word of their path: the same ones as without the index."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry

from shared.http.access_rules import BY_REGION
from shared.http.application import Call, Operation, Service, new_app, reads
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.shared.http.calling import call
from tests.shared.http.things import ISSUER, READER

Reading = Annotated[Call, reads("outreach:read", BY_REGION)]


@pytest.fixture
def app() -> Service:
    """Operations whose paths resemble each other; each answers with its own name."""

    async def readiness() -> dict[str, str]:
        return {}

    app = new_app(
        "Routes",
        "For tests.",
        verifier=Verifier(ISSUER, issuer="test", register=REGISTER),
        readiness=readiness,
        registry=CollectorRegistry(),
    )

    def named(name: str) -> Callable[..., Awaitable[Response]]:
        async def endpoint(asked: Reading) -> Response:
            return Response(name)

        return endpoint

    for path in ("/v1/a", "/v1/a/{x}/b", "/v1/c/{x}/b", "/v1/c/{x}/{y}/b", "/v1/c/{x}"):
        route: dict[str, Any] = {"operation_id": path}
        app.get(path, **route)(_taking(path, named(path)))
    router = APIRouter(prefix="/more", route_class=Operation)
    router.get("/b")(named("/more/b"))
    app.include_router(router, prefix="/v2")
    return app


def _taking(path: str, endpoint: Callable[..., Awaitable[Response]]) -> Callable[..., Any]:
    """The endpoint with the parameters that its path names."""
    if "{y}" in path:

        async def two(x: str, y: str, asked: Reading) -> Response:
            return await endpoint(asked)

        return two
    if "{x}" in path:

        async def one(x: str, asked: Reading) -> Response:
            return await endpoint(asked)

        return one
    return endpoint


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("/v1/a", "/v1/a"),
        ("/v1/a/7/b", "/v1/a/{x}/b"),
        ("/v1/c/7/b", "/v1/c/{x}/b"),
        ("/v1/c/7/8/b", "/v1/c/{x}/{y}/b"),
        ("/v1/c/b", "/v1/c/{x}"),
        ("/v2/more/b", "/more/b"),
    ],
)
async def test_each_address_leads_to_its_own_route(app: Service, address: str, route: str) -> None:
    """Also where several paths end in the same word, and where none does."""
    answer = await call(app, "GET", address, headers={"authorization": f"Bearer {READER}"})
    assert answer.body.decode() == route


@pytest.mark.parametrize(
    ("method", "address", "status"), [("POST", "/v1/a", 405), ("GET", "/v1/b", 404)]
)
async def test_what_no_route_takes_is_refused_as_before(
    app: Service, method: str, address: str, status: int
) -> None:
    """Another method is 405, another address 404."""
    answer = await call(app, method, address, headers={"authorization": f"Bearer {READER}"})
    assert answer.status == status
