"""The routes of a document, and calls of them as their examples show, about something else."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from services.cases.purposes import LegalBasis, purposes_of
from shared.agencies import AgencyKind
from tests.services.examples import Example, examples_of
from tests.services.matrix.expecting import Expected
from tests.services.service import Client, Reply


@dataclass(frozen=True)
class Route:
    """A route: its template, its access rule as documented, and its example."""

    template: str
    rule: dict[str, Any]
    actions: list[str]
    example: Example
    dry_runs: bool

    @property
    def name(self) -> str:
        """Its operation's name."""
        return self.example.name

    def path(self, ids: dict[str, str]) -> str:
        """An address with these ids in it, and the query of the example."""
        path = self.template.format_map(ids)
        query = {name: ids.get(name, value) for name, value in self.example.query.items()}
        return path + ("?" + urlencode(query, doseq=True) if query else "")


def routes_of(document: dict[str, Any]) -> list[Route]:
    """Every route of a document; raises KeyError for one without an access rule."""
    examples = {each.name: each for each in examples_of(document)}
    return [
        Route(
            template,
            operation["x-waystation-access"],
            operation["security"][0]["bearer"],
            examples[operation["operationId"]],
            any(each["name"] == "Dry-Run" for each in operation["parameters"]),
        )
        for template, operations in document["paths"].items()
        for operation in operations.values()
    ]


async def ask(
    api: Client,
    kind: AgencyKind,
    route: Route,
    ids: dict[str, str],
    body: dict[str, Any] | None = None,
    *,
    dry_run: bool = False,
    names_version: bool = True,
) -> Reply:
    """Call a route about the things of these ids; every other id in it is nobody's.

    It names a version where its example does, unless told otherwise.
    """
    headers = dict(route.example.headers)
    headers.pop("Idempotency-Key", None)
    headers.pop("Import-Id", None)
    headers.pop("Dry-Run", None)
    if "If-Match" in headers:
        headers["If-Match"] = '"1"'
    if not names_version:
        headers.pop("If-Match", None)
    if "Purpose" in headers:
        headers["Purpose"] = purposes_of(kind)[0]
        headers["Legal-Basis"] = LegalBasis.PIPL_13_3
    if dry_run:
        headers["Dry-Run"] = "true"
    path = route.path(ids)
    if route.example.method == "GET":
        return await api.get(path, **headers)
    write = {"POST": api.post, "PATCH": api.patch}[route.example.method]
    shown = route.example.body
    sent = None if shown is None else {**shown, **(body or {})}
    return await write(path, sent, **headers)


def came_to(reply: Reply) -> Expected | str:
    """What a call came to: an `Expected`, or what else happened."""
    match reply.status:
        case (
            200 | 201 | 202 | 204 | 207 | 409 | 412
        ):  # let in, and decided by the rules of the case
            return Expected.ALLOWED
        case 403 | 404:
            return Expected(reply.body["type"].rpartition("/")[2])
        case 400 if reply.body["type"] == f"/problems/{Expected.NO_VERSION.value}":
            return Expected.NO_VERSION
    return f"{reply.status} {reply.body}"


def nobody() -> str:
    """An id that nothing has."""
    return str(uuid4())
