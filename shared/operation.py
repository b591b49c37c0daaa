"""An operation: a route that checks its call before anything else, and reads its body itself."""

import hashlib
import inspect
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from shared import problems
from shared.field_errors import FieldError, field_errors
from shared.problems import responses
from shared.tokens import Caller, Verifier

BODY_LIMIT = 1024 * 1024  # bytes

_KEY = re.compile(rb"[!-~]{1,200}")
_VERSION = re.compile(rb'"(0|[1-9][0-9]{0,9})"')
_HEADERS = frozenset(
    {b"authorization", b"content-type", b"content-length", b"idempotency-key", b"if-match"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has passed the checks: who calls, and what its headers ask.

    `request_hash` is SHA-256 over method, path and body; it and `idempotency_key` are empty
    on reads. `if_match` is the version that the caller has seen, if it says so.
    """

    caller: Caller
    idempotency_key: str
    request_hash: bytes
    if_match: int | None
    traceparent: str


class IfMatch(Enum):
    """Whether an operation looks at the header If-Match."""

    IGNORED = "ignored"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Needs:
    """What an operation needs of a call: an action in the token and, to write, a key."""

    action: str
    writes: bool
    if_match: IfMatch

    async def __call__(self, request: Request) -> Call:
        """The call that `Operation` has checked."""
        call: Call = request.scope["waystation.call"]
        return call


def needs(action: str, if_match: IfMatch = IfMatch.IGNORED) -> Any:
    """What an operation that writes depends on: `action`, and an Idempotency-Key."""
    return Depends(Needs(action, True, if_match))


def reads(action: str) -> Any:
    """What an operation that only reads depends on."""
    return Depends(Needs(action, False, IfMatch.IGNORED))


class Operation(APIRoute):
    """A route of the public interface; it must depend on `needs` or `reads`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        need, body = self._need(), self.body_field is not None
        statuses = [400, 401, 403, 500, 503]
        if self.dependant.path_params:
            statuses += [404, 422]
        if need.writes:
            statuses += [413]
        if body:
            statuses += [413, 415, 422]
        if _names(self.dependant):
            statuses += [422]
        if need.if_match is not IfMatch.IGNORED:
            statuses += [412]
        if need.if_match is IfMatch.REQUIRED:
            statuses += [428]
        self.responses = {**responses(*statuses), **self.responses}
        extra: dict[str, Any] = {"security": [{"bearer": []}], "parameters": _parameters(need)}
        self.openapi_extra = {**(self.openapi_extra or {}), **extra}

    def _need(self) -> Needs:
        for dependency in self.dependant.dependencies:
            if isinstance(dependency.call, Needs):
                return dependency.call
        raise TypeError(f"{self.path} must say what it needs: depend on needs(…) or reads(…).")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler: the checks, then FastAPI's own."""
        answer = super().get_route_handler()
        need = self._need()
        parameters = _names(self.dependant)
        plain = _plain(self)
        body_type: TypeAdapter[Any] | None = None
        if self.body_field is not None:
            annotation: Any = self.body_field.field_info.annotation
            body_type = TypeAdapter(annotation)

        async def handle(request: Request) -> Response:
            scope = request.scope
            found = {name: value for name, value in scope["headers"] if name in _HEADERS}
            caller = await _caller(scope["app"].verifier, found)
            if need.action not in caller.actions:
                raise problems.forbidden(need.action)
            if scope["query_string"]:
                _check_query(request, parameters)
            if "\x00" in scope["path"]:
                raise problems.not_found()
            if not need.writes:
                scope["waystation.call"] = Call(
                    caller, "", b"", None, scope["waystation.traceparent"]
                )
                return await answer(request)
            key = _key(found)
            if_match = None if need.if_match is IfMatch.IGNORED else _if_match(need, found)
            body = await _read(request, found)
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            said = f"{scope['method']} {path}\n".encode()
            scope["waystation.call"] = Call(
                caller,
                key,
                hashlib.sha256(said + body).digest(),
                if_match,
                scope["waystation.traceparent"],
            )
            value = None if body_type is None else _parse(body, body_type, found)
            if plain is not None:
                return await plain(request, value)
            return await answer(_Parsed(request, body, value))

        return handle


def _plain(route: APIRoute) -> Callable[[Request, Any], Coroutine[Any, Any, Response]] | None:
    """A short way to an endpoint that takes a call, a body and path parameters, no more.

    It must be a coroutine that gives back a Response. FastAPI's general way gives the same
    answer, but takes longer than all of our checks; None where only that one serves.
    """
    own = route.dependant
    endpoint: Any = own.call
    gives = inspect.signature(endpoint).return_annotation
    if (
        len(own.dependencies) != 1
        or own.query_params
        or own.header_params
        or own.cookie_params
        or len(own.body_params) > 1
        or not inspect.iscoroutinefunction(endpoint)
        or not (isinstance(gives, type) and issubclass(gives, Response))
        or set(inspect.signature(endpoint).parameters)
        != {field.name for field in (*own.path_params, *own.body_params)}
        | {own.dependencies[0].name}
    ):
        return None
    call_name = str(own.dependencies[0].name)
    body_name = own.body_params[0].name if own.body_params else None
    path_parameters = own.path_params

    async def answer(request: Request, body: Any) -> Response:
        values = {call_name: request.scope["waystation.call"]}
        if body_name is not None:
            values[body_name] = body
        errors: list[Any] = []
        for field in path_parameters:
            text = request.path_params[field.alias]
            values[field.name], wrong = field.validate(text, loc=("path", field.alias))
            errors += wrong
        if errors:
            raise problems.invalid(field_errors(errors))
        response: Response = await endpoint(**values)
        return response

    return answer


class _Parsed(Request):
    """The request, with its body read and turned into the operation's model."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._raw = body
        self._value = value

    async def body(self) -> bytes:
        """The bytes of the body."""
        return self._raw

    async def json(self) -> Any:
        """The model made of the body; FastAPI passes a model on as it is."""
        return self._value


async def _caller(verifier: Verifier, found: dict[bytes, bytes]) -> Caller:
    authorization = found.get(b"authorization", b"")
    token = authorization[7:].decode("latin-1")
    if not token or authorization[:7].lower() != b"bearer ":
        raise problems.unauthenticated(
            "Send the header Authorization: Bearer, with a token of your agency.",
            "请在 Authorization 请求头中以 Bearer 方式携带本单位的令牌。",
        )
    return verifier.known(token) or await verifier.verify(token)


def _key(found: dict[bytes, bytes]) -> str:
    key = found.get(b"idempotency-key")
    if key is None:
        raise problems.bad_request(
            FieldError(
                "missing",
                "Add the header Idempotency-Key: a new one for each thing to be done, the same"
                " when you send it again.",
                "请添加 Idempotency-Key 请求头：每项新操作用新值，重发时用原值。",
                header="Idempotency-Key",
            )
        )
    if not _KEY.fullmatch(key):
        raise problems.bad_request(
            FieldError(
                "bad_format",
                "Write an Idempotency-Key of 1 to 200 visible ASCII characters.",
                "Idempotency-Key 应为1至200个可见 ASCII 字符。",
                header="Idempotency-Key",
            )
        )
    return key.decode("ascii")


def _if_match(need: Needs, found: dict[bytes, bytes]) -> int | None:
    text = found.get(b"if-match")
    if text is None:
        if need.if_match is IfMatch.REQUIRED:
            raise problems.precondition_required()
        return None
    match = _VERSION.fullmatch(text)
    if match is None:
        raise problems.bad_request(
            FieldError(
                "bad_format",
                'Give in If-Match the ETag as it was answered, for example "7" with its quotes.',
                'If-Match 应填写返回的 ETag，如 "7"（含引号）。',
                header="If-Match",
            )
        )
    return int(match[1])


def _check_query(request: Request, known: frozenset[str]) -> None:
    if b"%00" in request.scope["query_string"]:
        raise problems.bad_request(
            FieldError("bad_character", "Remove the NUL characters.", "请删除空字符（NUL）。")
        )
    unknown = request.query_params.keys() - known
    if unknown:
        names = ", ".join(sorted(known)) or "none"
        raise problems.bad_request(
            *(
                FieldError(
                    "unknown_parameter",
                    f"This parameter is not known here; those known are: {names}.",
                    f"未知参数；可用参数：{names}。",
                    parameter=each.parameter,
                )
                for each in field_errors(
                    [{"type": "", "loc": ("query", n)} for n in sorted(unknown)]
                )
            )
        )


async def _read(request: Request, found: dict[bytes, bytes]) -> bytes:
    length = found.get(b"content-length", b"0")
    if len(length) > 9 or int(length) > BODY_LIMIT:
        raise problems.too_large(BODY_LIMIT)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > BODY_LIMIT:
            raise problems.too_large(BODY_LIMIT)
        if not message.get("more_body", False):
            return b"".join((*parts, part)) if parts else part
        parts.append(part)


def _parse(body: bytes, body_type: TypeAdapter[Any], found: dict[bytes, bytes]) -> Any:
    kind = found.get(b"content-type", b"")
    if kind != b"application/json" and not _is_json(kind):
        raise problems.not_json_type()
    try:
        value = body_type.validate_json(body)
    except ValidationError as error:
        raise problems.invalid_body(error) from None
    if b"\\u0000" in body:
        _refuse_nul(from_json(body))
    return value


def _is_json(kind: bytes) -> bool:
    name, *options = kind.lower().replace(b" ", b"").split(b";")
    return name == b"application/json" and all(
        option in (b"", b"charset=utf-8", b'charset="utf-8"') for option in options
    )


def _refuse_nul(value: Any) -> None:
    """Refuse texts that PostgreSQL cannot keep, by their place."""
    places = [{"type": "nul_character", "loc": ("body", *place)} for place in _nuls(value)]
    if places:
        raise problems.invalid(field_errors(places))


def _nuls(value: Any) -> list[tuple[str | int, ...]]:
    match value:
        case str():
            return [()] if "\x00" in value else []
        case list():
            items: Any = enumerate(value)
        case dict():
            if any("\x00" in key for key in value):
                return [()]
            items = value.items()
        case _:
            return []
    return [(key, *place) for key, item in items for place in _nuls(item)]


def _names(dependant: Dependant) -> frozenset[str]:
    """The names of the query parameters that a route and its dependencies declare."""
    names: set[str] = set()
    for parameter in dependant.query_params:
        model = parameter.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            names.update(field.alias or name for name, field in model.model_fields.items())
        else:
            names.add(parameter.alias)
    return frozenset(names.union(*map(_names, dependant.dependencies)))


def _parameters(need: Needs) -> list[dict[str, Any]]:
    """The headers of an operation, for its OpenAPI document."""
    if not need.writes:
        return []
    parameters: list[dict[str, Any]] = [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "A new one for each thing to be done; the same to send it again.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        }
    ]
    if need.if_match is not IfMatch.IGNORED:
        parameters.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": need.if_match is IfMatch.REQUIRED,
                "description": "The version that you have seen, as its ETag.",
                "schema": {"type": "string", "pattern": '^"(0|[1-9][0-9]{0,9})"$'},
            }
        )
    return parameters
