"""HTTP: rebuild and verify, answered as a stream of progress lines."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated

import asyncpg
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from services.reporting.proving import examples
from services.reporting.proving.daily import Verification
from services.reporting.proving.operating import Work, connect, lines_of
from services.reporting.proving.rebuild import AlreadyOperating, rebuild
from shared.http.access_rules import OPERATORS
from shared.http.exceptions import problem_from
from shared.http.openapi import Answers
from shared.http.operation import Call, Operation, needs
from shared.http.problems import Problem, internal_error, responses, unavailable
from shared.journal.feed_reader import FeedBroken
from shared.text import Text

log = structlog.get_logger(__name__)

router = APIRouter(route_class=Operation, tags=["operation"])

Operates = Annotated[Call, needs("reporting:operate", OPERATORS, dry_runs=False)]


def _lines(example: str) -> Answers:
    """The answers to either operation."""
    return {
        200: {
            "description": "JSON lines: progress as phase, done and total; the last line has the"
            " phase `done` and the result, or `failed` and a problem",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}, "example": example}},
        },
        **responses(409),
    }


@router.post(
    "/v1/rebuild",
    summary="Rebuild the read model",
    response_class=Response,
    responses=_lines(examples.REBUILDING),
)
async def rebuild_model(request: Request, call: Operates) -> Response:
    """Make the read model anew from the journals, beside the live one, and switch.

    A rebuild that was interrupted continues when called again.
    """
    another = partial(connect, request.app.state.operating_database)
    return await _streamed(request, partial(rebuild, another=another))


@router.post(
    "/v1/verify",
    summary="Verify the read model",
    response_class=Response,
    responses=_lines(examples.VERIFYING),
)
async def verify_model(request: Request, call: Operates) -> Response:
    """Compare every cell with an independent fold of the journals; changes nothing."""
    verification: Verification = request.app.state.verification
    return await _streamed(request, verification.verify)


async def _streamed(request: Request, work: Work) -> Response:
    """Start the work; an error before its first line is an ordinary problem."""
    state = request.app.state
    lines = lines_of(state.operating_database, state.journals, work)
    try:
        first = await anext(lines)
    except Exception as error:
        await lines.aclose()
        raise _problem(error) or error from None

    async def stream() -> AsyncGenerator[bytes, None]:
        async with aclosing(lines):
            yield to_json(first) + b"\n"
            try:
                async for line in lines:
                    yield to_json(line) + b"\n"
            except Exception as error:
                problem = _problem(error)
                if problem is None:
                    log.error("fault", exc_info=error)
                    problem = internal_error()
                yield to_json({"phase": "failed", "problem": problem.document()}) + b"\n"

    return StreamingResponse(stream(), media_type="application/x-ndjson")


def _problem(error: Exception) -> Problem | None:
    match error:
        case AlreadyOperating():
            return Problem(
                409,
                "already-operating",
                Text(zh="正在重建或核验", en="A rebuild or verification is under way"),
                Text(
                    zh="同一时间只能进行一项；请等待其结束后再试。",
                    en="Only one can run at a time; wait until it has ended, then send this again.",
                ),
            )
        case FeedBroken():
            return unavailable(
                Text(
                    zh="无法读取业务日志：请检查服务是否运行、地址与令牌是否正确，然后重试。",
                    en=str(error),
                )
            )
        case asyncpg.LockNotAvailableError():
            return unavailable(
                Text(
                    zh="统计模型被长时间占用；请重试，将从中断处继续。",
                    en="The read model is locked for long; send this again, it continues where"
                    " it was.",
                ),
            )
        case _:
            return problem_from(error)
