"""What the OpenAPI documents say of problems: their schema, and when each status comes."""

from typing import Any

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
    },
}

DESCRIPTIONS = {
    400: "A header or parameter is missing, unknown or malformed, or the body is not JSON",
    401: "No valid bearer token",
    403: "The token does not allow this action",
    404: "No such thing within the caller's scope",
    405: "Another method is needed",
    409: "What is recorded so far does not allow this",
    410: "The person's data was erased",
    412: "The version in If-Match is no longer the current one",
    413: "The body is too large",
    415: "The body is not declared as JSON",
    422: "Some fields cannot be accepted",
    428: "If-Match is required here",
    500: "A fault of the service",
    503: "The service cannot answer just now; Retry-After says when to try again",
}
