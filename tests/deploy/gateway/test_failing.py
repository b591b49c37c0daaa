"""A service that fails, in each of its ways: what the caller is told, and what is tried again."""

import asyncio
import socket
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack

import aiohttp
import pytest

from deploy.gateway import forwarding as module
from shared.catalogue import ServiceSpec
from tests.deploy.gateway.requests import is_problem, raw
from tests.deploy.gateway.upstream import (
    CASES,
    LOCAL,
    OK,
    REPORTING,
    Came,
    Upstream,
    Way,
    forwarding,
    hang_up,
    say_nothing,
    saying,
)

KEYED = {"Idempotency-Key": "k-1"}


async def test_a_cut_answer_is_cut_for_the_caller(way: Way, upstream: Upstream) -> None:
    """A stream that breaks off does not look whole to the caller."""

    async def break_off(came: Came, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n")
        await writer.drain()
        writer.close()

    upstream.reactions = [break_off]
    head, body = await raw(way, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert not body.endswith(b"0\r\n\r\n")
    assert way.failures("broken") == 1


async def test_a_short_answer_that_is_cut_is_a_problem(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession
) -> None:
    """What would fit into one piece is begun only when it is whole."""

    async def break_off(came: Came, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        await writer.drain()
        writer.close()

    upstream.reactions = [break_off]
    async with session.get(way.url) as answer:
        assert await is_problem(answer, 503, "unavailable")


@pytest.mark.parametrize(
    ("method", "headers", "status", "times"),
    [("GET", {}, 200, 2), ("POST", KEYED, 200, 2), ("POST", {}, 503, 1)],
    ids=["GET", "POST with a key", "POST without one"],
)
async def test_a_kept_connection_that_has_ended(
    way: Way,
    upstream: Upstream,
    session: aiohttp.ClientSession,
    method: str,
    headers: Mapping[str, str],
    status: int,
    times: int,
) -> None:
    """It is tried once more where a second time has no second effect, and only there."""
    async with session.get(way.url) as answer:
        assert answer.status == 200
    upstream.reactions = [hang_up, saying(OK)]
    async with session.request(method, way.url, headers=headers, data=b"{}") as answer:
        assert answer.status == status
    assert len(upstream.came) == 1 + times
    assert upstream.came[-1].body == b"{}"


async def test_no_more_than_two_are_let_down(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession
) -> None:
    """A write that no replica takes is not sent on and on."""
    upstream.reactions = [hang_up]
    async with session.post(way.url, headers=KEYED) as answer:
        assert await is_problem(answer, 503, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1
    assert len(upstream.came) == 2
    assert way.failures("hung-up") == 2


async def test_replicas_are_asked_by_turns(session: aiohttp.ClientSession) -> None:
    """Each has its share, over connections that are kept; one that is away costs nothing."""
    first, second = Upstream(), Upstream("127.0.0.2")
    async with AsyncExitStack() as both:
        await both.enter_async_context(first.running())
        second.port = first.port
        async with AsyncExitStack() as one:
            await one.enter_async_context(second.running())
            way = await both.enter_async_context(forwarding(first.port, LOCAL, "127.0.0.2"))
            for _ in range(10):
                async with session.get(way.url) as answer:
                    assert answer.status == 200
            assert [len(first.came), len(second.came)] == [5, 5]
            assert [first.connections, second.connections] == [1, 1]
            second.reactions = [hang_up]
            for _ in range(2):
                async with session.post(way.url, headers=KEYED) as answer:
                    assert answer.status == 200
        for _ in range(10):
            async with session.post(way.url) as answer:
                assert answer.status == 200
        assert way.failures("connection") == 1


async def test_no_replica_at_all(session: aiohttp.ClientSession) -> None:
    """Nobody there is a problem that says when to come again; for a person, a page."""
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]
    async with forwarding(port, LOCAL, "127.0.0.2") as way:
        async with session.post(way.url, data=b"x" * 2000) as answer:
            assert await is_problem(answer, 503, "unavailable")
            assert answer.headers["Retry-After"] == "2"
        async with session.get(way.url, headers={"Accept": "text/html"}) as answer:
            assert answer.status == 503
            assert "个案服务没有应答" in await answer.text()
    async with forwarding(port) as way, session.get(way.url) as answer:
        assert await is_problem(answer, 503, "unavailable")
        assert way.failures("name") == 1


async def test_a_service_that_says_nothing(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence ends as a problem, and the one that is silent is not asked again."""
    monkeypatch.setattr(module, "ANSWER_BEGINS_WITHIN", 1.0)
    upstream.reactions = [say_nothing]
    async with session.get(way.url) as answer:
        assert await is_problem(answer, 503, "unavailable")
    assert len(upstream.came) == way.failures("silence") == 1


@pytest.mark.parametrize(
    ("service", "method", "path", "headers", "helped"),
    [
        (CASES, "GET", "/v1/cases", {}, True),
        (CASES, "POST", "/v1/cases", KEYED, True),
        (CASES, "POST", "/v1/cases", {}, False),
        (REPORTING, "POST", "/v1/rebuild", KEYED, False),
        (CASES, "GET", "/cases/v1/journal?after=1", {}, False),
    ],
)
async def test_the_frozen_one_of_two(
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    service: ServiceSpec,
    method: str,
    path: str,
    headers: Mapping[str, str],
    helped: bool,
) -> None:
    """Where it is safe the other one is asked, and first from then on; long work has its time."""
    monkeypatch.setattr(module, "ANSWER_BEGINS_WITHIN", 1.0)
    monkeypatch.setattr(module, "LONG_WORK_BEGINS_WITHIN", 2.0)
    frozen, other = Upstream(reactions=[say_nothing]), Upstream("127.0.0.2")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(frozen.running())
        other.port = frozen.port
        await stack.enter_async_context(other.running())
        way = await stack.enter_async_context(
            forwarding(frozen.port, LOCAL, "127.0.0.2", service=service)
        )
        while not frozen.came:
            began = time.monotonic()
            async with session.request(method, way.url + path, headers=headers) as answer:
                status = answer.status
        assert status == (200 if helped else 503)
        if "rebuild" in path or "journal" in path:
            assert time.monotonic() - began >= 2.0
        for _ in range(4):
            async with session.get(way.url) as answer:
                assert answer.status == 200
        assert len(frozen.came) == way.failures("silence") == 1


async def test_a_service_that_speaks_something_else(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession
) -> None:
    """An answer that is no HTTP is the service's fault, told as a problem."""
    upstream.reactions = [saying(b"220 mail.example ESMTP\r\n\r\n")]
    async with session.get(way.url) as answer:
        assert await is_problem(answer, 503, "unavailable")
    assert way.failures("malformed") == 1
