"""The body of a request: read up to a limit, and made into the operation's model."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request

from shared.http import problems
from shared.http.field_errors import field_errors

BODY_LIMIT = 1024 * 1024  # bytes


async def read_body(request: Request, headers: dict[bytes, bytes]) -> bytes:
    """The bytes of the body; a 413 Problem when there are more than BODY_LIMIT."""
    length = headers.get(b"content-length", b"0")
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


def parse_body(body: bytes, model: TypeAdapter[Any], content_type: bytes) -> Any:
    """The model that a JSON body makes: 415, 400 or 422 Problems when it makes none."""
    if content_type != b"application/json" and not _is_json(content_type):
        raise problems.not_json_type()
    try:
        value = model.validate_json(body)
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
