"""A service that keeps the promises of the public API in memory, and fails when it is told to."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import web
from aiohttp.test_utils import TestServer

from deploy.ledgers.sending import Service

TOKEN = "the right one"
STREAMS = {
    "workstations": "workstation",
    "clients": "client",
    "cases": "case",
    "activities": "activity",
    "publications": "publication",
}


@dataclass
class Pretended:
    """What was written, and how the service behaves.

    `trouble` is asked before each call and may give an answer of its own; `loses` is asked
    after each write whether its answer gets lost. `posts` are the writes that had an effect:
    the last word of the path, and the body.
    """

    trouble: Callable[[web.Request], web.Response | None] = lambda request: None
    loses: Callable[[web.Request], bool] = lambda request: False
    answers: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    counted: bool = True

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Service]:
        """The service, listening."""
        app = web.Application()
        app.router.add_route("*", "/v1/{rest:.*}", self._answer)
        app.router.add_route("*", "/{service}/v1/answers", self._answer)
        async with TestServer(app) as server:
            yield Service(str(server.make_url("")), TOKEN)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        trouble = self.trouble(request)
        if trouble is not None:
            return trouble
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return problem(401, "unauthenticated")
        if request.method == "GET":
            return self._read(request)
        answer = await self._write(request)
        if self.loses(request) and request.transport is not None:
            request.transport.close()
        return answer

    def _read(self, request: web.Request) -> web.Response:
        if request.path == "/v1/cases":
            case_id = self.claims.get(f"reference:{request.query['reference']}")
            found = [{"case_id": case_id, **self.cases[case_id]}] if case_id else []
            return web.json_response({"cases": found})
        if request.path == "/v1/workstations":
            name = request.query["name"]
            street = f"{request.query['region'][:9]}000"
            found_id = self.claims.get(f"workstation:{street}:{name}")
            station = {"workstation_id": found_id, "name": name, "region": street}
            return web.json_response({"workstations": [station] if found_id else []})
        if request.path.endswith("/v1/answers"):
            given = self.answers.get(request.query["key"])
            return web.json_response({"answers": [{"body": given[1]}] if given else []})
        for position in request.query.getall("min_position"):
            stream, _, version = position.rpartition("@")
            assert self.versions[stream] >= int(version)
        return web.json_response({}) if self.counted else problem(503, "not-yet-counted")

    async def _write(self, request: web.Request) -> web.Response:
        body = await request.json()
        key, content = request.headers["Idempotency-Key"], f"{request.path} {json.dumps(body)}"
        if key in self.answers:
            assert self.answers[key][0] == content
            return web.json_response(
                self.answers[key][1], status=201, headers={"Idempotency-Replayed": "true"}
            )
        parts = request.path.split("/")[2:]
        if len(parts) == 3:
            if parts[1] not in self.cases:
                return problem(404, "not-found")
            answer = self._append(f"case-{parts[1]}", {})
        else:
            made = self._make(parts[0], body)
            if isinstance(made, web.Response):
                return made
            answer = made
        self.answers[key] = (content, answer)
        self.posts.append((parts[-1], body))
        return web.json_response(answer, status=201)

    def _make(self, kind: str, body: dict[str, Any]) -> dict[str, Any] | web.Response:
        name, identity = STREAMS[kind], str(uuid4())
        known = {
            "workstations": f"workstation:{body.get('region')}:{body.get('name')}",
            "clients": f"person:{body.get('id_number')}",
        }.get(kind)
        if known in self.claims:
            stream = f"{name}-{self.claims[known]}"
            position = f"{stream}@{self.versions[stream]}"
            told = {f"{name}_id": self.claims[known], "position": position}
            return web.json_response(told, status=200)
        if kind == "cases":
            if f"open:{body['client_id']}" in self.claims:
                return problem(409, "client-has-open-case")
            if f"reference:{body['reference']}" in self.claims:
                return problem(409, "reference-taken")
            self.claims[f"open:{body['client_id']}"] = identity
            self.claims[f"reference:{body['reference']}"] = identity
            self.cases[identity] = body
        if known is not None:
            self.claims[known] = identity
        return self._append(f"{name}-{identity}", {f"{name}_id": identity})

    def _append(self, stream: str, told: dict[str, Any]) -> dict[str, Any]:
        self.versions[stream] = self.versions.get(stream, 0) + 1
        return {**told, "position": f"{stream}@{self.versions[stream]}"}


def problem(status: int, slug: str, *errors: dict[str, str]) -> web.Response:
    """A refusal as the service tells it."""
    document = {
        "type": f"/problems/{slug}",
        "detail": "It is refused.",
        "detail_zh": "不予受理。",
        "errors": list(errors),
    }
    return web.json_response(document, status=status, content_type="application/problem+json")
