"""What the documents add to the routes' own types: headers, examples, unknown addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from shared.http.location import location_of
from shared.http.problem_schema import DESCRIPTIONS, ETAG, HEADERS, SCHEMA, header

Answers = dict[int | str, dict[str, Any]]

# In examples of answers, in place of one that is good for the agency that got it.
SEALED = "M77zU164YMXa5EmzwMCHg9S6HC0sGN15onjmF6xlLXnEzXwgtXno-wcxUSVdzdRz_yjIIm5d9RLi6jM"

_JSON = "application/json"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "A JWT with the claims agency (its id in the register of agencies), regions"
    " (code prefixes) and actions, and act.sub for the person for whom the agency calls; each"
    " operation names the actions it needs.",
}
_UNKNOWN_ADDRESSES = """

An address that is not listed here is answered with 404; another method than those listed, with
405 and the header Allow. Both are problems (RFC 9457), as every refusal is. So are those of
requests that no operation sees: 400 for what is no HTTP or may mean two things (an address that is
not percent-encoded, two Host or Authorization headers, a trailer), 408 for one that does not come
in time, 431 for too many headers. No answer may be kept by a cache, unless it says so.

未列出的地址返回 404；未列出的方法返回 405 及 Allow 响应头。所有拒绝均以 RFC 9457 问题文档返回。
未到达任何接口的请求同样如此：不合 HTTP 规范或含义不明（地址未作百分号编码、Host 或
Authorization 请求头重复、请求体之后另有字段）返回 400，发送超时返回 408，请求头过多返回 431。
除非另有说明，任何响应都不得缓存。"""


_TRUE = {"type": "string", "enum": ["true"]}
_REPLAYED = header(
    "The answer was given before, to the same Idempotency-Key", _TRUE, required=False
)
_VOID = header(
    "What the call did when it was answered first was made void since", _TRUE, required=False
)
_LOCATION = header(
    "Where what was made is, or what it was entered in: a path from the root",
    {"type": "string", "pattern": "^/v1/[a-z]+/[0-9a-f-]+$"},
)
_NO_STORE = header("Personal data must not be cached", {"type": "string", "enum": ["no-store"]})


def written(example: Mapping[str, Any], status: int = 201) -> Answers:
    """What FastAPI's `responses` wants for the answer to a write: its headers, an example.

    Its position is given in plain, and shown as it would be answered.
    """
    # A dry run with warnings is answered with 200 and no version.
    etag = ETAG if status == 201 else ETAG | {"required": False}
    headers = {"ETag": etag, "Idempotency-Replayed": _REPLAYED, "Entry-Void": _VOID}
    stream_id = str(example["position"]).partition("@")[0]
    if status == 201 and (location := location_of(stream_id)):
        headers["Location"] = _LOCATION | {"example": location}
    return _answered(status, {**example, "position": SEALED}, headers)


def shown(example: Mapping[str, Any], *, versioned: bool = True, personal: bool = False) -> Answers:
    """The same for the answer to a read; `versioned` answers have an ETag."""
    headers = {"ETag": ETAG} if versioned else {}
    return _answered(200, example, headers | ({"Cache-Control": _NO_STORE} if personal else {}))


def perhaps_versioned(answers: Answers) -> Answers:
    """The same answers, where some callers are shown no version and get no ETag."""
    return {
        status: {**answer, "headers": {**answer["headers"], "ETag": ETAG | {"required": False}}}
        for status, answer in answers.items()
    }


def _answered(status: int, example: Mapping[str, Any], headers: Mapping[str, Any]) -> Answers:
    return {
        status: {"headers": dict(headers), "content": {_JSON: {"example": dict(example)}}},
    }


def complete(document: dict[str, Any], routes: Sequence[BaseRoute] = ()) -> dict[str, Any]:
    """A service's document, with what all services share; doing it again changes nothing."""
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = SCHEMA
    components.setdefault("securitySchemes", {})["bearer"] = _BEARER
    components["responses"] = {
        name: {
            "description": DESCRIPTIONS[status],
            "headers": HEADERS.get(status, {}),
            "content": _PROBLEM,
        }
        for name, status in (("NotFound", 404), ("MethodNotAllowed", 405))
    }
    information = document["info"]
    information["description"] = (
        information["description"].removesuffix(_UNKNOWN_ADDRESSES) + _UNKNOWN_ADDRESSES
    )
    for path in document["paths"].values():
        for operation in path.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                _lift_example(content, components["schemas"])
    for route in routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            _show_nulls(document["paths"][route.path_format], route)
    return document


def _show_nulls(path: Mapping[str, Any], route: APIRoute) -> None:
    """Show the examples of a route's answers as they are; FastAPI leaves out what is null."""
    for method in route.methods or ():
        for status, answer in route.responses.items():
            for kind, content in answer.get("content", {}).items():
                if "example" in content:
                    shown = path[method.lower()]["responses"][str(status)]["content"][kind]
                    shown["example"] = content["example"]


def _lift_example(content: dict[str, Any], schemas: Mapping[str, Any]) -> None:
    """Show a body model's example at the operation, where every tool looks for it."""
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    examples = schemas.get(name, {}).get("examples", ())
    if examples:
        content["example"] = examples[0]
