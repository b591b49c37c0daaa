"""The body of a request: read up to a limit, and made into the operation's model."""

import re
from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request

from shared.http import problems
from shared.http.field_errors import field_errors

BODY_LIMIT = 1024 * 1024  # bytes
MOST_VALUES = 5_000  # in one body: what a value costs is far more than its bytes

# What comes before a comma or the begin of a list or object, strings skipped. It backs up nowhere,
# and matches once more at the end, so that it passes over each byte once.
_PART = re.compile(rb'(?:[^",\[{]++|"(?:[^"\\]++|\\.?)*+"?)*+(?:[,\[{]|\Z)', re.DOTALL)


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


def parse_body(
    body: bytes, model: TypeAdapter[Any], content_type: bytes, most: int = MOST_VALUES
) -> Any:
    """The model that a JSON body of at most so many values makes.

    415, 400 or 422 Problems when it makes none.
    """
    if content_type != b"application/json" and not _is_json(content_type):
        raise problems.not_json_type()
    _check_number(body, most)
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


def _check_number(body: bytes, most: int) -> None:
    """Refuse more than `most` values before any is validated; only those are looked at."""
    if body.count(b",") + body.count(b"[") + body.count(b"{") < most:
        return  # also if none of them stood in a string
    last = next(islice(_PART.finditer(body), most, None), None)
    if last is None or last.end() == len(body):
        return
    try:
        begun = from_json(body[: last.end()], allow_partial=True)
    except ValueError:
        raise problems.malformed_json() from None
    place: list[str | int] = []
    while isinstance(begun, dict) and begun:
        name, begun = begun.popitem()
        place.append(name)
    raise problems.invalid(field_errors([{"type": "too_many_values", "loc": ("body", *place)}]))


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
