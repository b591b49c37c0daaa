"""The headers of an operation, as its OpenAPI document describes them."""

from typing import Any

from shared.http.call import IMPORT_ID, IfMatch, Needs

UUID_PATTERN = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"


def header_parameters(need: Needs, operation: str) -> list[dict[str, Any]]:
    """The headers of an operation, for its OpenAPI document; each has its own example key."""
    if not need.writes:
        return []
    parameters: list[dict[str, Any]] = [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "A new one for each thing to be done; the same to send it again.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
            "example": f"{operation.replace('_', '-')}-1",
        }
    ]
    if need.dry_runs:
        parameters.append(
            {
                "name": "Dry-Run",
                "in": "header",
                "required": False,
                "description": "The call is checked and decided, and nothing is written: 204 for"
                " what would be accepted, 200 with the warnings if there are any, the answer of"
                " before for a key that was used.",
                "schema": {"type": "string", "enum": ["true"]},
            }
        )
        parameters.append(
            {
                "name": "Import-Id",
                "in": "header",
                "required": False,
                "description": "The import that this call belongs to: the same UUID for all of"
                " them, dry runs too. GET /v1/imports lists what was written under each.",
                # Not as a uuid: clients that are made from the document send those as no text.
                "schema": {"type": "string", "pattern": UUID_PATTERN},
                "example": IMPORT_ID,
            }
        )
    if need.if_match is not IfMatch.IGNORED:
        parameters.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": need.if_match is IfMatch.REQUIRED,
                "description": "The version that you have seen, as its ETag.",
                "schema": {"type": "string", "pattern": '^"(0|[1-9][0-9]{0,9})"$'},
                "example": f'"{need.seen}"',
            }
        )
    return parameters
