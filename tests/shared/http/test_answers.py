"""How every call is answered, written down and counted."""

import base64
import hashlib
import json
import re

import jwt
import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from shared.http.application import Service
from shared.http.health import metrics_app
from shared.http.middleware import AnswerBroken
from shared.http.security_headers import secured
from shared.logs import ALLOWED
from shared.regions import built_in
from tests.shared.http.calling import call
from tests.shared.http.things import READER, TOKEN, get, post


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


async def test_the_log_says_who_tried_a_write(app: Service) -> None:
    """A dry run leaves nothing in the journal, so the log names the agency that asks for it."""
    with capture_logs() as lines:
        await post(app, {"name": "a"}, dry_run="true")
        await post(app, {"name": "a"})
    assert [(line["agency"], line["dry_run"]) for line in lines] == [
        ("310", True),
        ("310", False),
    ]


async def test_metrics(app: Service) -> None:
    """Requests are counted by route template and status."""
    await get(app, "/v1/things/7")
    await get(app, "/v1/things/8")
    text = (await call(metrics_app(app.registry), "GET", "/metrics")).body.decode()
    assert 'http_requests_total{method="GET",route="/v1/things/{thing}",status="200"} 2.0' in text
    assert "http_requests_in_flight 0.0" in text
    assert "410102" not in text


async def test_metrics_are_no_address_of_the_service(app: Service) -> None:
    """They need no token, so they are answered on a port of their own."""
    assert (await get(app, "/metrics")).status == 404
    parts = metrics_app(CollectorRegistry(), things=app.registry)
    await get(app, "/v1/things/7")
    assert b"http_requests_total{" in (await call(parts, "GET", "/things/metrics")).body
    assert (await call(parts, "GET", "/metrics")).status == 200
    assert (await call(parts, "GET", "/others/metrics")).status == 404


async def test_health(app: Service, state: dict[str, str]) -> None:
    """A service lives while it runs, and is ready while all it stands on is there."""
    assert (await call(app, "GET", "/livez")).status == 200
    ready = await call(app, "GET", "/readyz")
    assert ready.status == 200
    assert ready.json()["regions"] == {"sha256": built_in().digest}
    state["postgresql"] = "away"
    answer = await call(app, "GET", "/readyz")
    assert answer.status == 503
    assert answer.json()["checks"] == {"postgresql": "away", "agencies": "ok"}
    assert answer.json()["agencies"] == {"version": "tests", "sha256": ""}


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
    assert create["security"] == [{"bearer": ["outreach:write"]}]
    assert [each["name"] for each in create["parameters"]] == [
        "Idempotency-Key",
        "Dry-Run",
        "Import-Id",
    ]
    assert {"400", "401", "403", "413", "415", "422", "500", "503"} <= create["responses"].keys()
    void = document["paths"]["/v1/things/{thing}/void"]["post"]
    assert {"404", "412", "428"} <= void["responses"].keys()
    assert {each["name"] for each in void["parameters"]} == {
        "thing",
        "Idempotency-Key",
        "Dry-Run",
        "Import-Id",
        "If-Match",
    }
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


async def test_a_browser_is_told_of_a_problem_on_a_page(app: Service) -> None:
    """In both languages, with the same status; programs get the document."""
    page = await call(app, "GET", "/v1/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "未找到" in page.body.decode()
    assert b"Nothing is found here" in page.body
    document = await call(app, "GET", "/v1/nothing", headers={"Accept": "*/*"})
    assert document.headers["content-type"] == "application/problem+json"


EVERYWHERE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@pytest.mark.parametrize(
    "address",
    ["/v1/things/7", "/v1/nothing", "/v1/things/fault", "/docs", "/openapi.json", "/livez", "/v1"],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
async def test_every_answer_is_kept_nowhere_and_framed_nowhere(
    app: Service, address: str, accept: str
) -> None:
    """Each header once, whatever is answered, and whether it went well or not."""
    answer = await get(app, address, accept=accept)
    assert answer.headers.items() >= EVERYWHERE.items()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_an_answer_may_say_otherwise() -> None:
    """What an application says of itself stands, and stands once."""
    assert secured([(b"cache-control", b"max-age=60"), (b"x", b"1")]) == [
        (b"cache-control", b"max-age=60"),
        (b"x", b"1"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]


@pytest.mark.parametrize("address", ["/docs", "/v1/nothing"])
async def test_a_page_runs_only_what_is_its_own(app: Service, address: str) -> None:
    """Its scripts and styles are those whose hashes stand in its policy; it has no others."""
    answer = await get(app, address, accept="text/html")
    page, policy = answer.body.decode(), answer.headers["content-security-policy"]
    allowed = set(re.findall(r"'(sha256-[^']+)'", policy))
    found = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in found)
    assert allowed == {f"sha256-{base64.b64encode(digest).decode()}" for digest in digests}
    assert len(found) == len(re.findall("<script|<style", page))
    assert not re.search(r"""\s(?:style|on\w+)=["']""", page)


@pytest.mark.parametrize(
    ("address", "headers", "reason"),
    [
        ("/v1/things/7", {"authorization": "Bearer x.y.z"}, "unauthenticated"),
        ("/v1/things/7?surprise=1&k=2", {}, "bad-request: unknown_parameter"),
        ("/v1/more/x", {}, "invalid-request: not_a_number"),
        ("/v1/nothing", {}, "not-found"),
        ("/v1/things/away", {}, "unavailable"),
        ("/v1/things/fault", {}, "internal-error"),
    ],
)
async def test_the_log_says_why_a_request_was_refused(
    app: Service, address: str, headers: dict[str, str], reason: str
) -> None:
    """The type of its problem and the reasons of its errors; a request that went well has none."""
    with capture_logs() as lines:
        await get(app, address, **headers)
        await get(app, "/v1/things/7")
    refused, well = (line for line in lines if line["event"] == "request")
    assert refused["reason"] == reason
    assert "reason" not in well


async def test_the_log_names_agency_and_token(app: Service) -> None:
    """As soon as the token is checked, also when the call is refused for what it asks."""
    with capture_logs() as lines:
        await get(app, "/v1/things/7")
        await get(app, "/v1/things/7?surprise=1")
        await post(app, {"name": ""})
        await call(app, "POST", "/v1/things", headers={"authorization": f"Bearer {READER}"})
        await get(app, "/v1/things/7", authorization=f"Bearer {TOKEN[:-4]}AAAA")
    claims = jwt.decode(TOKEN, options={"verify_signature": False})
    reader = jwt.decode(READER, options={"verify_signature": False})
    assert [(line.get("agency"), line.get("jti")) for line in lines] == [
        *[("310", claims["jti"])] * 3,
        ("310", reader["jti"]),
        (None, None),
    ]


def test_what_requests_are_logged_with_is_on_the_list() -> None:
    """A field that is not would be dropped."""
    assert {"method", "route", "status", "agency", "jti", "dry_run", "reason"} <= ALLOWED


async def test_a_page_speaks_to_people(app: Service) -> None:
    """Of what to do at a browser, not of headers and tokens; a program is told of those."""
    for address, headers in (
        ("/v1/things/7", {"authorization": ""}),
        ("/v1/things/7?surprise=%00", {}),
        ("/v1/more/x", {}),
        ("/v1/nothing", {}),
        ("/v1/things/fault", {}),
    ):
        page = (await get(app, address, accept="text/html", **headers)).body.decode()
        for word in ("Authorization", "Bearer", "header", "请求头", "JSON"):
            assert word not in page, address
        way = "/login" if "authorization" in headers else "/"
        assert f'<a href="{way}">' in page
