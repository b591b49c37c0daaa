"""Earlier imports, as the two writing services list them."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.ledgers.errors import NotAllowed
from deploy.ledgers.sending import Api

SERVICES = ("cases", "outreach")


@dataclass
class ListedImport:
    """An import: its first and last moment, its events by kind, how many of them are void.

    A kind is a published type without its version.
    """

    import_id: str
    first_at: str
    last_at: str
    events: Counter[str] = field(default_factory=Counter)
    void: int = 0


@dataclass(frozen=True)
class ImportedEntry:
    """An event that an import wrote; `subject` is the id of the case or the record it is in.

    `facts` have its `version` in that too: what was held as planned is not the first.
    """

    entry_id: str
    kind: str
    subject: str
    is_void: bool
    facts: Mapping[str, Any]


async def list_imports(api: Api, services: Sequence[str] = SERVICES) -> list[ListedImport]:
    """The caller's imports, the newest first; raises `CannotReach`.

    A service that the caller may not read is left out; raises `NotAllowed` if that is every one.
    """
    imports: dict[str, ListedImport] = {}
    refusals: list[NotAllowed] = []
    for service in services:
        try:
            async for page in _pages(api, f"/{service}/v1/imports", "before"):
                for listed in page["imports"]:
                    _add(imports, listed)
        except NotAllowed as refused:
            refusals.append(refused)
    if len(refusals) == len(services):
        raise refusals[0]
    return sorted(imports.values(), key=lambda each: each.first_at, reverse=True)


def _add(imports: dict[str, ListedImport], listed: Mapping[str, Any]) -> None:
    first, last = listed["first_at"], listed["last_at"]
    its = imports.setdefault(listed["import_id"], ListedImport(listed["import_id"], first, last))
    its.first_at, its.last_at = min(its.first_at, first), max(its.last_at, last)
    its.events.update({kind_of(name): count for name, count in listed["entries"].items()})
    its.void += listed["void"]


async def read_import(
    api: Api, import_id: str, services: Sequence[str] = SERVICES
) -> AsyncIterator[ImportedEntry]:
    """What an import wrote, in the order of writing in each service; raises `CannotReach`."""
    for service in services:
        try:
            async for page in _pages(api, f"/{service}/v1/imports/{import_id}", "after"):
                for entry in page["entries"]:
                    subject = entry["stream_id"].partition("-")[2]
                    kind = kind_of(entry["type"])
                    facts = {**entry["facts"], "version": entry.get("version", 1)}
                    yield ImportedEntry(entry["entry_id"], kind, subject, entry["void"], facts)
        except NotAllowed:
            continue


def kind_of(name: str) -> str:
    """A published type without its version.

    >>> kind_of("cases.ContactRecorded.v1")
    'cases.ContactRecorded'
    """
    return name.rpartition(".")[0]


async def _pages(api: Api, path: str, following: str) -> AsyncIterator[Mapping[str, Any]]:
    parameters: list[tuple[str, str]] = []
    while (page := await api.get(path, parameters)) is not None:
        yield page
        if not page["next"]:
            return
        parameters = [(following, page["next"])]
