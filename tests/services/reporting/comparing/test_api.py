"""Comparisons over HTTP: what is answered in which form, and what is refused."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.schemes import SCHEMES
from services.reporting.downloads.csv_file import MEDIA_TYPE as CSV
from services.reporting.downloads.xlsx_file import MEDIA_TYPE as XLSX
from shared.clock import present_day
from shared.http.application import Service
from shared.regions import Region, RegionYear
from tests.services.reporting.calling import get, headers
from tests.services.reporting.comparing.asking import JINSHUI, ZHONGYUAN, listed, sessions
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.reading import settle
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

COMPARE = "/v1/statistics/compare?indicators=sessions&region=4101&period=2019-Q3"
RANKING = "/v1/statistics/ranking?by=sessions&region=4101&period=2019-Q3"
OUTLIERS = "/v1/statistics/outliers?indicators=sessions&region=4101&period=2019-Q3"
STATISTICS = "/v1/statistics?indicators=sessions&region=4101&from=2019-01-01&to=2020-01-01"
ANNUAL = "/v1/reports/annual?region=4101&year=2019"
TABLES = (COMPARE, RANKING, OUTLIERS, STATISTICS, ANNUAL)


@pytest.fixture
async def counted(app: Service) -> Service:
    """The service, with sessions of two counties."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2019, 7, 1), 3), (date(2019, 4, 1), 2))
    sessions(ledger, ZHONGYUAN, (date(2019, 8, 1), 1))
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    return app


@pytest.mark.parametrize("address", TABLES)
async def test_as_a_file(counted: Service, address: str) -> None:
    """By Accept or by name: a file of a name, in the language asked for."""
    for form, kind in (("csv", CSV), ("xlsx", XLSX)):
        by_name = await get(counted, f"{address}&format={form}")
        by_accept = await get(counted, address, accept=f"{kind.partition(';')[0]};q=0.9, */*;q=0.1")
        for answer in (by_name, by_accept):
            assert answer.status == 200
            assert answer.headers["content-type"] == kind
            assert answer.headers["content-disposition"].endswith(f'.{form}"')
            assert "Accept" in answer.headers["vary"]
        assert by_name.headers["content-language"] == "zh-CN"
    sheet = openpyxl.load_workbook(io.BytesIO(by_name.body)).worksheets[0]
    assert any(isinstance(cell.value, int) for row in sheet.iter_rows() for cell in row)
    english = await get(counted, f"{address}&format=csv", **{"accept-language": "en"})
    rows = csv.reader(io.StringIO(english.body.decode("utf-8-sig"), newline=""))
    assert "Indicator" in (first := next(rows)) or "Rank" in first


async def test_a_file_names_groups_and_filters(counted: Service) -> None:
    """Values of dimensions by their names, in the language of the file."""
    asked = f"{STATISTICS}&by=place_kind,month&where=place_kind:school&format=csv&lang="
    for language, texts in (("zh", ("学校", "月份")), ("en", ("schools", "Month"))):
        text = (await get(counted, asked + language)).body.decode("utf-8-sig")
        rows = [*csv.reader(io.StringIO(text, newline=""))]
        assert texts[1] in rows[0]
        assert texts[0] in rows[1]
        assert any(texts[0] in cell for row in rows[rows.index([]) :] for cell in row)


async def test_a_comparison(counted: Service) -> None:
    """The three periods by name and days, and how each figure differs."""
    body = (await get(counted, COMPARE)).json()
    assert [body[each]["name"] for each in ("period", "before", "year_before")] == [
        "2019-Q3", "2019-Q2", "2018-Q3",
    ]  # fmt: skip
    assert "until" not in body
    [row] = body["rows"]
    assert (row["value"], row["before"]["value"], row["before"]["difference"]) == (4, 2, 2)
    assert row["before"]["percent"] == 100.0
    assert row["year_before"]["percent"] is None
    assert row["year_before"]["reason"]["en"].startswith("It was 0 then")
    by_days = COMPARE.replace("2019-Q3", "2019-07-01..2019-10-01")
    assert (await get(counted, by_days)).json()["period"]["name"] == "2019-Q3"


