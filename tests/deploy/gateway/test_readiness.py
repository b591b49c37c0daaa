"""How a service stands, by the word of whichever of its replicas stands best."""

from contextlib import AsyncExitStack

import pytest
from prometheus_client import CollectorRegistry, Counter

from deploy.gateway import forwarding as module
from deploy.gateway.forwarding import Forward
from shared.catalogue import SERVICES
from tests.deploy.gateway.upstream import React, Upstream, hang_up, say_nothing, saying, well

UNREADY = saying(b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    ("reactions", "stands"),
    [
        ((well, well), "ok"),
        ((UNREADY, well), "ok"),
        ((say_nothing, well), "ok"),
        ((hang_up, UNREADY), "not ready"),
        ((UNREADY, say_nothing), "not ready"),
        ((hang_up, hang_up), "away"),
        ((say_nothing, say_nothing), "away"),
        ((), "away"),
    ],
)
async def test_one_that_is_ready_is_enough(
    monkeypatch: pytest.MonkeyPatch, reactions: tuple[React, ...], stands: str
) -> None:
    """All are asked at once: neither a dead one nor a frozen one keeps the answer waiting."""
    monkeypatch.setattr(module, "READY_WITHIN", 0.5)
    replicas = [Upstream(f"127.0.0.{number}", [react]) for number, react in enumerate(reactions, 1)]
    port = 0

    async def look_up(host: str) -> list[str]:
        return [replica.host for replica in replicas]

    failures = Counter("failures", "", ("service", "reason"), registry=CollectorRegistry())
    async with AsyncExitStack() as stack:
        for replica in replicas:
            replica.port = port
            await stack.enter_async_context(replica.running())
            port = replica.port
        forward = Forward(SERVICES[0], f"http://cases.test:{port or 1}", failures, look_up)
        await stack.enter_async_context(forward.running())
        assert await forward.readiness() == stands
