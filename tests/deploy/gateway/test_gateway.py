"""The gateway before the real services: the same answers as from one process, to the byte."""

import asyncio
import json

import pytest

from deploy.gateway import forwarding
from services.cases.changes.api import LONGEST_WAIT
from shared.clock import utc_now
from shared.http.health import metrics_app
from shared.regions import built_in
from tests.deploy.gateway.ways import Ways
from tests.fuzz.wire import Header, send
from tests.services.whole import SERVICES
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

WORKSTATION = {"region": "410102001003", "name": "测试社区工作站"}


READS: list[tuple[str, str, dict[str, str]]] = [
    *(("GET", f"/{name}{path}", {}) for name in SERVICES for path in ("", "/", "/docs")),
    *(("GET", f"/{name}/openapi.json", {}) for name in SERVICES),
    *(
        ("GET", path, {})
        for path in (
            "/livez",
            "/readyz",
            "/metrics",
            "/login",
            "/documents",
            "/session",
            "/enter/a-wrong-key/x",
            "/assets/none.css",
        )
    ),
    *(("GET", path, {"Accept": "text/html"}) for path in ("/nothing", "/v1", "/cases/nothing")),
    *(("GET", path, {}) for path in ("/v1", "/v1/", "/v1/nothing", "/v1/journal", "/nothing")),
    *(("GET", f"/{name}/v1/nothing", {}) for name in SERVICES),
    *(("GET", f"/{name}/v1/journal?limit=5", {}) for name in ("cases", "outreach")),
    ("GET", "/v1/indicators", {}),
    ("GET", "/v1/indicators", {"Authorization": "Bearer nonsense"}),
    ("GET", "/v1/indicators", {"Accept-Encoding": "identity"}),
    ("HEAD", "/v1/indicators", {}),
    ("GET", "/v1/cases", {}),
    ("GET", "/v1/cases?reference=%E7%94%B2%2F1%202", {}),
    ("GET", "/v1/cases?reference=a&surprise=%00", {}),
    ("GET", "/v1/clients/%2e%2e%2fpersonal-data", {}),
    ("GET", "/v1/clients/not-an-id", {"Accept": "text/html"}),
    ("DELETE", "/v1/cases", {}),
    ("PUT", "/v1/statistics", {}),
    ("OPTIONS", "/v1/activities", {}),
    ("POST", "/v1/workstations", {"Content-Type": "text/plain"}),
    ("GET", "/v1/reports/annual?region=4101&year=2019", {}),
    ("GET", "/v1/reports/annual?region=4101&year=2019", {"Accept": "text/html"}),
    ("GET", "/v1/statistics?indicators=contacts&region=4101&from=2019-01-01&to=2020-01-01", {}),
]


