"""Whether an answer is one that the OpenAPI document promises: status, type, headers, body."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

# What HTTP itself, caches and browsers want; every other header must be documented.
_USUAL = frozenset(
    {
        "cache-control",
        "connection",
        "content-length",
        "content-security-policy",
        "content-type",
        "date",
        "referrer-policy",
        "transfer-encoding",
        "vary",
        "x-content-type-options",
    }
)
_STRAYS = {404: "NotFound", 405: "MethodNotAllowed"}


class Undocumented(AssertionError):
    """The answer is a fault, or not one that the document promises; the message says which."""


@dataclass
class Answer:
    """An answer as it came off the wire; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        """The body's value."""
        return json.loads(self.body)


@dataclass
class Documented:
    """Checks answers against one document; `secrets` must never stand in a refusal."""

    document: dict[str, Any]
    secrets: frozenset[str] = frozenset()
    _validators: dict[int, Any] = field(default_factory=dict)

    @cached_property
    def strays(self) -> dict[str, Any]:
        """The answers at addresses and to methods that are not listed."""
        listed = self.document["components"]["responses"]
        return {str(status): listed[name] for status, name in _STRAYS.items()}

    def check(
        self,
        operation: Mapping[str, Any],
        output: Answer,
        *,
        astray: bool = False,
        waits: bool = False,
    ) -> None:
        """Raise `Undocumented` unless this is an answer of the operation, and no fault.

        `astray` says that the request's address or method may not be the operation's; `waits`,
        that it asked to wait for what may never come, so that 503 is right.
        """
        if output.status >= 500 and not (waits and output.status == 503):
            raise Undocumented(f"a fault: {output.body.decode()}")
        answers = operation["responses"]
        answer = answers.get(str(output.status))
        if astray and (answer is None or output.status in _STRAYS):
            answer = self.strays.get(str(output.status))
        if answer is None:
            raise Undocumented(
                f"{output.status} is not documented, but {sorted(answers)}: {output}"
            )
        self._check_headers(answer, output)
        self._check_body(answer, output)

    def _check_headers(self, answer: Mapping[str, Any], output: Answer) -> None:
        documented = {name.lower(): header for name, header in answer.get("headers", {}).items()}
        unknown = output.headers.keys() - documented.keys() - _USUAL
        if unknown:
            raise Undocumented(f"{output.status} with the undocumented headers {unknown}")
        for name, header in documented.items():
            value = output.headers.get(name)
            if value is None and header.get("required", False):
                raise Undocumented(f"{output.status} without the header {name}")
            if value is not None and not self._fits(header["schema"], value):
                raise Undocumented(f"{output.status} with {name}: {value}")

    def _check_body(self, answer: Mapping[str, Any], output: Answer) -> None:
        if "content" not in answer:
            if output.kind or output.body:
                raise Undocumented(f"{output.status} with an undocumented body: {output}")
            return
        content = answer.get("content", {}).get(output.kind)
        if content is None:
            raise Undocumented(f"{output.status} of the undocumented type {output.kind!r}")
        if output.kind not in ("application/json", "application/problem+json"):
            return
        value = output.json()
        if not self._fits(content["schema"], value):
            raise Undocumented(f"{output.status} with a body beside its schema: {value}")
        if output.status >= 400:
            if value["status"] != output.status:
                raise Undocumented(f"a problem that says {value['status']} as {output.status}")
            text = output.body.decode()
            if any(secret in text for secret in self.secrets):
                raise Undocumented(f"personal data in a refusal: {text}")

    def _fits(self, schema: Mapping[str, Any], value: Any) -> bool:
        if id(schema) not in self._validators:
            whole = {**schema, "components": self.document["components"]}
            self._validators[id(schema)] = jsonschema_rs.Draft202012Validator(whole)
        fits: bool = self._validators[id(schema)].is_valid(value)
        return fits


def operation_at(document: Mapping[str, Any], path: str, method: str) -> Mapping[str, Any]:
    """The operation that a path (without its query) and method lead to."""
    for template, methods in document["paths"].items():
        if method.lower() in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: Mapping[str, Any] = methods[method.lower()]
            return found
    raise LookupError(f"{method} {path}")
