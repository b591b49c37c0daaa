"""Folders imported into a service in memory, and the figures of what it was sent."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp

from deploy.ledgers.command import send_folder
from deploy.ledgers.folder import read_folder
from deploy.ledgers.kinds.activity_words import PLACE_KINDS
from deploy.ledgers.kinds.assessments import LEVELS
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import Api, ImportTarget, Reply
from services.cases.case.state import Case, opened
from shared.events.cases.kinds import CaseKind
from tests.deploy.ledgers.pretended import TODAY, Pretended

__all__ = ["TODAY", "Imported", "figures", "imported", "with_one_fault"]

IN_PERSON = {"home_visit", "office"}


class InMemory(Api):
    """The API of a pretended service, without a network."""

    def __init__(self, session: aiohttp.ClientSession, service: Pretended) -> None:
        super().__init__(session, ImportTarget("memory", str), 0.0)
        self._service = service

    async def _try(self, method: str, path: str, **request: Any) -> Reply:
        if method == "GET":
            query = request["params"]
            asked = " ".join("=".join(pair) for pair in query)
            self._service.asked.append(f"GET {path} {asked}")
            return self._service.read(path, query)
        headers = request["headers"]
        return self._service.write(
            path,
            json.dumps(request["json"]).encode(),
            headers["Idempotency-Key"],
            dry_run="Dry-Run" in headers,
        )


@dataclass(frozen=True)
class Imported:
    """The account of an import, and the service that has it."""

    outcome: ImportOutcome
    service: Pretended

    def rejected(self) -> list[tuple[int, str, str]]:
        """The rejected rows: number, column, reason."""
        rows: list[Mapping[str, Any]] = self.outcome.as_json()["rejected"]
        return [(row["row"], row["field"], row["reason"]) for row in rows]

    def bodies(self, name: str) -> list[dict[str, Any]]:
        """What was written under the last word of a path."""
        return [body for posted, body in self.service.posts if posted == name]


def with_one_fault(row: Mapping[str, Any]) -> dict[str, Any]:
    """A rejected row, as it is told, that has no other fault than its first."""
    return {**row, "faults": [{"field": row["field"], "reason": row["reason"]}]}


def imported(folder: Path, service: Pretended | None = None, *, dry_run: bool = False) -> Imported:
    """Import a folder; into a service that is empty, if none is given."""
    service = service or Pretended()

    async def run() -> ImportOutcome:
        async with aiohttp.ClientSession() as session:
            sent = await send_folder(
                read_folder(folder), InMemory(session, service), dry_run=dry_run
            )
            return sent.outcome

    return Imported(asyncio.run(run()), service)


def figures(done: Imported, year: int) -> dict[str, Any]:
    """The figures of `expected.json`, under its names."""
    cases = done.service.cases
    every = [
        (_is_at_large(done.service.states[path.split("/")[3]], body["occurred_on"]), body)
        for path, body in done.service.written
        if path.endswith("/contacts")
    ]
    contacts = [(at_large, body["mode"]) for at_large, body in every if _is_in(year, body)]
    at_large = Counter(mode for is_at_large, mode in contacts if is_at_large)
    programme = Counter(mode for is_at_large, mode in contacts if not is_at_large)
    results = Counter(body["result"] for body in done.bodies("drug-tests") if _is_in(year, body))
    levels = Counter(
        body["level"] for body in done.bodies("risk-assessments") if _is_in(year, body)
    )
    held = done.bodies("activities")
    sessions = [each for each in held if each.get("kind", "session") == "session"]
    places = Counter(session["place_kind"] for session in sessions)
    groups = Counter(case["kind"] == "at_large" for case in cases.values())
    rejected: dict[str, Counter[str]] = {}
    for row in done.outcome.rejected:
        rejected.setdefault(row.place.file, Counter())[row.fault.reason] += 1
    return {
        "year": year,
        "annual": {
            "contacts in person with clients in a programme (人次)": sum(
                programme[mode] for mode in IN_PERSON
            ),
            "contacts in person with users at large (人次)": sum(
                at_large[mode] for mode in IN_PERSON
            ),
            "phone contacts with users at large (人次)": at_large["phone"],
            "prevention sessions (场)": len(sessions),
            "articles (篇)": len(done.bodies("publications")),
        },
        "also": {
            "remote contacts with clients in a programme (人次)": sum(
                count for mode, count in programme.items() if mode not in IN_PERSON
            ),
            "sessions by kind of place (场)": {
                word: places[kind] for word, kind in PLACE_KINDS.codes.items() if places[kind]
            },
            "attendance (人次)": sum(session["attendance"] for session in sessions),
            "urine tests done (次)": results.total() - results["not_done"],
            "of these positive (次)": results["positive"],
            "not done (次)": results["not_done"],
            "risk assessments by level (次)": {
                word: levels[LEVELS.codes[word]] for word in "高中低"
            },
            "clients by group (人)": {"programme": groups[False], "at large": groups[True]},
        },
        "import": {
            "duplicates skipped": done.outcome.duplicates.total(),
            "rejected rows": rejected,
            "accepted contacts of other years": len(every) - len(contacts),
        },
    }


def _is_in(year: int, body: Mapping[str, Any]) -> bool:
    return str(body["occurred_on"]).startswith(f"{year}-")


def _is_at_large(case: Case, day: str) -> bool:
    return opened(case).file.kind_on(date.fromisoformat(day)) is CaseKind.AT_LARGE
