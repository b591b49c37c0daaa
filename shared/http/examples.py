"""The examples of an OpenAPI document: what each sends, as data and as a command to copy."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Example:
    """One operation's example: what is needed to send it, but for a token, and its answers.

    Optional parameters are left out. `path` has its query; `body` is JSON without blanks, as the
    command sends it. `answers` are those of 2xx, by their status, as the document describes them.
    """

    operation: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: str | None
    answers: Mapping[int, Mapping[str, Any]]

    def command(self) -> str:
        """The request as a curl command; its variables hold the service's address and a token."""
        headers = [_quoted(f"{name}: {value}") for name, value in self.headers.items()]
        return " \\\n  ".join(
            [
                f'curl -X {self.method} "$WAYSTATION_URL{self.path}"',
                '-H "Authorization: Bearer $WAYSTATION_TOKEN"',
                *(f"-H {header}" for header in headers),
                *([] if self.body is None else [f"-d {_quoted(self.body)}"]),
            ]
        )

    def ids(self) -> set[str]:
        """The ids that it names."""
        return {*_ID.findall(f"{self.path} {self.body}")}

    def learned(self, status: int, answer: Any) -> dict[str, str]:
        """The ids in a real answer, by the ids that the example shows in their places."""
        content = self.answers[status].get("content", {}).get("application/json", {})
        shown = content.get("example", {})
        return {
            identity: answer[name]
            for name, identity in shown.items()
            if isinstance(identity, str) and _ID.fullmatch(identity) and answer.get(name)
        }


def examples_of(document: Mapping[str, Any]) -> list[Example]:
    """The example of every operation, in the document's order.

    Raises KeyError where something that is required has no example.
    """
    return [_example(*operation) for operation in _operations(document)]


def with_values(document: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """A document in which texts of its JSON stand for others, such as real ids for examples.

    >>> with_values({"example": ["4101", "41"]}, {'"4101"': '"410105"'})
    {'example': ['410105', '41']}
    """
    if not values:
        return document
    known = re.compile("|".join(map(re.escape, values)))
    text = json.dumps(document, ensure_ascii=False)
    replaced: dict[str, Any] = json.loads(known.sub(lambda match: values[match[0]], text))
    return replaced


def with_versions(document: dict[str, Any], versions: Mapping[str, int]) -> dict[str, Any]:
    """The document, changed so that operations show the version that they have seen in If-Match."""
    for _, _, operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "If-Match" and operation["operationId"] in versions:
                parameter["example"] = f'"{versions[operation["operationId"]]}"'
    return document


def with_commands(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose operations show their example, where it is whole, as a command.

    It stands under x-codeSamples; WAYSTATION_URL is the address that the document came from,
    without /openapi.json.
    """
    for path, method, operation in _operations(document):
        with suppress(KeyError):  # something that is required has no example
            command = _example(path, method, operation).command()
            operation["x-codeSamples"] = [{"lang": "Shell", "label": "curl", "source": command}]
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation, with its path and method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _example(path: str, method: str, operation: Mapping[str, Any]) -> Example:
    places: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", ()):
        if parameter.get("required"):
            places[parameter["in"]][parameter["name"]] = str(_shown(parameter))
    headers, body = places["header"], None
    if "requestBody" in operation:
        example = operation["requestBody"]["content"]["application/json"]["example"]
        body = json.dumps(example, ensure_ascii=False, separators=(",", ":"))
        headers["Content-Type"] = "application/json"
    filled = path.format_map({name: quote(value, "") for name, value in places["path"].items()})
    query = urlencode(places["query"], quote_via=quote, safe="")
    return Example(
        operation["operationId"],
        method.upper(),
        f"{filled}?{query}" if query else filled,
        headers,
        body,
        {int(status): answer for status, answer in operation["responses"].items() if status < "3"},
    )


def _shown(parameter: Mapping[str, Any]) -> Any:
    return parameter["example"] if "example" in parameter else parameter["schema"]["examples"][0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
