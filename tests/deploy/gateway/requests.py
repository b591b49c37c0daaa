"""Asking through the gateway, by bytes, and what a refusal must look like."""

import asyncio

import aiohttp

from tests.deploy.gateway.upstream import LOCAL, Way


async def raw(way: Way, request: bytes) -> tuple[bytes, bytes]:
    """Send bytes over a connection of their own; the answer's head, and its body to the end."""
    reader, writer = await asyncio.open_connection(LOCAL, way.port)
    writer.write(request)
    output = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    head, _, body = output.partition(b"\r\n\r\n")
    return head, body


async def is_problem(answer: aiohttp.ClientResponse, status: int, slug: str) -> bool:
    """Whether the answer is this problem, told in both languages."""
    assert answer.status == status
    assert answer.content_type == "application/problem+json"
    problem = await answer.json()
    chinese = any("一" <= character <= "鿿" for character in problem["detail_zh"])
    return chinese and problem["type"] == f"/problems/{slug}"
