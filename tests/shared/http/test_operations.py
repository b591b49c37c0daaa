"""What every operation is checked for, in which order, and how it is answered and written down."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from prometheus_client import CollectorRegistry
from pydantic import BaseModel, ConfigDict, Field
from structlog.testing import capture_logs

from shared.database import DatabaseAway
from shared.http.application import Call, IfMatch, Operation, Service, needs, new_app, reads
from shared.http.body import BODY_LIMIT
from shared.http.middleware import AnswerBroken
from shared.identity.issuer import Issuer
from shared.identity.tokens import Verifier
from tests.shared.http.calling import Answer, call

ISSUER = Issuer.new("test")
TOKEN = ISSUER.mint("310", ["4101"], ["things:read", "things:write"])
READER = ISSUER.mint("310", ["4101"], ["things:read"])


class Thing(BaseModel):
    """A body."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1)
    more: dict[str, list[str]] = {}


class Page(BaseModel):
    """Query parameters kept in a model."""

    model_config = ConfigDict(extra="forbid")
    limit: int = 10
    from_: str = Field("", alias="from")


Writing = Annotated[Call, needs("things:write")]
Changing = Annotated[Call, needs("things:write", IfMatch.REQUIRED)]
Reading = Annotated[Call, reads("things:read")]


def told(asked: Call) -> dict[str, Any]:
    """A call, as JSON."""
    return {
        "agency": asked.caller.agency,
        "key": asked.idempotency_key,
        "hash": asked.request_hash.hex(),
        "if_match": asked.if_match,
        "traceparent": asked.traceparent,
    }


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
        verifier=Verifier(ISSUER, issuer="test"),
        readiness=readiness,
        registry=CollectorRegistry(),
    )

    @app.post("/v1/things", status_code=201)
    async def create(body: Thing, asked: Writing) -> Response:
        return Response(json.dumps(told(asked) | {"name": body.name}), 201)

    @app.post("/v1/slow-things", status_code=201)
    async def create_the_long_way(body: Thing, asked: Writing) -> dict[str, Any]:
        return told(asked) | {"name": body.name}

    @app.post("/v1/things/{thing}/void")
    async def void(thing: UUID, asked: Changing) -> Response:
        return Response(json.dumps(told(asked) | {"thing": str(thing)}))

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
        return told(asked) | {"thing": thing, "purpose": purpose}

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


