"""How commands are answered over HTTP: what they did, and why they were refused."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field

from shared.answers import Answer
from shared.command_handler import KeyReused, Stale
from shared.decider import FutureDate, Missing, Refused, RegionNotInForce
from shared.http import problems
from shared.http.answering import answer
from shared.http.field_errors import FieldError
from shared.http.location import location_of
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.journal.journal import ClaimTaken, Conflict, JournalBusy
from shared.text import Text
from shared.vault import Erased


class FieldWarning(BaseModel):
    """Something that was recorded as it was sent, and may be a mistake."""

    reason: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    pointer: Annotated[str, Field(description="JSON pointer into the body")]
    detail: str
    detail_zh: str


class Warnings(BaseModel):
    """The answer to a dry run of a call that would be accepted with warnings."""

    warnings: list[FieldWarning]


class Written(BaseModel):
    """What a write answers with; `warnings` is there only when there are any.

    `position` says where this was written: a report asked with it as `min_position` counts at
    least up to there. It is good for the agency that it was answered to.
    """

    entry_id: UUID
    version: int
    position: str
    warnings: Annotated[list[FieldWarning], Field(default_factory=list)]


class WrittenUnseen(BaseModel):
    """The same, where not everybody who may write is shown versions: `version` may be null."""

    entry_id: UUID
    version: int | None
    position: str
    warnings: Annotated[list[FieldWarning], Field(default_factory=list)]


def respond(answer: Answer, *, void: bool = False) -> Response:
    """A sealed answer on the wire: its ETag is the stream's version, its Location where that is.

    No ETag where the caller is shown no version. The same for an answer that was given before: both
    follow from what is kept. `void` says that
    what such a call did was made void since.
    """
    if answer.status == 204:
        return Response(status_code=204)
    headers = {"ETag": f'"{answer.version}"'} if answer.version else {}
    if answer.status == 201 and (location := location_of(answer.stream_id)):
        headers["Location"] = location
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    if void:
        headers["Entry-Void"] = "true"
    return Response(answer.body, answer.status, headers, "application/json")


def entry_of(answer: Answer) -> UUID:
    """The id of the entry that an answer speaks of."""
    return UUID(json.loads(answer.body)["entry_id"])


def check_scope(call: Call, region: str) -> None:
    """Refuse (422) a body that writes about a region that is not the caller's."""
    if not call.caller.covers(region):
        raise problems.invalid(
            [
                FieldError(
                    "region_out_of_scope",
                    Text(
                        zh="该区划不在本单位的权限范围内，请填写本单位管辖的区划。",
                        en="This region is not within your agency's scope; write for your own"
                        " regions.",
                    ),
                    pointer="/region",
                )
            ]
        )


def _refused(error: Refused) -> Problem:
    return Problem(
        409,
        error.slug(),
        Text(zh="不符合业务规则", en="The rules do not allow this"),
        error.text,
        [_field(error, error.slug().replace("-", "_"))] if error.field else (),
    )


def _field(error: Refused, reason: str) -> FieldError:
    return FieldError(reason, error.text, pointer=f"/{error.field}")


def _stale(error: Stale) -> Problem:
    return Problem(
        412,
        "version-conflict",
        Text(zh="内容已被他人更新", en="Somebody else has written in between"),
        Text(
            zh="请读取最新内容，重新判断后在 If-Match 中填写新版本号再提交。",
            en="Read the current state, decide again, and send its version in If-Match.",
        ),
        headers={"ETag": f'"{error.current}"'},
        members={"current_version": error.current},
    )


def _key_reused() -> Problem:
    return problems.invalid(
        [
            FieldError(
                "key_reused",
                Text(
                    zh="该幂等键已用于另一请求；每个新请求请使用新的幂等键。",
                    en="This key was used for another request; take a new key for each new"
                    " request.",
                ),
                header="Idempotency-Key",
            )
        ]
    )


def _erased() -> Problem:
    return Problem(
        410,
        "erased",
        Text(zh="该人员信息已依法删除", en="This person's data was erased"),
        Text(zh="该人员的密钥已销毁，相关信息无法再读取。", en=(Erased.__doc__ or "").strip()),
    )


def _busy() -> Problem:
    return problems.unavailable(
        Text(
            zh="同时写入的请求过多；请稍后用同一请求重试。",
            en="Too many writers are at this at once; send the same request again in a moment.",
        ),
        retry_after=1,
    )


def problem_of(error: Exception) -> Problem:
    """The status of all that rules, journal and vault raise stands here alone."""
    match error:
        case Missing():
            return problems.not_found()
        case FutureDate():
            return problems.invalid([_field(error, "future_date")])
        case RegionNotInForce():
            return problems.invalid([_field(error, "unknown_region")])
        case Refused():
            return _refused(error)
        case Stale():
            return _stale(error)
        case KeyReused():
            return _key_reused()
        case Erased():
            return _erased()
        case Conflict() | ClaimTaken() | JournalBusy():
            return _busy()
        case _:
            raise error


def install(app: FastAPI) -> None:
    """Have the application answer with the problems of this module."""

    async def refuse(request: Request, error: Exception) -> Response:
        return answer(request.scope, problem_of(error))

    for kind in (Refused, Stale, KeyReused, Erased, Conflict, ClaimTaken, JournalBusy):
        app.add_exception_handler(kind, refuse)
