"""A plan folded into the figures that `expected.json` tells, without any server."""

import asyncio
from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from typing import Any

from deploy.ledgers import records
from deploy.ledgers.folder import read_folder
from deploy.ledgers.planning import Plan, make_plan
from deploy.ledgers.words import LEVELS, PLACE_KINDS
from shared.events.cases.case import CaseKind
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestResult

TODAY = date(2025, 6, 1)
IN_PERSON = {ContactMode.HOME_VISIT, ContactMode.OFFICE}


class NothingKnown:
    """A service that was empty."""

    async def workstations(self, named: AbstractSet[tuple[str, str]]) -> AbstractSet[str]:
        """No workstation."""
        return set()

    async def cases(self, references: AbstractSet[str]) -> AbstractSet[str]:
        """No case."""
        return set()


def plan_of(folder: Path, today: date = TODAY) -> Plan:
    """The plan of a folder for a service that was empty."""
    return asyncio.run(make_plan(read_folder(folder), today, NothingKnown()))


def figures(plan: Plan, year: int) -> dict[str, Any]:
    """The figures of `expected.json`, under its names."""
    kinds = {line.record.reference: line.record.kind for line in plan.clients.lines}
    entries = [line.record for line in plan.entries.lines]
    every = [entry for entry in entries if isinstance(entry, records.Contact)]
    contacts = [contact for contact in every if contact.occurred_on.year == year]
    at_large = Counter(
        contact.mode for contact in contacts if kinds[contact.reference] is CaseKind.AT_LARGE
    )
    programme = Counter(
        contact.mode for contact in contacts if kinds[contact.reference] is not CaseKind.AT_LARGE
    )
    results = Counter(entry.result for entry in entries if isinstance(entry, records.DrugTest))
    levels = Counter(entry.level for entry in entries if isinstance(entry, records.Assessment))
    outreach = [line.record for line in plan.outreach.lines]
    sessions = [record for record in outreach if isinstance(record, records.Activity)]
    places = Counter(session.place_kind for session in sessions)
    groups = Counter(kind is CaseKind.AT_LARGE for kind in kinds.values())
    rejected: dict[str, Counter[str]] = {}
    for row in plan.rejected:
        rejected.setdefault(row.place.file, Counter())[row.reason] += 1
    return {
        "year": year,
        "annual": {
            "contacts in person with clients in a programme (人次)": sum(
                programme[mode] for mode in IN_PERSON
            ),
            "contacts in person with users at large (人次)": sum(
                at_large[mode] for mode in IN_PERSON
            ),
            "phone contacts with users at large (人次)": at_large[ContactMode.PHONE],
            "prevention sessions (场)": len(sessions),
            "articles (篇)": len(outreach) - len(sessions),
        },
        "also": {
            "remote contacts with clients in a programme (人次)": sum(
                count for mode, count in programme.items() if mode not in IN_PERSON
            ),
            "sessions by kind of place (场)": {
                word: places[kind] for word, kind in PLACE_KINDS.items() if places[kind]
            },
            "attendance (人次)": sum(session.attendance for session in sessions),
            "urine tests done (次)": results.total() - results[DrugTestResult.NOT_DONE],
            "of these positive (次)": results[DrugTestResult.POSITIVE],
            "not done (次)": results[DrugTestResult.NOT_DONE],
            "risk assessments by level (次)": {word: levels[LEVELS[word]] for word in "高中低"},
            "clients by group (人)": {"programme": groups[False], "at large": groups[True]},
        },
        "import": {
            "duplicates skipped": len(plan.duplicates),
            "rejected rows": rejected,
            "accepted contacts of other years": len(every) - len(contacts),
        },
    }
