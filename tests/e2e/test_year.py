"""The main job, as a person does it: a year's ledgers in, the year's table out, both ways."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SERVERS
from tests.deploy.instances import Caller, Up, waystation
from tests.servers import Broker

LEDGERS = Path(__file__).parents[1] / "data" / "zhengzhou-2019"
EXPECTED: dict[str, Any] = json.loads((LEDGERS / "expected.json").read_text("utf-8"))

PLACES = {
    "学校": "school", "社区": "community", "场所": "venue", "家庭": "family", "企业": "enterprise",
    "农村": "village", "餐厅": "restaurant", "宾馆": "hotel", "商铺": "shop",
}  # fmt: skip
LEVELS = {"高": "high", "中": "medium", "低": "low"}
PROGRAMMES = ("community_detoxification", "community_rehabilitation")
ALSO = EXPECTED["also"]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("across", marks=pytest.mark.postgres),
        pytest.param("kafka", marks=[pytest.mark.postgres, pytest.mark.kafka, pytest.mark.servers]),
    ],
)
def up(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """An instance on a new folder, its events straight across or through Kafka."""
    arguments: list[str] = []
    if request.param == "kafka":
        broker: Broker = request.getfixturevalue("broker")
        arguments = ["--kafka", broker.address]
    up = Up(tmp_path_factory.mktemp("year") / "data", *arguments)
    try:
        up.answering()
        yield up
    finally:
        up.close()


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    """A Kafka of its own: the topics' names are fixed, and nobody else's events may be there."""
    broker = SERVERS.own_kafka()
    yield broker
    broker.close()


@pytest.fixture(scope="module")
def imported(up: Up) -> dict[str, Any]:
    """What the import of the year's ledgers says, after a dry run that must write nothing.

    Over Kafka there is none: what is only tried never comes there.
    """
    if up.arguments:
        over_kafka: dict[str, Any] = bring_in(up, "rejected")
        return over_kafka
    dry = run(up, "import", LEDGERS, "--dry-run", "--json")
    assert up.recorded() == {"cases": 0, "outreach": 0}
    first: dict[str, Any] = bring_in(up, "rejected")
    assert dry["accepted"] == first["accepted"]
    assert dry["rejected"] == first["rejected"]
    return first


def run(up: Up, *arguments: str | Path) -> Any:
    """The JSON that a command prints on the standard output."""
    done = waystation(*arguments, "--data-dir", up.folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bring_in(up: Up, rejected: str) -> Any:
    """What the import says; its rejected rows go beside the data folder."""
    return run(up, "import", LEDGERS, "--json", "--rejected", up.folder.with_name(rejected))


def report(up: Up) -> dict[str, Any]:
    """The year's table by the command line."""
    table: dict[str, Any] = run(
        up, "report", "annual", "--region", EXPECTED["region"], "--year", str(EXPECTED["year"]),
        "--json",
    )  # fmt: skip
    return table


def test_the_years_table_is_the_published_one(up: Up, imported: dict[str, Any]) -> None:
    """The five rows of the table, in the table's order, are exactly those of the year."""
    table = report(up)
    assert (table["region"], table["year"]) == (EXPECTED["region"], EXPECTED["year"])
    assert [row["value"] for row in table["rows"]] == list(EXPECTED["annual"].values())
    units = [name.rpartition("(")[2].rstrip(")") for name in EXPECTED["annual"]]
    assert [row["unit"] for row in table["rows"]] == units
    assert all(row["name"]["zh"] and row["name"]["en"] for row in table["rows"])


def test_the_imports_account_is_as_expected(imported: dict[str, Any]) -> None:
    """Accepted, duplicate and rejected rows are counted as the ledgers have them."""
    expected = EXPECTED["import"]
    assert imported["accepted"] == {
        "工作站.csv": 12,
        "服务对象.csv": 420,
        "帮教记录.csv": 658 + 229 + 315 + 47 + 4,
        "尿检记录.csv": 900,
        "风险评估.csv": 420,
        "宣传活动.csv": 412,
        "新闻稿件.csv": 623,
    }
    duplicates = Counter({"帮教记录.csv": expected["duplicates skipped"]})
    assert Counter(imported["duplicates"]) == duplicates
    rejected: dict[str, dict[str, int]] = {}
    for row in imported["rejected"]:
        reasons = rejected.setdefault(row["file"], {})
        reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
    assert rejected == expected["rejected rows"]