async def post(
    app: Service, body: Any, path: str = "/v1/things", *, parts: int = 1, **headers: str | None
) -> Answer:
    """POST a body with all headers that are needed, these changed or (None) left out."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    usual = {
        "authorization": f"Bearer {TOKEN}",
        "content-type": "application/json",
        "idempotency-key": "k1",
    }
    sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in sent.items() if value is not None}
    return await call(app, "POST", path, headers=kept, body=raw, parts=parts)


async def get(app: Service, address: str, **headers: str) -> Answer:
    """GET with a token."""
    return await call(app, "GET", address, headers={"authorization": f"Bearer {TOKEN}", **headers})


@pytest.mark.parametrize("path", ["/v1/things", "/v1/slow-things"])
async def test_call(app: Service, path: str) -> None:
    """An operation is handed who calls, the key, and the hash of just this request."""
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    answer = await post(app, {"name": "x"}, path, traceparent=trace)
    assert answer.status == 201
    said = f"POST {path}\n".encode() + b'{"name": "x"}'
    assert answer.json() == {
        "agency": "310",
        "key": "k1",
        "hash": hashlib.sha256(said).hexdigest(),
        "if_match": None,
        "traceparent": trace,
        "name": "x",
    }


async def test_body_in_parts(app: Service) -> None:
    """A body that comes in parts is the same body."""
    whole, parted = (
        await post(app, {"name": "x" * 99}),
        await post(app, {"name": "x" * 99}, parts=7),
    )
    assert whole.json()["hash"] == parted.json()["hash"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "slug"),
    [
        (b"{", {"authorization": None, "idempotency_key": None}, 401, "unauthenticated"),
        (b"{", {"authorization": "Basic eDp5"}, 401, "unauthenticated"),
        (b"{", {"authorization": "Bearer "}, 401, "unauthenticated"),
        (b"{", {"authorization": "Bearer x.y.z"}, 401, "unauthenticated"),
        (b"{", {"authorization": f"Bearing {TOKEN}"}, 401, "unauthenticated"),
        (b"{", {"authorization": f"Bearer {READER}"}, 403, "action-not-allowed"),
        (b"{", {"idempotency_key": None}, 400, "bad-request"),
        (b"{", {"idempotency_key": ""}, 400, "bad-request"),
        (b"{", {"idempotency_key": "a b"}, 400, "bad-request"),
        (b"{", {"idempotency_key": "k" * 201}, 400, "bad-request"),
        (b"{", {"content_type": "text/plain"}, 415, "unsupported-media-type"),
        (b"{", {"content_type": None}, 415, "unsupported-media-type"),
        (b"{", {"content_type": "application/json; charset=gbk"}, 415, "unsupported-media-type"),
        (b"{", {}, 400, "malformed-json"),
        (b"", {}, 400, "malformed-json"),
        (b"{}", {"content_length": str(BODY_LIMIT + 1)}, 413, "body-too-large"),
        (b"{}", {"content_length": "9" * 30}, 413, "body-too-large"),
        (b" " * (BODY_LIMIT + 1), {}, 413, "body-too-large"),
        (b'{"name": "\\u0000"}', {}, 422, "invalid-request"),
        (b'{"name": "x", "more": {"a": ["b", "c\\u0000"]}}', {}, 422, "invalid-request"),
        (b'{"name": "x", "more": {"a\\u0000": []}}', {}, 422, "invalid-request"),
        (b'{"name": "\\ud800"}', {}, 400, "malformed-json"),
        (b'{"name": "\xff"}', {}, 400, "malformed-json"),
        (b'{"name": 5}', {}, 422, "invalid-request"),
        (b"[]", {}, 422, "invalid-request"),
    ],
)
async def test_order(
    app: Service, body: bytes, headers: dict[str, str | None], status: int, slug: str
) -> None:
    """The token is checked first, then the action, the headers, the type, and last the body."""
    parts = 2 if len(body) > BODY_LIMIT else 1
    answer = await post(app, body, "/v1/things", parts=parts, **headers)
    assert (answer.status, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("www-authenticate" in answer.headers) == (status in (401, 403))


async def test_nul_is_pointed_at(app: Service) -> None:
    """The place of a NUL character is told; the six characters of its escape are just text."""
    answer = await post(app, b'{"name": "x", "more": {"a": ["b", "c\\u0000"]}}')
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/more/a/1"]
    assert (await post(app, {"name": "\\u0000"})).status == 201


@pytest.mark.parametrize("kind", ["application/json;charset=utf-8", "Application/JSON ; "])
async def test_content_types(app: Service, kind: str) -> None:
    """Other spellings of the same content type are taken."""
    assert (await post(app, {"name": "x"}, content_type=kind)).status == 201


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ('"7"', 200),
        ('"0"', 200),
        (None, 428),
        ("7", 400),
        ('W/"7"', 400),
        ("*", 400),
        ('"07"', 400),
    ],
)
async def test_if_match(app: Service, value: str | None, status: int) -> None:
    """If-Match is one strong ETag; where it is required, leaving it out is 428."""
    path = f"/v1/things/{UUID(int=1)}/void"
    answer = await post(app, b"", path, content_type=None, if_match=value)
    assert answer.status == status
    if value is not None and status == 200:
        assert answer.json()["if_match"] == int(value.strip('"'))


async def test_path(app: Service) -> None:
    """A path parameter of another type is 422, one with a NUL character is nothing there."""
    answer = await post(app, b"", "/v1/things/7/void", if_match='"1"')
    assert answer.status == 422
    assert answer.json()["errors"][0]["parameter"] == "thing"
    assert (await get(app, "/v1/things/a\x00b")).status == 404
    assert (await get(app, "/v1/more/x")).status == 422
    assert (await get(app, "/v1/more/7")).json() == {"thing": 7}
    assert (await get(app, "/v2/v1/more/7")).json() == {"thing": 7}


@pytest.mark.parametrize(
    ("query", "status", "parameters"),
    [
        ("limit=5&from=a", 200, []),
        ("limit=x", 422, ["limit"]),
        ("limits=5&Limit=1", 400, ["Limit", "limits"]),
        ("%E5%BC%A0=1", 400, [None]),
        ("from=%00", 400, [None]),
    ],
)
async def test_query(app: Service, query: str, status: int, parameters: list[str | None]) -> None:
    """Unknown query parameters are 400; one whose name may be data is not repeated."""
    answer = await get(app, f"/v1/things?{query}")
    assert answer.status == status
    if status != 200:
        errors = answer.json()["errors"]
        assert [error.get("parameter") for error in errors] == parameters
    assert (await get(app, "/v1/things/1?limit=1")).status == 400


async def test_declared_headers(app: Service) -> None:
    """Headers that an operation declares itself still reach it."""
    assert (await get(app, "/v1/things/7", purpose="visit")).json()["purpose"] == "visit"


async def test_faults(app: Service) -> None:
    """A fault is a 500 problem and a log line, a missing database a 503; both tell nothing."""
    with capture_logs() as lines:
        fault, away = await get(app, "/v1/things/fault"), await get(app, "/v1/things/away")
    assert (fault.status, away.status) == (500, 503)
    assert away.headers["retry-after"]
    assert "张三".encode() not in fault.body
    assert [line["event"] for line in lines] == ["fault", "request", "request"]


async def test_broken_stream(app: Service) -> None:
    """A fault after the answer has begun cuts it off, without the fault's message."""
    with capture_logs() as lines, pytest.raises(AnswerBroken) as caught:
        await get(app, "/v1/stream")
    assert "张三" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert [line["event"] for line in lines] == ["fault", "request"]


