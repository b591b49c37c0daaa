"""Runs the commands of a batch: each as the call that it stands for, with all its checks.

Commands about the same record are run one after the other in the order they have in the batch; all
others side by side, so that they share commits.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import Request
from pydantic_core import to_json
from starlette.types import ASGIApp, Message, Scope

from shared.http.command_answers import problem_of
from shared.http.exceptions import problem_from
from shared.http.problems import Problem, internal_error

log = structlog.get_logger(__name__)

AT_ONCE = 64  # records whose commands are being run
# What one command found of the request must not be taken for another's.
_ASKED_HEADERS = frozenset({b"authorization", b"dry-run", b"import-id"})


@dataclass(frozen=True, slots=True)
class Command:
    """A call: the path of an operation of this service, its key, and its body."""

    path: str
    key: str
    body: Any
    if_match: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call was answered: the status, and the answer's JSON, or None where it has none."""

    status: int
    body: Any
    replayed: bool = False


async def run(request: Request, commands: Sequence[Command]) -> list[Outcome]:
    """The outcome of each command, in the order of the commands."""
    outcomes: list[Outcome | None] = [None] * len(commands)
    turns: dict[str | int, list[int]] = {}
    for number, command in enumerate(commands):
        turns.setdefault(_about(command.path) or number, []).append(number)
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(numbers: list[int]) -> None:
        async with places:
            for number in numbers:
                outcomes[number] = await _run(request, commands[number])

    await asyncio.gather(*map(in_turn, turns.values()))
    return [outcome for outcome in outcomes if outcome is not None]


def _about(path: str) -> str:
    """The record that a command is about, by the id in its path; nothing where it makes a new one.

    An id can be written with capitals, and without dashes.

    >>> _about("/v1/cases/A-7/contacts"), _about("/v1/activities")
    ('cases/a7', '')
    """
    words = path.split("/")
    if len(words) <= 4:
        return ""
    return f"{words[2]}/{words[3].replace('-', '').lower()}"


async def _run(request: Request, command: Command) -> Outcome:
    """One command, through the application's own routes."""
    answered: dict[str, Any] = {"status": 500, "headers": (), "body": b""}
    body = to_json(command.body)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered["status"], answered["headers"] = message["status"], message["headers"]
        else:
            answered["body"] += message.get("body", b"")

    routes: ASGIApp = request.app.router.middleware_stack
    try:
        await routes(_scope(request.scope, command, len(body)), receive, send)
    except Exception as error:
        return _refused(error, request.scope["waystation.traceparent"])
    text = answered["body"]
    replayed = any(name == b"idempotency-replayed" for name, _ in answered["headers"])
    return Outcome(answered["status"], json.loads(text) if text else None, replayed)


def _scope(outer: Scope, command: Command, length: int) -> Scope:
    """The scope of a command's call, by the headers of the batch's own."""
    headers = [each for each in outer["headers"] if each[0] in _ASKED_HEADERS]
    headers += [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % length),
        (b"idempotency-key", command.key.encode("latin-1", "replace")),
    ]
    if command.if_match is not None:
        headers.append((b"if-match", b'"%d"' % command.if_match))
    path = outer.get("root_path", "") + command.path
    return {
        "type": "http",
        "asgi": outer["asgi"],
        "http_version": outer["http_version"],
        "method": "POST",
        "scheme": outer["scheme"],
        "path": path,
        "raw_path": path.encode(),
        "root_path": outer.get("root_path", ""),
        "query_string": b"",
        "headers": headers,
        "client": outer.get("client"),
        "server": outer.get("server"),
        "app": outer["app"],
        "state": outer.get("state", {}),
        "waystation.traceparent": outer["waystation.traceparent"],
    }


def _refused(error: Exception, traceparent: str) -> Outcome:
    try:
        problem: Problem = problem_from(error) or problem_of(error)
    except Exception as fault:
        log.exception("fault", exc_info=fault, traceparent=traceparent)
        problem = internal_error()
    return Outcome(problem.status, json.loads(bytes(problem.response().body)))
