"""What is written down of a caller who goes away."""

from prometheus_client import CollectorRegistry
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from shared.http.middleware import Metrics, RequestMiddleware


async def test_a_caller_who_goes_away_is_no_fault() -> None:
    """The request is counted as 499, nothing is answered, and no error is logged."""

    async def reads_the_body(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "http.disconnect"
        raise ClientDisconnect

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    registry = CollectorRegistry()
    scope = {"type": "http", "method": "POST", "path": "/v1/cases", "headers": []}
    with capture_logs() as logs:
        await RequestMiddleware(reads_the_body, metrics=Metrics(registry))(scope, gone, send)
    assert not sent
    assert [(line["log_level"], line["status"]) for line in logs] == [("info", 499)]
    labels = {"method": "POST", "route": "unmatched", "status": "499"}
    assert registry.get_sample_value("http_requests_total", labels) == 1