async def test_unmatched(app: Service) -> None:
    """Unknown addresses and methods are problems too."""
    assert (await get(app, "/v1/nothing")).json()["type"] == "/problems/not-found"
    answer = await call(app, "DELETE", "/v1/things/7")
    assert (answer.status, answer.headers["allow"]) == (405, "GET")


async def test_access_log(app: Service) -> None:
    """A request is logged by its route's template, without identifiers or query strings."""
    with capture_logs() as lines:
        await get(app, "/v1/things/410102199001011234?purpose=secret")
        await get(app, "/livez")
    (line,) = lines
    assert line["route"] == "/v1/things/{thing}"
    assert line["status"] == 400
    assert "4101" not in str(line)
    assert "secret" not in str(line)


async def test_metrics(app: Service) -> None:
    """Requests are counted by route template and status."""
    await get(app, "/v1/things/7")
    await get(app, "/v1/things/8")
    text = (await call(app, "GET", "/metrics")).body.decode()
    assert 'http_requests_total{method="GET",route="/v1/things/{thing}",status="200"} 2.0' in text
    assert "http_requests_in_flight 1.0" in text
    assert "410102" not in text


async def test_health(app: Service, state: dict[str, str]) -> None:
    """A service lives while it runs, and is ready while all it stands on is there."""
    assert (await call(app, "GET", "/livez")).status == 200
    assert (await call(app, "GET", "/readyz")).status == 200
    state["postgresql"] = "away"
    answer = await call(app, "GET", "/readyz")
    assert answer.status == 503
    assert answer.json()["checks"] == {"postgresql": "away"}


@pytest.mark.parametrize(
    "sent", ["", "00-x", f"ff-{'a' * 32}-{'b' * 16}-01", f"00-{'0' * 32}-{'b' * 16}-01"]
)
async def test_trace(app: Service, sent: str) -> None:
    """A call without a valid trace gets a new one."""
    made = (await get(app, "/v1/things/7", traceparent=sent)).json()["traceparent"]
    assert made != sent
    assert len(made) == 55


async def test_openapi(app: Service) -> None:
    """The document names the security, the headers, and every problem answer."""
    document = (await call(app, "GET", "/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    create = document["paths"]["/v1/things"]["post"]
    assert create["security"] == [{"bearer": ["things:write"]}]
    assert [each["name"] for each in create["parameters"]] == ["Idempotency-Key"]
    assert {"400", "401", "403", "413", "415", "422", "500", "503"} <= create["responses"].keys()
    void = document["paths"]["/v1/things/{thing}/void"]["post"]
    assert {"404", "412", "428"} <= void["responses"].keys()
    assert {each["name"] for each in void["parameters"]} == {"thing", "Idempotency-Key", "If-Match"}
    more = document["paths"]["/v1/more/{thing}"]["get"]
    assert {"401", "404", "422"} <= more["responses"].keys()
    assert "HTTPValidationError" not in json.dumps(document)
    assert "Problem" in document["components"]["schemas"]


async def test_docs_page(app: Service) -> None:
    """The page for people needs nothing from outside."""
    page = (await call(app, "GET", "/docs")).body.decode()
    assert 'fetch("openapi.json")' in page
    assert "http://" not in page
    assert "https://" not in page


def test_needs_are_not_forgotten(app: Service) -> None:
    """An operation that does not say what it needs cannot be made."""
    with pytest.raises(TypeError, match="must say what it needs"):

        @app.get("/v1/open")
        async def unguarded() -> None: ...


async def test_a_browser_is_told_of_a_problem_on_a_page(app: Service) -> None:
    """In both languages, with the same status; programs get the document."""
    page = await call(app, "GET", "/v1/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "未找到" in page.body.decode()
    assert b"Nothing is found here" in page.body
    document = await call(app, "GET", "/v1/nothing", headers={"Accept": "*/*"})
    assert document.headers["content-type"] == "application/problem+json"