async def test_the_other_figures_are_as_expected(up: Up, imported: dict[str, Any]) -> None:
    """The statistics give the year's other figures too."""

    async def ask(indicator: str, by: str = "", where: str = "") -> dict[str, int]:
        query = f"indicators={indicator}&region=4101&from=2019-01-01&to=2020-01-01"
        query += (f"&by={by}" if by else "") + (f"&where={where}" if where else "")
        status, answer = await caller.get(f"/v1/statistics?{query}")
        assert status == 200, answer
        return {row["group"].get(by, ""): row["value"] for row in answer["rows"] if row["value"]}

    async with Caller(up.folder, up.answering()) as caller:
        remote = await ask("contacts_remote_programme")
        assert remote == {"": ALSO["remote contacts with clients in a programme (人次)"]}
        places = ALSO["sessions by kind of place (场)"]
        assert await ask("sessions", by="place_kind") == {
            PLACES[place]: value for place, value in places.items()
        }
        assert await ask("attendance") == {"": ALSO["attendance (人次)"]}
        for indicator, name in (
            ("tests_done", "urine tests done (次)"),
            ("tests_positive", "of these positive (次)"),
            ("tests_not_done", "not done (次)"),
        ):
            assert await ask(indicator, where="method:urine") == {"": ALSO[name]}
        levels = ALSO["risk assessments by level (次)"]
        assert await ask("risk_assessments", by="level") == {
            LEVELS[level]: value for level, value in levels.items()
        }
        clients = await ask("clients", by="kind")
        assert {
            "programme": sum(clients[kind] for kind in PROGRAMMES),
            "at large": clients["at_large"],
        } == ALSO["clients by group (人)"]


async def test_what_belongs_to_other_years_is_in_them(up: Up, imported: dict[str, Any]) -> None:
    """Contacts of the years before and after were accepted, and are counted there."""
    async with Caller(up.folder, up.answering()) as caller:
        others = 0
        for first, last in (("2000-01-01", "2019-01-01"), ("2020-01-01", "2100-01-01")):
            query = f"indicators=contacts&region=4101&from={first}&to={last}"
            _, answer = await caller.get(f"/v1/statistics?{query}")
            others += sum(row["value"] for row in answer["rows"])
    assert others == EXPECTED["import"]["accepted contacts of other years"]


@pytest.mark.postgres
@pytest.mark.parametrize("up", ["across"], indirect=True)  # over Kafka tests/chaos shows it
def test_imported_again_nothing_is_new(up: Up, imported: dict[str, Any]) -> None:
    """The same ledgers a second time are all known, as a dry run foretells; the table stays."""
    before = report(up)
    foretold = run(up, "import", LEDGERS, "--dry-run", "--json")
    again = bring_in(up, "rejected-again")
    assert sum(again["accepted"].values()) == 0
    known = Counter(imported["accepted"]) + Counter(imported["duplicates"])
    assert again["duplicates"] == foretold["duplicates"] == known
    assert again["rejected"] == imported["rejected"]
    assert report(up) == before


def test_every_figure_is_proved_and_stays_after_a_rebuild(up: Up, imported: dict[str, Any]) -> None:
    """Verification says equal, before and after everything was counted anew."""
    before = report(up)["rows"]
    for command in ("verify", "rebuild", "verify"):
        done = waystation(command, "--data-dir", up.folder)
        assert done.returncode == 0, done.stdout + done.stderr
    assert report(up)["rows"] == before


def test_started_again_it_goes_on(up: Up, imported: dict[str, Any]) -> None:
    """After a restart the table is the same, without anything being imported."""
    before = report(up)["rows"]
    assert up.stop()[0] == 0
    again = Up(up.folder, *up.arguments)
    try:
        again.answering()
        assert report(again)["rows"] == before
    finally:
        again.close()
