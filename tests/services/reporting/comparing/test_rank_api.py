"""A place's own schemes over HTTP, and a rank opened to what makes it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.schemes.of_a_place import check_indicators
from shared.http.application import Service
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.services.reporting.calling import get, headers
from tests.services.reporting.comparing.asking import JINSHUI, ZHONGYUAN, sessions
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

OWN = """
version = "1"
[[ranking]]
code = "own"
version = "{version}"
name = {{ zh = "本市排名", en = "Ours" }}
strands = [
    {{ code = "outreach", name = {{ zh = "宣传", en = "Outreach" }} }},
    {{ code = "tests", name = {{ zh = "检测", en = "Tests" }} }},
]
parts = [
    {{ indicator = "sessions", weight = {weight}, scoring = "aim", aim = 6, strand = "outreach" }},
    {{ indicator = "test_rate", weight = 5, scoring = "percent", strand = "tests" }},
    {{ indicator = "tests_missed", weight = 1, scoring = "share_of_best", strand = "tests" }},
]
regions = ["4101"]
{held}
"""
RANKING = "/v1/statistics/ranking?by={by}&region=4101&period={period}"
OPENED = "/v1/statistics/explain/rank?by={by}&region=4101&period=2019-Q3&of={of}"


@pytest.fixture(autouse=True)
def _own_schemes() -> Iterator[None]:
    """Two versions of a scheme of the city."""
    first = OWN.format(version="1", weight=10, held="until = 2019-07-01")
    second = OWN.format(version="2", weight=4, held="since = 2019-07-01")
    content = first + second.replace('version = "1"\n[[', "[[")
    use_policies(read_own_policies(content.encode(), regions_in_force(), check_indicators))
    yield
    use_policies(None)


@pytest.fixture
async def counted(app: Service) -> Service:
    """The service, with sessions and tests of two counties."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2019, 7, 1), 3), (date(2019, 4, 1), 2))
    sessions(ledger, ZHONGYUAN, (date(2019, 8, 1), 9))
    for result in ("negative", "negative", "not_done"):
        ledger.case(DETOX, JINSHUI).test(date(2019, 7, 5), *_said(result))
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    return app


def _said(result: str) -> tuple[str, ...]:
    return (result, "refused") if result == "not_done" else (result,)


async def test_a_place_ranks_by_the_version_of_the_day(counted: Service) -> None:
    """The answer names the version and the strands; elsewhere the scheme is refused by name."""
    for period, version, weight in (("2019-Q2", "1", 10), ("2019-Q3", "2", 4)):
        body = (await get(counted, RANKING.format(by="own", period=period))).json()
        assert (body["scheme"], body["version"]) == ("own", version)
        assert [each["code"] for each in body["strands"]] == ["outreach", "tests"]
        assert body["rows"][0]["parts"][0]["weight"] == weight
        assert [each["code"] for each in body["rows"][0]["strands"]] == ["outreach", "tests"]
    published = (await get(counted, "/v1/statistics/schemes")).json()["schemes"]
    assert [(each["code"], each["version"]) for each in published[:2]] == [
        ("own", "1"),
        ("own", "2"),
    ]
    assert (published[0]["until"], published[0]["since"]) == ("2019-07-01", None)
    assert published[0]["regions"] == ["4101"]
    refused = await call(
        counted,
        "GET",
        "/v1/statistics/ranking?by=own&region=41&period=2019-Q3",
        headers=headers("41"),
    )
    [error] = refused.json()["errors"]
    assert (error["parameter"], error["reason"]) == ("by", "scheme_not_held")
    assert "clients-2026, prevention-2026" in error["detail"]


async def test_a_rank_opens_to_what_makes_it(counted: Service) -> None:
    """The parts add up to the total, of which each strand has its share; each figure opens."""
    body = (await get(counted, OPENED.format(by="own", of="410105"))).json()
    assert (body["of"], body["rank"], body["ranked"], body["version"]) == (JINSHUI, 2, 2, "2")
    assert (body["value"], body["total"]) == (63.34, {"points": 633.35, "weight": 10})
    parts: list[dict[str, Any]] = body["parts"]
    assert [(each["value"], each["score"], each["points"]) for each in parts] == [
        (3, 50.0, 200.0), (66.67, 66.67, 333.35), (0, 100.0, 100.0),
    ]  # fmt: skip
    assert [(each["rank"], each["best"]) for each in parts] == [(2, 9), (1, 66.67), (1, 0)]
    assert sum(each["points"] for each in parts) == body["total"]["points"]
    assert [(each["code"], each["rank"], each["value"]) for each in body["strands"]] == [
        ("outreach", 2, 50.0), ("tests", 1, 72.23),
    ]  # fmt: skip
    assert sum(each["total"]["points"] for each in body["strands"]) == body["total"]["points"]
    for part in parts:
        for name, address in part["explain"].items():
            opened = (await get(counted, address)).json()
            assert (opened["indicator"], opened["value"]) == (part["indicator"], part["value"])
            assert opened["part"] == name
            assert sum(row["amount"] for row in opened["rows"]) == opened["total"]
    assert [*parts[1]["explain"]] == ["numerator", "denominator"]
    assert parse_qs(urlsplit(parts[1]["explain"]["numerator"]).query)["from"] == ["2019-07-01"]


async def test_a_rank_by_an_indicator_opens_too(counted: Service) -> None:
    """To its figure; and one who may not open figures is told no addresses."""
    body = (await get(counted, OPENED.format(by="sessions", of="410102000000"))).json()
    assert (body["rank"], body["value"], body["indicator"]) == (1, 9, "sessions")
    assert (await get(counted, body["explain"]["numerator"])).json()["value"] == 9
    own = headers("4101", actions=("statistics:read",))
    for by in ("sessions", "own"):
        read = await call(counted, "GET", OPENED.format(by=by, of="410105"), headers=own)
        assert read.status == 200
        assert "/v1/statistics/explain?" not in read.body.decode()


async def test_a_region_that_the_ranking_has_not(counted: Service) -> None:
    """It is not found: one elsewhere, one further down. One without any data says that it is so."""
    empty = (await get(counted, OPENED.format(by="own", of="410103"))).json()
    assert (empty["rank"], empty["ranked"], empty["value"], empty["parts"]) == (None, 2, None, [])
    assert empty["reason"]["en"].startswith("Nothing was ever counted")
    for of in ("410105001", "410202", "41"):
        assert (await get(counted, OPENED.format(by="own", of=of))).status == 404
    wrong = await get(counted, OPENED.format(by="own", of="somewhere"))
    assert (wrong.status, wrong.json()["errors"][0]["parameter"]) == (422, "of")