async def test_per_10000_residents(counted: Service) -> None:
    """Rate, count, population and its year; of which nothing is listed, and why."""
    with listed([], [RegionYear(JINSHUI, 2019, 16_000)]):
        for address, region in ((f"{STATISTICS}&by=region&per=10000", True),
                                (f"{COMPARE}&by=region&per=10000", False),
                                (f"{RANKING}&per=10000", False)):  # fmt: skip
            rows = (await get(counted, address)).json()["rows"]
            by_code = {(row["group"]["region"] if region else row["region"]): row for row in rows}
            own, other = by_code[JINSHUI], by_code[ZHONGYUAN]
            sum_of = 5 if region else 3
            assert (own["count"], own["value"]) == (sum_of, {5: 3.13, 3: 1.88}[sum_of])
            assert (own["population"], own["population_year"]) == (16_000, 2019)
            assert (other["count"], other["value"], other["population"]) == (1, None, None)
            assert "2019" in other["reason"]["zh"]


async def test_figures_of_a_year_are_by_the_residents_of_that_year(counted: Service) -> None:
    """Grouped by quarter or year, each by those at the end of its own year."""
    years = [RegionYear("410100000000", 2018, 10_000), RegionYear("410100000000", 2019, 20_000)]
    asked = STATISTICS.replace("2019-01-01", "2018-01-01") + "&by=year&per=10000"
    with listed([], years):
        [row] = (await get(counted, asked)).json()["rows"]
    assert (row["group"], row["population_year"], row["value"]) == ({"year": "2019"}, 2019, 3.0)


async def test_a_ranking_and_the_schemes(counted: Service) -> None:
    """The formula of what is ranked is in the answer, and so are the parts of a scheme."""
    body = (await get(counted, RANKING)).json()
    assert [(row["rank"], row["region"], row["value"]) for row in body["rows"][:2]] == [
        (1, JINSHUI, 3), (2, ZHONGYUAN, 1),
    ]  # fmt: skip
    assert (body["indicator"], body["first"]) == ("sessions", "high")
    assert body["left_out"] > 5
    everyone = (await get(counted, f"{RANKING}&without_data=include")).json()
    assert (everyone["left_out"], len(everyone["rows"])) == (0, body["left_out"] + 2)
    by_scheme = (await get(counted, RANKING.replace("sessions", "prevention-2026"))).json()
    assert (by_scheme["scheme"], by_scheme["version"]) == ("prevention-2026", "1")
    scheme = SCHEMES["prevention-2026"]
    assert by_scheme["formula"] == {"zh": scheme.formula.zh, "en": scheme.formula.en}
    for row in by_scheme["rows"]:
        assert (row["rank"], row["value"]) == (None, None), "no population is listed"
        assert [each["weight"] for each in row["parts"]] == [40, 40, 20]
    declared = (await get(counted, "/v1/statistics/schemes")).json()["schemes"]
    assert [each["code"] for each in declared] == [*SCHEMES]


async def test_as_it_was_known(counted: Service) -> None:
    """Of a moment that is settled; of another one the answer is 503, and no smaller figure."""
    moment = "&as_of=2019-12-31T01:00:02Z"
    for address in (COMPARE, RANKING, OUTLIERS):
        assert (await get(counted, address + moment)).status == 503
    await settle(counted.state.pool)
    [row] = (await get(counted, COMPARE + moment)).json()["rows"]
    assert (row["value"], row["before"]["value"]) == (3, 0)
    rows = (await get(counted, RANKING + moment)).json()["rows"]
    assert (rows[0]["value"], rows[1]["value"]) == (3, 0)


TODAY = present_day()
# On its last day a year is whole, and its figures are no finer than a year's.
UNFINISHED = [f"{TODAY.year}"] if (TODAY + timedelta(days=1)).year == TODAY.year else []


