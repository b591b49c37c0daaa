"""Cases as they stand in a journal: programmes with their entries, by chance."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

REGION = "410102001003"
FIRST = date(2019, 1, 1)


def uuid_by(chance: random.Random) -> UUID:
    """An id by chance."""
    return UUID(int=chance.getrandbits(128))


@dataclass
class Life:
    """The events of one case, in their order."""

    chance: random.Random
    region: str = REGION
    agency: str = "agency"
    workstation_id: UUID | None = None
    entries: list[UUID] = field(default_factory=list)
    version: int = 0
    first: date = FIRST

    def __post_init__(self) -> None:
        self.case_id, self.client_id = uuid_by(self.chance), uuid_by(self.chance)

    def event(self, name: str, **data: Any) -> tuple[Any, ...]:
        """One more event: the columns of `events` that an append fills."""
        self.version += 1
        event_id = data.pop("event_id", None) or uuid_by(self.chance)
        common = {
            "case_id": str(self.case_id),
            "client_id": str(self.client_id),
            "kind": "community_detoxification",
            "region": self.region,
        }
        body = json.dumps({**common, **data}, default=str)
        stream = f"case-{self.case_id}"
        return (stream, self.version, event_id, f"cases.{name}.v1", body, "{}")

    def entry(self, name: str, day: date, **data: Any) -> tuple[Any, ...]:
        """One more entry of the ledger."""
        entry_id = uuid_by(self.chance)
        self.entries.append(entry_id)
        return self.event(name, event_id=entry_id, entry_id=entry_id, occurred_on=day, **data)

    def opened(self) -> tuple[Any, ...]:
        """The opening."""
        return self.event(
            "CaseOpened",
            agency=self.agency,
            occurred_on=self.first,
            workstation_id=self.workstation_id,
        )

    def contact(self, day: date, **data: Any) -> tuple[Any, ...]:
        """A visit at home."""
        return self.entry("ContactRecorded", day, mode="home_visit", **data)

    def others(self, day: date) -> Iterator[tuple[Any, ...]]:
        """What other duties than contacts follow from, and are met by."""
        yield self.entry("DrugTestAppointed", day, asked_of="", due_on=day + timedelta(days=9))
        yield self.entry(
            "DrugTestRecorded", day, result="negative", appointment_id=self.entries[-1]
        )
        yield self.contact(day, crisis="danger_to_self")
        contact_id, crisis = self.entries[-1], "danger_to_self"
        yield self.entry(
            "CrisisFollowedUp", day, contact_id=contact_id, crisis=crisis, outcome="safe"
        )
        yield self.entry("SummaryWritten", day)
        yield self.entry("RiskAssessed", day, level="high")
        yield self.entry("DrugTestAppointed", day, asked_of="", due_on=day + timedelta(days=9))

    def void(self, entry_id: UUID, name: str = "ContactRecorded") -> tuple[Any, ...]:
        """An entry was a mistake."""
        return self.event(
            "EntryVoided",
            entry_id=entry_id,
            entry_type=f"cases.{name}.v1",
            entry={},
            reason="mistaken",
        )

    def year(self, entries: int) -> Iterator[tuple[Any, ...]]:
        """An opening, reporting in, and some entries."""
        yield self.opened()
        yield self.entry("ReportedIn", self.first + timedelta(days=self.chance.randrange(20)))
        for number in range(entries):
            day = self.first + timedelta(days=20 + number * 11 + self.chance.randrange(11))
            yield self.contact(day)


INSERT = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def write(connection: asyncpg.Connection, events: list[tuple[Any, ...]]) -> None:
    """Append events, in one transaction."""
    async with connection.transaction():
        await connection.executemany(INSERT, events)
