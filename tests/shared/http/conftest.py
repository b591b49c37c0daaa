"""What the tests of shared/http ask: operations of each kind, and a server to speak to."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from prometheus_client import CollectorRegistry

from shared.database import DatabaseAway
from shared.http.application import Operation, Service, new_app
from shared.http.server import Server, start
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.shared.http.speaking import Echo
from tests.shared.http.things import (
    ISSUER,
    Careful,
    Changing,
    Page,
    Reading,
    Thing,
    Writing,
    as_json,
)


@pytest.fixture
def state() -> dict[str, str]:
    """What the service stands on, for readiness."""
    return {"postgresql": "ok"}


@pytest.fixture
def app(state: dict[str, str]) -> Service:
    """An application with an operation of each kind."""

    async def readiness() -> Mapping[str, str]:
        return state

    app = new_app(
        "Things",
        "For tests.",
        verifier=Verifier(ISSUER, issuer="test", register=REGISTER),
        readiness=readiness,
        registry=CollectorRegistry(),
    )

    @app.post("/v1/things", status_code=201)
    async def create(body: Thing, asked: Writing) -> Response:
        return Response(json.dumps(as_json(asked) | {"name": body.name}), 201)

    @app.post("/v1/slow-things", status_code=201)
    async def create_the_long_way(body: Thing, asked: Writing) -> dict[str, Any]:
        return as_json(asked) | {"name": body.name}

    @app.post("/v1/careful-things", status_code=201)
    async def create_with_care(body: Thing, asked: Careful) -> Response:
        return Response(json.dumps(as_json(asked) | {"user": asked.caller.user}), 201)

    @app.post("/v1/things/{thing}/void")
    async def void(thing: UUID, asked: Changing) -> Response:
        return Response(json.dumps(as_json(asked) | {"thing": str(thing)}))

    @app.get("/v1/things")
    async def find(asked: Reading, page: Annotated[Page, Query()]) -> dict[str, Any]:
        return page.model_dump()

    @app.get("/v1/things/{thing}")
    async def get(
        thing: str, asked: Reading, purpose: Annotated[str | None, Header()] = None
    ) -> dict[str, Any]:
        match thing:
            case "fault":
                raise RuntimeError("张三")
            case "away":
                raise DatabaseAway
        return as_json(asked) | {"thing": thing, "purpose": purpose}

    @app.post("/v1/things/search")
    async def search(body: Thing, asked: Reading) -> Response:
        return Response(json.dumps(as_json(asked) | body.model_dump()))

    @app.get("/v1/stream")
    async def stream(asked: Reading) -> StreamingResponse:
        async def rows() -> AsyncIterator[bytes]:
            yield b"one\n"
            raise RuntimeError("张三")

        return StreamingResponse(rows())

    router = APIRouter(prefix="/v1/more", route_class=Operation)

    @router.get("/{thing}")
    async def more(thing: int, asked: Reading) -> dict[str, int]:
        return {"thing": thing}

    app.include_router(router)
    app.include_router(router, prefix="/v2")
    return app


@pytest.fixture
async def echo() -> Echo:
    """What is served."""
    return Echo()


@pytest.fixture
async def server(echo: Echo) -> AsyncIterator[Server]:
    """A server of an application that reads all and answers with it."""
    server = await start(echo, lifespan=False, grace=1)
    yield server
    await server.stop()