@pytest.mark.parametrize(
    ("address", "status", "parameter", "reason"),
    [
        (COMPARE.replace("2019-Q3", "2019-Q5"), 422, "period", "bad_period"),
        (COMPARE.replace("2019-Q3", f"{TODAY.year + 2}"), 422, "period", "future_period"),
        (COMPARE.replace("2019-Q3", "2019-07-01..2019-07-01"), 422, "period", "bad_period"),
        (COMPARE.replace("sessions", "moons"), 422, "indicators", "unknown_indicator"),
        (COMPARE.replace("sessions", "meeting_rate") + "&per=10000", 422, "per",
         "not_per_residents"),
        (COMPARE + "&per=1000", 422, "per", "not_a_choice"),
        (COMPARE + "&by=month", 422, "by", "not_a_choice"),
        (COMPARE + "&boundaries=mine", 422, "boundaries", "not_a_choice"),
        (COMPARE + "&where=mode:phone", 422, "where", "unknown_dimension"),
        (COMPARE + "&format=pdf", 422, "format", "not_a_choice"),
        (COMPARE.replace("4101", "4102"), 404, None, None),
        (COMPARE.replace("4101", "4199"), 422, "region", "unknown_region"),
        (STATISTICS.replace("sessions", "meeting_rate") + "&per=10000", 422, "per",
         "not_per_residents"),
        (RANKING.replace("sessions", "moons"), 422, "by", "unknown_indicator"),
        (RANKING.replace("sessions", "clients-2026") + "&first=low", 422, "by", "not_with_scheme"),
        (RANKING.replace("sessions", "clients-2026") + "&per=10000", 422, "by", "not_with_scheme"),
        (RANKING.replace("sessions", "meeting_rate") + "&per=10000", 422, "per",
         "not_per_residents"),
        (RANKING.replace("4101", "4102"), 404, None, None),
        (OUTLIERS.replace("2019-Q3", "2019-01-05..2019-01-09"), 422, "period", "no_history"),
        (OUTLIERS.replace("2019-Q3", f"{TODAY.year}"), 422, "period",
         "no_history"),
        (OUTLIERS.replace("4101", "4102"), 404, None, None),
    ],
)  # fmt: skip
async def test_what_cannot_be_asked(
    app: Service, address: str, status: int, parameter: str | None, reason: str | None
) -> None:
    """A problem names the parameter as it was given, and the way out, in both languages."""
    answer = await get(app, address)
    assert answer.status == status, answer.json()
    if reason is not None:
        [error] = answer.json()["errors"]
        assert (error["parameter"], error["reason"]) == (parameter, reason)
        assert error["detail"]
        assert error["detail_zh"]


async def test_a_code_that_others_have_replaced(app: Service) -> None:
    """It has no figures on the boundaries of now; the answer names the codes that do."""
    ended = Region("410191000000", "甲", "A", None, date(2019, 1, 1), "", (JINSHUI,))
    with listed([ended]):
        asked = COMPARE.replace("4101", "410191")
        assert (await get(app, asked)).status == 200
        [error] = (await get(app, f"{asked}&boundaries=now")).json()["errors"]
    assert (error["parameter"], error["reason"]) == ("boundaries", "replaced_region")
    assert JINSHUI in error["detail"]


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        (COMPARE.replace("region=4101", "region=410105001"), {"region"}),
        (COMPARE.replace("4101", "410105") + "&by=region", {"by"}),
        (COMPARE.replace("2019-Q3", "2019-07-05"), {"period"}),
        *((COMPARE.replace("2019-Q3", year), {"period"}) for year in UNFINISHED),
        (COMPARE + "&as_of=2019-12-31T01:00:02Z", {"as_of"}),
        (RANKING.replace("4101", "410105"), {"region"}),
        (RANKING.replace("2019-Q3", "2019-W30"), {"period"}),
        (OUTLIERS.replace("2019-Q3", "2019-W30"), {"period"}),
        (OUTLIERS.replace("4101", "410105") + "&by=region", {"by"}),
        (STATISTICS.replace("4101", "410105") + "&by=region&per=10000", {"by"}),
    ],
)
async def test_what_is_finer_needs_the_action(
    app: Service, address: str, parameters: set[str]
) -> None:
    """As of any figure: a street, a day, the first days of a year, a moment; in every form."""
    own: dict[str, Any] = {"headers": headers(actions=("statistics:read",))}
    for form in ("json", "csv", "xlsx"):
        refused = await call(app, "GET", f"{address}&format={form}", **own)
        assert refused.status == 403
        assert {error["parameter"] for error in refused.json()["errors"]} == parameters
        assert refused.json()["type"] == "/problems/action-not-allowed"
