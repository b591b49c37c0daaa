"""An operation: a route that checks its call before anything else, and reads its body itself."""

import hashlib
import inspect
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http import problems
from shared.http.body import MOST_VALUES, parse_body, read_body
from shared.http.call import (
    Call,
    IfMatch,
    Needs,
    caller_of,
    check_query,
    dry_run_of,
    if_match_of,
    import_id_of,
    key_of,
    needs,
    reads,
)
from shared.http.field_errors import field_errors
from shared.http.header_parameters import header_parameters
from shared.http.problems import responses
from shared.identity.claims import Caller
from shared.text import Text
from shared.warned import EarlyDay

__all__ = ["Call", "IfMatch", "Operation", "needs", "reads"]

CALLER = "waystation.caller"  # where the scope of a request keeps who is calling

_READING = frozenset({"GET", "HEAD"})
_HEADERS = frozenset(
    {
        b"authorization",
        b"content-type",
        b"content-length",
        b"dry-run",
        b"idempotency-key",
        b"if-match",
        b"import-id",
    }
)

_WARNED: dict[str, Any] = {
    "description": "A dry run: the call would be accepted, with these warnings",
    "content": {
        "application/json": {
            "schema": {
                "title": "Warnings",
                "type": "object",
                "required": ["warnings"],
                "properties": {
                    "warnings": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/FieldWarning"},
                    }
                },
            },
            "example": {"warnings": [EarlyDay("occurred_on").document()]},
        }
    },
}


_FOR_A_PERSON = Text(
    zh="令牌须在 act.sub 声明中写明操作人员。",
    en="The token must name the person for whom the agency calls, in the claim act.sub.",
)


class Operation(APIRoute):
    """A route of the public interface; it must depend on `needs` or `reads`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        need = self.need = self._need()
        body = self.body_field is not None
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
        if need.dry_runs:
            self.responses.setdefault(200, _WARNED)
            self.responses[204] = {"description": "A dry run: the call would be accepted"}
        self.unique_id = self.name
        self.description += f"\n\n{need.access.text.en} {need.access.text.zh}"
        if need.act:
            self.description += f"\n\n{_FOR_A_PERSON.en} {_FOR_A_PERSON.zh}"
        extra: dict[str, Any] = {
            "security": [{"bearer": [*need.actions]}],
            "x-waystation-access": need.access.document(),
            "parameters": header_parameters(need, self.name),
        }
        self.openapi_extra = {**(self.openapi_extra or {}), **extra}
        if _plain(self) is not None:
            self.app = _application(self.get_route_handler())

    def _need(self) -> Needs:
        for dependency in self.dependant.dependencies:
            if isinstance(dependency.call, Needs):
                return dependency.call
        raise TypeError(f"{self.path} must declare what it needs: depend on needs(…) or reads(…).")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler: the checks, then FastAPI's own."""
        answer = super().get_route_handler()
        need = self._need()
        parameters = _names(self.dependant)
        plain = _plain(self)
        body_type: TypeAdapter[Any] | None = None
        most = MOST_VALUES  # a body may be of a model that takes more
        if self.body_field is not None:
            annotation: Any = self.body_field.field_info.annotation
            body_type = TypeAdapter(annotation)
            most = getattr(annotation, "most_values", MOST_VALUES)

        async def handle(request: Request) -> Response:
            scope = request.scope
            headers = _headers(scope["headers"])
            caller = scope[CALLER] = await _caller_of(scope, headers)
            need.check(caller)
            if scope["query_string"]:
                check_query(request, parameters)
            if "\x00" in scope["path"]:
                raise problems.not_found()
            if not need.writes:
                call = scope["waystation.call"] = Call(
                    caller, "", b"", None, scope["waystation.traceparent"]
                )
                await need.access.check(request, call)
                if body_type is None:
                    return await (answer(request) if plain is None else plain(request, None))
                asked = await read_body(request, headers)
                value = parse_body(asked, body_type, headers.get(b"content-type", b""))
                if plain is not None:
                    return await plain(request, value)
                return await answer(_Parsed(request, asked, value))
            key = key_of(headers)
            dry_run = dry_run_of(need, headers)
            if_match = None if need.if_match is IfMatch.IGNORED else if_match_of(need, headers)
            call = Call(
                caller,
                key,
                b"",
                if_match,
                scope["waystation.traceparent"],
                dry_run,
                import_id_of(headers) if b"import-id" in headers else None,
            )
            await need.access.check(request, call)
            body = await read_body(request, headers)
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            request_line = f"{scope['method']} {path}\n".encode()
            request_hash = hashlib.sha256(request_line + body).digest()
            scope["waystation.call"] = replace(call, request_hash=request_hash)
            value = (
                None
                if body_type is None
                else parse_body(body, body_type, headers.get(b"content-type", b""), most)
            )
            if plain is not None:
                return await plain(request, value)
            return await answer(_Parsed(request, body, value))

        return handle


async def _caller_of(scope: Scope, headers: dict[bytes, bytes]) -> Caller:
    """Who is calling: as the token says, or of a read without one, as a browser's session does."""
    service = scope["app"]
    if (
        service.browsers is not None
        and b"authorization" not in headers
        and scope["method"] in _READING
    ):
        caller: Caller | None = await service.browsers(scope)
        if caller is not None:
            return caller
    return await caller_of(service.verifier, headers)


def _application(handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> ASGIApp:
    """A plain endpoint as an ASGI application: it needs none of FastAPI's exit stacks."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = await handle(Request(scope, receive, send))
        await response(scope, receive, send)

    return answer


def _plain(route: APIRoute) -> Callable[[Request, Any], Coroutine[Any, Any, Response]] | None:
    """A direct call of an endpoint that takes only request, call, body and path parameters.

    It must be a coroutine function that returns a Response. None where FastAPI's general way is
    needed, which gives the same answer in twice the time: see docs/decisions/0024.
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
        | {own.dependencies[0].name, own.request_param_name} - {None}
    ):
        return None
    call_name = str(own.dependencies[0].name)
    body_name = own.body_params[0].name if own.body_params else None
    request_name = own.request_param_name
    path_parameters = own.path_params

    async def answer(request: Request, body: Any) -> Response:
        values = {call_name: request.scope["waystation.call"]}
        if request_name is not None:
            values[request_name] = request
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


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers that calls are checked by; sent twice they are one list, as in RFC 9110."""
    headers: dict[bytes, bytes] = {}
    for name, value in raw:
        if name in _HEADERS:
            if name == b"authorization" and name in headers:
                raise problems.sent_twice("Authorization")
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


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
