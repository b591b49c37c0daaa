"""A call: who is calling and what its headers ask, checked before the body is looked at."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from shared.catalogue import ACTIONS, Action
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.field_errors import FieldError, field_errors
from shared.identity.claims import Caller
from shared.identity.tokens import Verifier
from shared.text import Text

Headers = dict[bytes, bytes]

IMPORT_ID = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"  # of the documented examples
MOST_PARAMETERS = 100  # in one query string

_KEY = re.compile(rb"[!-~]{1,200}")
_UUID = re.compile(rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_VERSION = re.compile(rb'"(0|[1-9][0-9]{0,9})"')


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has passed the checks: who calls, and what its headers ask.

    `request_hash` is SHA-256 over method, path and body; it and `idempotency_key` are empty
    on reads. `if_match` is the version that the caller has seen, if it gives one. A `dry_run` is
    checked and decided like any call, and writes nothing. `import_id` names the import that a
    write belongs to, if it belongs to one.
    """

    caller: Caller
    idempotency_key: str
    request_hash: bytes
    if_match: int | None
    traceparent: str
    dry_run: bool = False
    import_id: UUID | None = None


class IfMatch(Enum):
    """Whether an operation uses the header If-Match."""

    IGNORED = "ignored"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Needs:
    """What an operation needs of a call: actions in the token and, to write, a key.

    `access` is what it needs besides. `dry_runs` says whether it can be tried without writing;
    `seen` is the version that the documented example gives in If-Match. With `act` the token must
    name the person for whom the agency calls.
    """

    action: Action
    access: AccessRule
    writes: bool
    if_match: IfMatch
    dry_runs: bool = False
    seen: int = 1
    also: tuple[Action, ...] = ()
    act: bool = False

    def __post_init__(self) -> None:
        for action in self.actions:
            if action not in ACTIONS:  # mypy does not look into Annotated[…]
                raise ValueError(f"{action} is not an action of the catalogue.")

    @property
    def actions(self) -> tuple[Action, ...]:
        """All that the token must allow."""
        return (self.action, *self.also)

    def check(self, caller: Caller) -> None:
        """Raise a 403 Problem unless the caller's token has all that is needed."""
        for action in self.actions:
            if action not in caller.actions:
                raise problems.forbidden(action)
        if self.act and caller.user is None:
            raise problems.user_required()

    async def __call__(self, request: Request) -> Call:
        """The call that `Operation` has checked."""
        call: Call = request.scope["waystation.call"]
        return call


def needs(
    action: Action,
    access: AccessRule,
    if_match: IfMatch = IfMatch.IGNORED,
    seen: int = 1,
    *,
    dry_runs: bool = True,
    also: tuple[Action, ...] = (),
    act: bool = False,
) -> Any:
    """What an operation that writes depends on: `action`, `access`, and an Idempotency-Key."""
    return Depends(Needs(action, access, True, if_match, dry_runs, seen, also, act))


def reads(
    action: Action, access: AccessRule, *, also: tuple[Action, ...] = (), act: bool = False
) -> Any:
    """What an operation that only reads depends on."""
    return Depends(Needs(action, access, False, IfMatch.IGNORED, also=also, act=act))


async def caller_of(verifier: Verifier, headers: Headers) -> Caller:
    """The caller that the bearer token names; a 401 Problem without a good one."""
    authorization = headers.get(b"authorization", b"")
    token = authorization[7:].decode("latin-1")
    if not token or authorization[:7].lower() != b"bearer ":
        raise problems.unauthenticated(
            Text(
                zh="请在 Authorization 请求头中以 Bearer 方式携带本单位的令牌。",
                en="Send the header Authorization: Bearer, with a token of your agency.",
            ),
        )
    return verifier.known(token) or await verifier.verify(token)


