"""A folder → the plan of its import: what is to be sent, after all that can be checked first.

What a row refers to may stand in the folder or be known to the service from before; the
service is asked, by reading alone, for what the folder does not hold.
"""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Protocol, TypeAlias

from deploy.ledgers import rows, values
from deploy.ledgers.checking import Checked, Line, Place, Rejected, check, one_file_each
from deploy.ledgers.folder import Folder
from deploy.ledgers.records import CaseEntry, Client, Outreach, Workstation
from deploy.ledgers.rows import Known
from deploy.ledgers.sentences import Sentence
from deploy.ledgers.shapes import CLIENTS, WORKSTATIONS
from deploy.ledgers.text import tidy
from deploy.ledgers.values import Wrong

_Part: TypeAlias = Checked[Workstation] | Checked[Client] | Checked[CaseEntry] | Checked[Outreach]


class Records(Protocol):
    """What the service has from before."""

    async def workstations(self, named: AbstractSet[tuple[str, str]]) -> AbstractSet[str]:
        """Those of the names that a workstation has, each asked for with a region it serves."""

    async def cases(self, references: AbstractSet[str]) -> AbstractSet[str]:
        """Those of the clients' numbers that a case has."""


@dataclass(frozen=True)
class Plan:
    """What an import has to do, kind by kind, and what it has left out already."""

    workstations: Checked[Workstation]
    clients: Checked[Client]
    entries: Checked[CaseEntry]
    outreach: Checked[Outreach]
    warnings: tuple[Sentence, ...]

    @property
    def rejected(self) -> list[Rejected]:
        """Every row rejected so far."""
        return [row for part in self._parts for row in part.rejected]

    @property
    def duplicates(self) -> list[Place]:
        """Every row that says the same as one before it in the folder."""
        return [place for part in self._parts for place in part.duplicates]

    @property
    def to_send(self) -> list[Place]:
        """Every row that is to be sent."""
        return [line.place for part in self._parts for line in part.lines]

    @property
    def region(self) -> str | None:
        """The region of one of the rows that are to be sent, if there is one with a region."""
        records: Iterator[Workstation | Client | Outreach] = chain(
            (line.record for line in self.workstations.lines),
            (line.record for line in self.clients.lines),
            (line.record for line in self.outreach.lines),
        )
        return next((record.region for record in records), None)

    @property
    def _parts(self) -> tuple[_Part, ...]:
        return (self.workstations, self.clients, self.entries, self.outreach)


async def make_plan(folder: Folder, today: date, service: Records) -> Plan:
    """Check every row of a folder against itself, the day, the folder, and what is known."""
    ledgers = folder.ledgers
    stations = check(ledgers, {WORKSTATIONS: rows.workstation}, Known(today))
    listed: set[str] = {line.record.name for line in stations.lines}
    listed |= await service.workstations(
        {(name, region) for name, region in _stations_named(folder) if name not in listed}
    )
    has_list = any(ledger.shape is WORKSTATIONS for ledger in ledgers)
    clients = one_file_each(
        check(ledgers, {CLIENTS: rows.client}, Known(today, listed if has_list else None))
    )
    unlisted = {line.record.workstation for line in clients.lines} - listed - {None}
    clients.lines = [_without_station(line, unlisted) for line in clients.lines]
    references: set[str] = {line.record.reference for line in clients.lines}
    references |= await service.cases(_clients_named(folder) - references)
    known = Known(today, references=references)
    return Plan(
        stations,
        clients,
        check(ledgers, rows.CASE_ENTRIES, known),
        check(ledgers, rows.OUTREACH, known),
        tuple(_about_stations(unlisted)),
    )


def _stations_named(folder: Folder) -> Iterator[tuple[str, str]]:
    """The workstations that clients' rows name, each with the region of a client."""
    for ledger in folder.ledgers:
        if ledger.shape is CLIENTS:
            for row in ledger.table.rows:
                name = tidy(ledger.table.cell(row, "工作站"))
                with suppress(Wrong):
                    region = values.region(ledger.table.cell(row, "区划代码"))
                    if 0 < len(name) <= 100:
                        yield name, region


def _clients_named(folder: Folder) -> set[str]:
    """The clients' numbers that entries name."""
    named = set()
    for ledger in folder.ledgers:
        if ledger.shape in rows.CASE_ENTRIES:
            for row in ledger.table.rows:
                with suppress(Wrong):
                    named.add(values.reference(ledger.table.cell(row, "对象编号")))
    return named - {""}


def _without_station(line: Line[Client], unlisted: Collection[str | None]) -> Line[Client]:
    if line.record.workstation not in unlisted:
        return line
    return Line(line.place, replace(line.record, workstation=None))


def _about_stations(unlisted: Iterable[str | None]) -> Iterable[Sentence]:
    names = "、".join(sorted(filter(None, unlisted)))
    if names:
        yield Sentence(
            f"没有工作站.csv，也没有登记过这些工作站：{names}；其服务对象的档案不写工作站。",
            "There is no 工作站.csv, and these workstations are not registered either: "
            f"{names}; their clients' files are opened without one.",
        )
