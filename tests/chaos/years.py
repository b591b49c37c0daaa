"""Years of ledgers, and everything that must be found of them in the end."""

import asyncio
import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

from deploy.demo.writing import write_year
from deploy.demo.year import synthetic_year
from deploy.ledgers.kinds.assessments import LEVELS
from deploy.ledgers.kinds.activity_words import PLACE_KINDS
from services.reporting.declared.measures import readers
from shared.events import models, type_of
from shared.events.cases.duties import DutyClosed, DutyOutcomeTakenBack
from tests.chaos.lives import ROOT, House
from tests.deploy.demo.expected import expected
from tests.deploy.ledgers.folding import Imported, imported
from tests.onlooker import Onlooker

PUBLIC = ROOT / "tests" / "data" / "zhengzhou-2019"
# Hangzhou, which has districts that came and went; then more than any test gets through.
CITIES = (
    "3301",
    *(
        f"{province}{city:02}"
        for city in range(1, 10)
        for province in (51, 42, 61, 32, 35, 37, 21, 13, 14, 53, 34, 36, 43, 45)
    ),
)
EVENTS: Mapping[str, str] = {
    "workstations": "cases.WorkstationRegistered.v1",
    "clients": "cases.ClientRegistered.v1",
    "cases": "cases.CaseOpened.v1",
    "reporting-in": "cases.ReportedIn.v1",
    "agreement": "cases.AgreementSigned.v1",
    "contacts": "cases.ContactRecorded.v1",
    "drug-tests": "cases.DrugTestRecorded.v1",
    "risk-assessments": "cases.RiskAssessed.v1",
    "activities": "outreach.SessionHeld.v1",
    "publications": "outreach.ArticlePublished.v1",
}


@dataclass(frozen=True)
class Ledgers:
    """A folder of ledgers, its figures as `expected.json` has them, and its events by type."""

    folder: Path
    expected: Mapping[str, Any]
    events: Counter[str]


@cache
def public_year() -> Ledgers:
    """The public ledgers; read once, since that takes a second."""
    figures = json.loads((PUBLIC / "expected.json").read_text(encoding="utf-8"))
    return Ledgers(PUBLIC, figures, _events(imported(PUBLIC)))


def synthetic_years(place: Path, year: int = 2020) -> Iterator[Ledgers]:
    """One year after the other, each of another city."""
    for region in CITIES:
        planned, folder = synthetic_year(region, year), place / f"{region}-{year}"
        write_year(planned, folder)
        yield Ledgers(folder, expected(planned), _events(imported(folder)))


def _events(done: Imported) -> Counter[str]:
    """One event for each call that the import makes."""
    return Counter(EVENTS[name] for name, _ in done.service.posts)


# What became of duties: how many events say it depends on when each entry came.
OUTCOMES = {type_of(event) for event in (DutyClosed, DutyOutcomeTakenBack)}

# Of these measures each event adds one fact; what it adds to others depends on what it says.
ONE_FACT = (
    "agreements",
    "articles",
    "attendance",
    "cases_opened",
    "contacts",
    "reported_in",
    "risk_assessments",
    "sessions",
    "tests",
)
ONE_EACH = f"SELECT count(*) FROM live.facts WHERE measure IN {ONE_FACT}"


def survived(house: House, years: Sequence[Ledgers]) -> None:
    """All of these years are there, once: journals, figures, proof, and import again."""
    events = all_there(house, years)
    total = events.total()
    assert number(house, ONE_EACH) == sum(
        count
        for type_name, count in events.items()
        for measure, _ in readers(models()[type_name])
        if measure.code in ONE_FACT
    )
    facts = number(house, "SELECT count(*) FROM live.facts")
    proved(house, total)
    rebuilt = house.operate("/v1/rebuild")
    counts = {name: rebuilt[name] for name in ("events", "facts", "differences", "parked")}
    assert counts == {"events": total, "facts": facts, "differences": 0, "parked": 0}
    for year in {id(year): year for year in (years[0], years[-1])}.values():
        _again(house, year)
    proved(house, total)


