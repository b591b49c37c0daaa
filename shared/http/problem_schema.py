"""What the OpenAPI documents say of problems: schema, headers, and when each status comes."""

from typing import Any


def header(description: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    """A header of an answer, for an OpenAPI document."""
    return {"description": description, "required": required, "schema": schema}


ETAG = header(
    "The version of the stream, for If-Match", {"type": "string", "pattern": '^"[0-9]+"$'}
)
_CHALLENGE = header("The bearer scheme's challenge (RFC 6750)", {"type": "string"})
_RETRY_AFTER = header("Seconds to wait", {"type": "string", "pattern": "^[0-9]+$"})
HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": _CHALLENGE},
    403: {"WWW-Authenticate": _CHALLENGE | {"required": False}},
    405: {"Allow": header("The methods that this address takes", {"type": "string"})},
    412: {"ETag": ETAG},
    429: {"Retry-After": _RETRY_AFTER},
    503: {"Retry-After": _RETRY_AFTER},
}

SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457 problem details; it never repeats what was sent.",
    "type": "object",
    "required": ["type", "title", "title_zh", "status", "detail", "detail_zh"],
    "properties": {
        "type": {"type": "string", "pattern": "^/problems/[a-z0-9-]+$"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "detail_zh": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "title": "FieldError",
                "type": "object",
                "required": ["reason", "detail", "detail_zh"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body"},
                    "parameter": {"type": "string"},
                    "header": {"type": "string"},
                    "reason": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
                    "detail": {"type": "string"},
                    "detail_zh": {"type": "string"},
                },
            },
        },
        "warnings": {
            "type": "array",
            "items": {"type": "object"},
            "description": "With 404 to a dry run: what would be doubted, were the case there",
        },
        "current_version": {
            "type": "integer",
            "minimum": 1,
            "description": "With 412: the version to read before trying again",
        },
    },
    "examples": [
        {
            "type": "/problems/invalid-request",
            "title": "Some fields cannot be accepted",
            "title_zh": "部分字段无法接受",
            "status": 422,
            "detail": "Correct each field named under errors and send the request again.",
            "detail_zh": "请按 errors 中的说明逐项更正后重新发送。",
            "errors": [
                {
                    "pointer": "/occurred_on",
                    "reason": "future_date",
                    "detail": "This day has not come yet; only what has happened can be recorded.",
                    "detail_zh": "日期在未来；只能登记已经发生的事项，请核对。",
                }
            ],
        }
    ],
}

DESCRIPTIONS = {
    400: "A parameter is unknown, Idempotency-Key or If-Match is missing or malformed, or the body"
    " is not JSON",
    401: "No valid bearer token",
    403: "The token does not allow this action, or the access rule does not grant it",
    404: "No such thing within the caller's scope",
    405: "Another method is needed",
    409: "What is recorded so far does not allow this",
    410: "The person's data was erased",
    412: "The version in If-Match is no longer the current one",
    413: "The body is too large",
    415: "The body is not declared as JSON",
    422: "Some fields, parameters or headers cannot be accepted",
    428: "If-Match is required here",
    429: "The agency has asked as often today as it may; Retry-After says when to go on",
    500: "A fault of the service",
    503: "The service cannot answer just now; Retry-After says when to try again",
}