def key_of(headers: Headers) -> str:
    """The Idempotency-Key; a 400 Problem when it is missing or malformed."""
    key = headers.get(b"idempotency-key")
    if key is None:
        raise problems.bad_request(
            FieldError(
                "missing",
                Text(
                    zh="请添加 Idempotency-Key 请求头：每项新操作用新值，重发时用原值。",
                    en="Add the header Idempotency-Key: a new one for each thing to be done, the"
                    " same when you send it again.",
                ),
                header="Idempotency-Key",
            )
        )
    if not _KEY.fullmatch(key):
        raise problems.bad_request(
            FieldError(
                "bad_format",
                Text(
                    zh="Idempotency-Key 应为1至200个可见 ASCII 字符。",
                    en="Write an Idempotency-Key of 1 to 200 visible ASCII characters.",
                ),
                header="Idempotency-Key",
            )
        )
    return key.decode("ascii")


def if_match_of(need: Needs, headers: Headers) -> int | None:
    """The version in If-Match: 400 when malformed, 428 when missing where it is required."""
    text = headers.get(b"if-match")
    if text is None:
        if need.if_match is IfMatch.REQUIRED:
            raise problems.precondition_required()
        return None
    match = _VERSION.fullmatch(text)
    if match is None:
        raise problems.bad_request(
            FieldError(
                "bad_format",
                Text(
                    zh='If-Match 应填写返回的 ETag，如 "7"（含引号）。',
                    en='Give in If-Match the ETag as it was answered, for example "7" with its'
                    " quotes.",
                ),
                header="If-Match",
            )
        )
    return int(match[1])


def dry_run_of(need: Needs, headers: Headers) -> bool:
    """Whether the call is a dry run; a 400 Problem for another word, or where none is offered."""
    text = headers.get(b"dry-run")
    if text is None:
        return False
    if not need.dry_runs:
        raise problems.bad_request(
            FieldError(
                "not_offered",
                Text(
                    zh="此接口不支持试运行；请去掉 Dry-Run 请求头。",
                    en="This operation has no dry run; leave the header Dry-Run out.",
                ),
                header="Dry-Run",
            )
        )
    if text != b"true":
        raise problems.bad_request(
            FieldError(
                "not_a_choice",
                Text(
                    zh="试运行请写 Dry-Run: true；否则请去掉此请求头。",
                    en="Write Dry-Run: true for a call that writes nothing, or leave it out.",
                ),
                header="Dry-Run",
            )
        )
    return True


def import_id_of(headers: Headers) -> UUID | None:
    """The import that a write belongs to; a 400 Problem for what is no UUID.

    Nothing else is taken, because it is kept in clear: nobody's number can be sent as one.
    """
    text = headers.get(b"import-id")
    if text is None:
        return None
    if not _UUID.fullmatch(text):
        raise problems.bad_request(
            FieldError(
                "bad_format",
                Text(
                    zh="Import-Id 应为 UUID：同一次导入的各个请求用同一个。",
                    en="Write a UUID as Import-Id: the same for every call of one import.",
                ),
                header="Import-Id",
            )
        )
    return UUID(text.decode("ascii"))


def check_query(request: Request, known: frozenset[str]) -> None:
    """Refuse (400) query parameters that are not among the `known`, and far too many."""
    query: bytes = request.scope["query_string"]
    if query.count(b"&") >= MOST_PARAMETERS:
        raise problems.bad_request(
            FieldError(
                "too_many",
                Text(
                    zh=f"查询参数最多{MOST_PARAMETERS}个；请减少后重试。",
                    en=f"Give at most {MOST_PARAMETERS} query parameters.",
                ),
            )
        )
    if b"%00" in query:
        raise problems.bad_request(
            FieldError(
                "bad_character", Text(zh="请删除空字符（NUL）。", en="Remove the NUL characters.")
            )
        )
    unknown = request.query_params.keys() - known
    if unknown:
        names = ", ".join(sorted(known))
        why = {
            "reason": "unknown_parameter",
            "detail_zh": f"未知参数；可用参数：{names or '无'}。",
            "detail": f"This parameter is not known here; those known are: {names or 'none'}.",
        }
        raise problems.bad_request(
            *field_errors(
                [
                    {"type": "refused", "loc": ("query", name), "ctx": why}
                    for name in sorted(unknown)
                ]
            )
        )