async def test_reads_and_refusals_are_those_of_one_process(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every status, header and byte is the same, whichever way was taken."""
    moment = utc_now()  # an answer says when it was asked for
    monkeypatch.setattr("services.reporting.statistics.annual_api.utc_now", lambda: moment)
    monkeypatch.setattr("services.reporting.statistics.api.utc_now", lambda: moment)
    monkeypatch.setattr("services.cases.case.api.listing.utc_now", lambda: moment)
    for method, path, headers in READS:
        through = await ways.ask(ways.gateway, method, path, headers=headers)
        straight = await ways.ask(ways.one_process, method, path, headers=headers)
        assert through == straight, (method, path)


RAW: list[tuple[bytes, bytes, list[Header], bytes | None]] = [
    (b"GET", b"/cases%2Fdocs", [], None),
    (b"GET", b"/%63ases/docs", [], None),
    (b"GET", b"//cases/docs", [], None),
    (b"GET", b"/cases//docs", [], None),
    (b"GET", b"/cases/../outreach/docs", [], None),
    (b"GET", b"/cases/docs?", [], None),
    (b"GET", b"/cases/docs#x", [], None),
    (b"GET", b"/cases/%ff%00/%zz", [], None),
    (b"GET", b'/cases/"<>|^`{}\\', [], None),
    (b"GET", b"http://elsewhere.example/cases/docs", [], None),
    (b"GET", b"http://elsewhere.example", [], None),
    (b"OPTIONS", b"*", [], None),
    (b"CONNECT", b"cases:80", [], None),
    (b"TRACE", b"/cases/docs", [], None),
    (b"PROPFIND", b"/v1/cases", [], None),
    (b"NONSENSE", b"/v1/cases", [], None),
    (b"GET", b"/cases/docs", [(b"upgrade", b"websocket"), (b"connection", b"upgrade")], None),
    (b"GET", b"/cases/docs", [(b"host", b"second.example")], None),
    (b"GET", b"/cases/docs", [(b"x-long", b"x" * 60_000)], None),
    (b"GET", b"/cases/docs", [(b"content-length", b"3"), (b"content-length", b"4")], None),
    (b"GET", b"/cases/docs", [], b"a body"),
    (b"POST", b"/v1/cases", [(b"transfer-encoding", b"chunked")], b"5\r\nabcde\r\n0\r\n\r\n"),
    (b"POST", b"/v1/cases", [(b"transfer-encoding", b"chunked")], b"nonsense"),
    (b"POST", b"/v1/cases", [(b"authorization", b"a"), (b"authorization", b"b")], b"{}"),
]


async def test_strange_requests_end_as_in_one_process(ways: Ways) -> None:
    """What no library would send gets the same status as without a gateway, never a fault."""
    for method, target, headers, body in RAW:
        through, straight = [
            await asyncio.to_thread(send, url, method, target, headers, body)
            for url in (ways.gateway, ways.one_process)
        ]
        assert (through and through.status) == (straight and straight.status), (method, target)
        assert (through and through.body) == (straight and straight.body), (method, target)


async def test_a_write_and_its_repetition(ways: Ways) -> None:
    """A write by the gateway is the same write by the other way, and the answer is kept."""
    once = {"headers": {"Idempotency-Key": "once"}, "json": WORKSTATION}
    status, headers, body = await ways.ask(ways.gateway, "POST", "/v1/workstations", **once)
    assert status == 201
    location = dict(headers)["location"]
    for url in (ways.one_process, ways.gateway):
        assert (await ways.ask(url, "GET", location))[0] == 200
        assert (await ways.ask(url, "GET", f"/cases{location}"))[0] == 200
    for url in (ways.one_process, ways.gateway):
        again = await ways.ask(url, "POST", "/v1/workstations", **once)
        replayed = [*headers, ("idempotency-replayed", "true")]
        assert again == (201, sorted(replayed), body)


async def test_long_work_is_told_line_by_line(ways: Ways) -> None:
    """A rebuild by the gateway reads the journals and ends well; so does the verification."""
    keyed = {"Idempotency-Key": "write"}
    await ways.ask(ways.gateway, "POST", "/v1/workstations", headers=keyed, json=WORKSTATION)
    for path in ("/v1/rebuild", "/v1/verify"):
        keyed = {"Idempotency-Key": path}
        status, headers, body = await ways.ask(ways.gateway, "POST", path, headers=keyed)
        lines = [json.loads(line) for line in body.splitlines()]
        assert status == 200
        assert ("content-type", "application/x-ndjson") in headers
        assert len(lines) > 2
        assert (lines[-1]["phase"], lines[-1]["events"]) == ("done", 1)


async def test_a_wait_for_changes_is_no_silence(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway gives it more than a plain call, and more than the longest wait."""
    assert LONGEST_WAIT * 2 <= forwarding.LONG_WORK_BEGINS_WITHIN
    monkeypatch.setattr(forwarding, "ANSWER_BEGINS_WITHIN", 0.5)
    status, _, body = await ways.ask(ways.gateway, "GET", "/v1/changes?wait=1")
    assert (status, json.loads(body)["changes"]) == (200, [])


async def test_its_own_health_names_the_service_that_is_away(ways: Ways) -> None:
    """Ready while all three are; the others' work goes on while one is away."""
    status, _, body = await ways.ask(ways.gateway, "GET", "/readyz")
    checks = {"cases": "ok", "outreach": "ok", "reporting": "ok"}
    told = json.loads(body)
    assert (status, told["status"], told["checks"]) == (200, "ok", checks)
    assert told["regions"] == {"sha256": built_in().digest}
    await ways.services["outreach"].stop()
    async with asyncio.timeout(10):
        while status == 200:  # for as long as the first answer is cached
            status, _, body = await ways.ask(ways.gateway, "GET", "/readyz")
    assert (status, json.loads(body)["checks"]) == (503, checks | {"outreach": "away"})
    for path, expected in (
        ("/livez", 503), ("/cases/docs", 200), ("/outreach/docs", 503),
        ("/v1/indicators", 200), ("/v1/activities/x", 503), ("/login", 200),
    ):  # fmt: skip
        assert (await ways.ask(ways.gateway, "GET", path))[0] == expected, path


async def test_the_health_of_the_services_stays_inside(ways: Ways) -> None:
    """Their numbers, which need no token, are no address of the gateway's, however written."""
    for name in SERVICES:
        for word in ("livez", "readyz", "metrics"):
            status = (await ways.ask(ways.one_process, "GET", f"/{name}/{word}"))[0]
            assert status == (404 if word == "metrics" else 200)
            for path in (
                f"/{name}/{word}", f"/{name}/{word}?x", f"/{name}/{word}/", f"/{name}//{word}",
                f"/{name}/%{ord(word[0]):x}{word[1:]}", f"/{name}/{name}/{word}",
            ):  # fmt: skip
                status, _, body = await ways.ask(ways.gateway, "GET", path)
                assert (status, json.loads(body)["type"]) == (404, "/problems/not-found"), path


async def test_its_metrics_count_by_service_and_status(ways: Ways) -> None:
    """Requests have the service as their route; what a service did not answer is counted."""
    await ways.ask(ways.gateway, "GET", "/v1/indicators")
    await ways.ask(ways.gateway, "GET", "/v1/statistics")
    await ways.ask(ways.gateway, "GET", "/nowhere")
    await ways.services["cases"].stop()
    await ways.ask(ways.gateway, "POST", "/v1/clients")
    body = (await call(metrics_app(ways.registry), "GET", "/metrics")).body
    for line in (
        'http_requests_total{method="GET",route="/reporting",status="200"} 1.0',
        'http_requests_total{method="GET",route="/reporting",status="422"} 1.0',
        'http_requests_total{method="GET",route="unmatched",status="404"} 1.0',
        'http_requests_total{method="POST",route="/cases",status="503"} 1.0',
        'upstream_failures_total{reason="connection",service="cases"}',
    ):
        assert line in body.decode()
    assert (await ways.ask(ways.gateway, "GET", "/metrics"))[0] == 404
