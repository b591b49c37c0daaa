"""What every operation is checked for, and in which order."""

import hashlib
from typing import Any
from uuid import UUID

import pytest

from shared.http.application import Service
from shared.http.body import BODY_LIMIT
from shared.http.operation import needs, reads
from tests.shared.http.calling import call
from tests.shared.http.things import ISSUER, READER, TOKEN, get, post


@pytest.mark.parametrize("path", ["/v1/things", "/v1/slow-things"])
async def test_call(app: Service, path: str) -> None:
    """An operation is handed who calls, the key, and the hash of just this request."""
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    answer = await post(app, {"name": "x"}, path, traceparent=trace)
    assert answer.status == 201
    request_line = f"POST {path}\n".encode() + b'{"name": "x"}'
    assert answer.json() == {
        "agency": "310",
        "key": "k1",
        "hash": hashlib.sha256(request_line).hexdigest(),
        "if_match": None,
        "dry_run": False,
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


@pytest.mark.parametrize(
    ("actions", "user", "status", "slug"),
    [
        (["outreach:write"], "u-1", 403, "action-not-allowed"),
        (["outreach:write", "outreach:read"], "u-1", 403, "action-not-allowed"),
        (["clients:personal", "outreach:read"], "u-1", 403, "action-not-allowed"),
        (["clients:personal", "outreach:read", "outreach:write"], None, 403, "user-required"),
        (["clients:personal", "outreach:read", "outreach:write"], "u-1", 400, "malformed-json"),
    ],
)
async def test_what_else_is_needed_comes_before_the_body(
    app: Service, actions: list[str], user: str | None, status: int, slug: str
) -> None:
    """Further actions, and the person for whom the agency calls."""
    token = ISSUER.mint("310", ["4101"], actions, user=user)
    answer = await post(app, b"{", "/v1/careful-things", authorization=f"Bearer {token}")
    assert (answer.status, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert answer.json()["detail_zh"]


async def test_the_document_names_every_action(app: Service) -> None:
    """In the order in which they are asked for; the user is the caller's."""
    path = app.openapi()["paths"]["/v1/careful-things"]["post"]
    actions = ["outreach:write", "clients:personal", "outreach:read"]
    assert path["security"] == [{"bearer": actions}]
    assert "act.sub" in path["description"]
    assert "act.sub" not in app.openapi()["paths"]["/v1/things"]["post"]["description"]
    token = ISSUER.mint("310", ["4101"], actions, user="u-1")
    answer = await post(app, {"name": "x"}, "/v1/careful-things", authorization=f"Bearer {token}")
    assert (answer.status, answer.json()["user"]) == (201, "u-1")


async def test_nul_is_pointed_at(app: Service) -> None:
    """The place of a NUL character is named; the six characters of its escape are just text."""
    answer = await post(app, b'{"name": "x", "more": {"a": ["b", "c\\u0000"]}}')
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/more/a/1"]
    assert (await post(app, {"name": "\\u0000"})).status == 201


@pytest.mark.parametrize("kind", ["application/json;charset=utf-8", "Application/JSON ; "])
async def test_content_types(app: Service, kind: str) -> None:
    """Other spellings of the same content type are taken."""
    assert (await post(app, {"name": "x"}, content_type=kind)).status == 201


@pytest.mark.parametrize(
    ("value", "status"), [("true", 201), ("True", 400), ("false", 400), ("1", 400), ("", 400)]
)
async def test_a_dry_run_is_asked_for_in_one_way(app: Service, value: str, status: int) -> None:
    """Dry-Run is "true" or left out; any other word is refused."""
    answer = await post(app, {"name": "a"}, dry_run=value)
    assert answer.status == status
    if status == 201:
        assert answer.json()["dry_run"] is True
    else:
        assert answer.json()["errors"][0]["header"] == "Dry-Run"


async def test_a_header_sent_twice_is_refused(app: Service) -> None:
    """None of the two is chosen: neither the first nor the last."""
    usual = [("authorization", f"Bearer {TOKEN}"), ("content-type", "application/json")]
    for once, twice in (
        ([("idempotency-key", "k1")], [("dry-run", "x"), ("dry-run", "true")]),
        ([], [("idempotency-key", "k1"), ("idempotency-key", "k2")]),
        ([("idempotency-key", "k1")], [usual[0]]),
    ):
        headers = [*usual, *once, *twice]
        answer = await call(app, "POST", "/v1/things", headers=headers, body=b'{"name": "a"}')
        assert answer.status == 400
        assert answer.json()["errors"][0]["header"].lower() == twice[0][0]


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


async def test_a_question_may_stand_in_a_body(app: Service) -> None:
    """A read that is asked with a body needs no key, and takes its body as strictly as a write."""
    question: dict[str, Any] = {"idempotency_key": None, "if_match": None}
    answer = await post(app, {"name": "张三"}, "/v1/things/search", **question)
    assert (answer.status, answer.json()["name"]) == (200, "张三")
    for body, kind, status in (
        (b"{", "application/json", 400),
        (b'{"name": 5}', "application/json", 422),
        (b'{"name": "x", "other": 1}', "application/json", 422),
        (b'{"name": "\\u0000"}', "application/json", 422),
        (b'{"name": "x"}', "text/plain", 415),
        (b" " * (BODY_LIMIT + 1), "application/json", 413),
    ):
        refused = await post(app, body, "/v1/things/search", content_type=kind, **question)
        assert refused.status == status, body[:20]


async def test_declared_headers(app: Service) -> None:
    """Headers that an operation declares itself still reach it."""
    assert (await get(app, "/v1/things/7", purpose="visit")).json()["purpose"] == "visit"


def test_needs_are_not_forgotten(app: Service) -> None:
    """An operation that does not declare what it needs cannot be made."""
    with pytest.raises(TypeError, match="must declare what it needs"):

        @app.get("/v1/open")
        async def unguarded() -> None: ...


@pytest.mark.parametrize("declare", [needs, reads])
def test_an_access_rule_is_not_forgotten(declare: Any) -> None:
    """A route that names an action and no access rule cannot be made."""
    with pytest.raises(TypeError, match="access"):
        declare("cases:read")