def all_there(house: Onlooker, years: Sequence[Ledgers]) -> Counter[str]:
    """The journals hold exactly these years, and what became of their duties; the events by type.

    The figures are theirs, and the outcomes are those that follow from the journal.
    """
    house.wait_until_recorded()
    house.wait_until_counted()
    events = sum((year.events for year in years), Counter[str]())
    there = journalled(house)
    entered = Counter({name: there[name] for name in there.keys() - OUTCOMES})
    assert entered == events, f"surplus: {entered - events}; missing: {events - entered}"
    assert there.keys() & OUTCOMES, "of years that are over, much is closed"
    for year in years:
        assert figures(house, year.expected["region"], year.expected["year"]) == {
            "annual": list(year.expected["annual"].values()),
            "also": year.expected["also"],
        }
    return there


def proved(house: Onlooker, events: int) -> None:
    """`verify` finds every cell equal, and nothing pending or parked."""
    proof = house.operate("/v1/verify")
    answer = {name: proof[name] for name in ("equal", "events", "pending", "parked")}
    assert answer == {"equal": True, "events": events, "pending": 0, "parked": 0}, proof


def figures(house: Onlooker, region: str, year: int) -> dict[str, Any]:
    """The year's table, and the figures under "also" of `expected.json`."""

    def ask(indicators: str, **more: str) -> list[dict[str, Any]]:
        period = {"from": f"{year}-01-01", "to": f"{year + 1}-01-01"}
        asked = {"indicators": indicators, "region": region, **period, **more}
        rows: list[dict[str, Any]] = house.ask("/v1/statistics", **asked)["rows"]
        return rows

    def by(indicator: str, dimension: str) -> dict[str, int]:
        return {row["group"][dimension]: row["value"] for row in ask(indicator, by=dimension)}

    table = house.ask("/v1/reports/annual", region=region, year=str(year))
    plain = {
        row["indicator"]: row["value"]
        for row in ask(
            "contacts_remote_programme,attendance,tests_done,tests_positive,tests_not_done"
        )
    }
    places, levels, groups = (
        by("sessions", "place_kind"), by("risk_assessments", "level"), by("clients", "group"),
    )  # fmt: skip
    return {
        "annual": [row["value"] for row in table["rows"]],
        "also": {
            "remote contacts with clients in a programme (人次)": plain[
                "contacts_remote_programme"
            ],
            "sessions by kind of place (场)": {
                word: places[kind] for word, kind in PLACE_KINDS.codes.items() if kind in places
            },
            "attendance (人次)": plain["attendance"],
            "urine tests done (次)": plain["tests_done"],
            "of these positive (次)": plain["tests_positive"],
            "not done (次)": plain["tests_not_done"],
            "risk assessments by level (次)": {
                word: levels[LEVELS.codes[word]] for word in "高中低"
            },
            "clients by group (人)": {
                "programme": groups["programme"],
                "at large": groups["at_large"],
            },
        },
    }


def number(house: House, query: str, database: str = "reporting") -> int:
    """A number out of a database, looked at from outside."""

    async def ask() -> int:
        connection = await asyncpg.connect(house.address(database))
        try:
            return int(await connection.fetchval(query))
        finally:
            await connection.close()

    return asyncio.run(ask())


def journalled(house: Onlooker) -> Counter[str]:
    """The events of the journals by type; each stands there once, and no stream has a hole."""
    types: Counter[str] = Counter()
    ids: set[str] = set()
    versions: defaultdict[str, list[int]] = defaultdict(list)
    for source in ("cases", "outreach"):
        for event in house.journal(source):
            types[event["type"]] += 1
            ids.add(event["event_id"])
            versions[event["stream_id"]].append(event["version"])
    assert len(ids) == types.total()
    assert all(given == [*range(1, len(given) + 1)] for given in versions.values())
    return types


def _again(house: House, year: Ledgers) -> None:
    """Imported again, nothing is new, and the same is rejected."""
    command = house.command("import", year.folder, "--json", "--rejected", house.place / "again")
    assert command.ended() == 0, command.output
    assert sum(_account(command.output)["accepted"].values()) == 0
    assert rejected_rows(command.output) == year.expected["import"]["rejected rows"]
    subprocess.run(["rm", "-rf", str(house.place / "again")], check=True)


def rejected_rows(output: str) -> dict[str, Counter[str]]:
    """How many rows an import that was asked for JSON has rejected: by file, by reason."""
    rejected: dict[str, Counter[str]] = {}
    for row in _account(output)["rejected"]:
        rejected.setdefault(row["file"], Counter())[row["reason"]] += 1
    return rejected


def _account(output: str) -> Any:
    """The account of an import that was asked for JSON."""
    return json.loads(next(line for line in output.splitlines() if line[:1] == "{"))
