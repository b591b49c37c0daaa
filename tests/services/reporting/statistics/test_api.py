"""Reporting over HTTP: figures, the year's table and its page, scope, waiting."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.annual import ANNUAL
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes.of_a_place import check_indicators
from services.reporting.downloads.xlsx_file import MEDIA_TYPE
from services.reporting.statistics import bounds
from shared.http.application import Service
from shared.http.health import metrics_app
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.services.reporting.calling import ISSUER, get, page_of_year
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger, some_work
from tests.services.reporting.reading import settle
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)
YEAR = "/v1/reports/annual?region=4101&year=2019"
AIMS = """
version = "1"
[[aim]]
code = "sessions"
indicator = "sessions"
a_year = 3
regions = ["4101"]
since = 2019-01-01
"""
PERIOD = "from=2019-01-01&to=2020-01-01"


@pytest.fixture
async def ledger(app: Service) -> Ledger:
    """A little work of 2019, counted."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    ledger.case(AT_LARGE).contact(DAY, "phone")
    ledger.session(DAY)
    ledger.article(DAY)
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    return ledger


async def test_the_year_as_json(app: Service, ledger: Ledger) -> None:
    """Exactly the keys that are promised, the rows in the table's order."""
    answer = await get(app, YEAR)
    assert answer.status == 200
    body = answer.json()
    assert list(body) == [
        "region", "region_name", "year", "asked_at", "counted_until", "rows",
    ]  # fmt: skip
    assert (body["region"], body["year"]) == ("4101", 2019)
    assert body["region_name"] == {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"}
    assert [row["indicator"] for row in body["rows"]] == [row.code for row in ANNUAL]
    assert [row["value"] for row in body["rows"]] == [1, 0, 1, 1, 1]
    assert [row["unit"] for row in body["rows"]] == ["人次", "人次", "人次", "场", "篇"]
    keys = ["indicator", "name", "unit", "value", "aim"]
    assert all(list(row) == keys and row["aim"] is None for row in body["rows"])
    assert "waystation-lag" not in answer.headers, "without the journals it is not known"
    app.state.freshness = SimpleNamespace(lag=lambda: 1.5)
    assert (await get(app, YEAR)).headers["waystation-lag"] == "1.500"


async def test_what_a_place_aims_at_stands_in_the_year(app: Service, ledger: Ledger) -> None:
    """With how much of it is reached; a file has columns for it, and no region has its city's."""
    use_policies(read_own_policies(AIMS.encode(), regions_in_force(), check_indicators))
    try:
        rows = {row["indicator"]: row for row in (await get(app, YEAR)).json()["rows"]}
        before = (await get(app, YEAR.replace("2019", "2018"))).json()["rows"]
        file = (await get(app, YEAR + "&format=csv&lang=en")).body.decode("utf-8-sig")
        below = (await get(app, YEAR.replace("4101", "410105") + "&format=csv")).body.decode()
    finally:
        use_policies(None)
    assert rows["sessions"]["aim"] == {"a_year": 3, "percent": 33.3}
    assert [code for code, row in rows.items() if row["aim"]] == ["sessions"]
    assert not any(row["aim"] for row in before), "it holds since 2019"
    assert "Value,Aim of the year,Share of the aim (%)" in file
    assert ",1,3,33.3" in file
    assert "目标" not in below


async def test_a_browser_is_led_to_the_page_of_the_year(app: Service, ledger: Ledger) -> None:
    """In the language asked for, else the browser's; nothing is loaded from outside."""
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    led = await get(app, YEAR, accept=browser)
    assert (led.status, led.headers["location"]) == (303, "/year?region=4101&period=2019")
    chinese = await page_of_year(app, YEAR, accept=browser)
    assert chinese.headers["content-type"].startswith("text/html")
    text = chinese.body.decode()
    assert "2019年" in text
    assert "郑州市" in text
    british = {"accept": browser, "accept-language": "en"}
    english = (await page_of_year(app, YEAR, **british)).body.decode()
    assert "Prevention sessions" in english
    asked = (await page_of_year(app, YEAR + "&lang=en", accept=browser)).body.decode()
    assert "Prevention sessions" in asked
    for page in (text, english):
        assert "http" not in page
        assert "src=" not in page
    assert "default-src 'none'" in chinese.headers["content-security-policy"]


async def test_figures(app: Service, ledger: Ledger) -> None:
    """Several indicators, grouped and filtered."""
    answer = await get(
        app, f"/v1/statistics?indicators=contacts,persons_contacted&region=410102&{PERIOD}&by=mode"
    )
    assert answer.status == 200
    assert [(r["indicator"], r["group"], r["value"]) for r in answer.json()["rows"]] == [
        ("contacts", {"mode": "home_visit"}, 1),
        ("contacts", {"mode": "phone"}, 1),
        ("persons_contacted", {"mode": "home_visit"}, 1),
        ("persons_contacted", {"mode": "phone"}, 1),
    ]
    narrow = await get(
        app, f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}&where=group:at_large"
    )
    assert [row["value"] for row in narrow.json()["rows"]] == [1]
    await settle(app.state.pool)
    then = await get(
        app, f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}&as_of=2019-12-01T00:00:00Z"
    )
    assert [row["value"] for row in then.json()["rows"]] == [0]


async def test_the_indicators_are_declared(app: Service) -> None:
    """Every one with its formula in two languages, and the values of closed dimensions."""
    declared = (await get(app, "/v1/indicators")).json()["indicators"]
    assert [each["code"] for each in declared] == list(INDICATORS)
    for each in declared:
        assert each["formula"]["zh"]
        assert each["formula"]["en"]
        assert all(bool(d["values"]) != d["open"] for d in each["dimensions"])


NOT_ASKED: list[tuple[str, int, str | None]] = [
    ("/v1/statistics?indicators=moons&region=4101&" + PERIOD, 422, "unknown_indicator"),
    (f"/v1/statistics?indicators=sessions&region=4101&{PERIOD}&by=week,month", 422,
     "two_grains"),
    ("/v1/statistics?indicators=sessions&region=4101&from=2000-01-01&to=2019-01-01&by=day", 422,
     "period_too_long"),
    ("/v1/statistics?indicators=sessions&region=41&" + PERIOD, 404, None),
    ("/v1/statistics?indicators=sessions&region=4201&" + PERIOD, 404, None),
    ("/v1/statistics?indicators=sessions&region=4199&" + PERIOD, 422, "unknown_region"),
    ("/v1/statistics?indicators=sessions&region=410&" + PERIOD, 422, "bad_format"),
    ("/v1/statistics?indicators=sessions&region=4101&from=2019-1-1&to=2020-01-01", 422,
     "bad_date"),
    ("/v1/statistics?indicators=sessions&region=4101&from=0&to=2020-01-01", 422, "bad_date"),
    ("/v1/statistics?indicators=sessions&region=4101&from=2020-01-01&to=2020-01-01", 422,
     "empty_period"),
    ("/v1/statistics?indicators=sessions&region=4101&by=month&from=1950-01-01&to=2020-01-01",
     422, "period_too_long"),
    (f"/v1/statistics?indicators=sessions&region=4101&{PERIOD}&by=mode", 422,
     "unknown_dimension"),
    (f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}&where=mode:moon", 422,
     "unknown_dimension"),
    (f"/v1/statistics?indicators=sessions&region=4101&{PERIOD}&where=place_kind", 422,
     "bad_format"),
    (f"/v1/statistics?indicators=sessions&region=4101&{PERIOD}&as_of=1577836800", 422,
     "bad_time"),
    (f"/v1/statistics?indicators=sessions&region=4101&{PERIOD}&colour=red", 400,
     "unknown_parameter"),
    ("/v1/reports/annual?region=4101&year=20190", 422, "too_large"),
    ("/v1/reports/annual?region=4101&year=%2B2019", 422, "not_a_number"),
    ("/v1/reports/annual?region=4101&year=2019.0", 422, "not_a_number"),
    ("/v1/reports/annual?region=4101&year=2_019", 422, "not_a_number"),
    ("/v1/reports/annual?region=4101", 422, "missing"),
    ("/v1/reports/annual?region=410&year=2019", 422, "bad_format"),
    ("/v1/reports/annual?region=%E9%83%91%E5%B7%9E&year=2019", 422, "bad_format"),
    ("/v1/reports/annual?region=4199&year=2019", 422, "unknown_region"),
    ("/v1/reports/annual/years?region=410", 422, "bad_format"),
    ("/v1/reports/annual/years?region=4201", 404, None),
    (YEAR + "&min_position=case-1", 400, "not_a_position"),
    ("/v1/reports/annual?region=4201&year=2019", 404, None),
]  # fmt: skip
MADE_OF = (
    *("by=result", "by=not_done_reason", "by=month,result", "where=result:negative"),
    *("where=not_done_reason:excused", "by=method&where=result:not_done"),
)


async def test_what_cannot_be_asked(app: Service) -> None:
    """A problem names the parameter and the way out; what is out of scope does not exist."""
    for address, status, reason in NOT_ASKED:
        answer = await get(app, address)
        kind = answer.headers["content-type"]
        assert (answer.status, kind) == (status, "application/problem+json"), address
        if reason is not None:
            assert [error["reason"] for error in answer.json()["errors"]] == [reason], address


async def test_a_rate_is_not_asked_for_by_what_it_is_made_of(app: Service) -> None:
    """It would be 100 or 0 % of itself; the problem says so, and by what it can be asked for."""
    for codes, query in product(("test_rate", "tests_done,test_rate"), MADE_OF):
        asked = f"/v1/statistics?indicators={codes}&region=4101&{PERIOD}&{query}"
        answer = await get(app, asked)
        assert answer.status == 422, asked
        [error] = answer.json()["errors"]
        assert error["reason"] == "made_of_dimension", asked
        assert error["parameter"] == ("where" if "where" in query else "by"), asked
        assert error["detail"].endswith("kind, method, group."), asked
        assert ("year, region" in error["detail"]) == ("where" not in query), asked
    declared = (await get(app, "/v1/indicators")).json()["indicators"]
    dimensions = {each["code"]: [d["code"] for d in each["dimensions"]] for each in declared}
    assert dimensions["test_rate"] == ["kind", "method", "group"]
    assert {"result", "not_done_reason"} <= {*dimensions["tests_done"]}


async def test_a_caller_without_the_action_is_refused(app: Service) -> None:
    """Statistics need statistics:read."""
    token = ISSUER.mint("tests", ["4101"], ["cases:read"])
    answer = await call(app, "GET", YEAR, headers={"authorization": f"Bearer {token}"})
    assert answer.status == 403


async def test_metrics_and_health(app: Service, ledger: Ledger) -> None:
    """The operator sees what was counted, and whether the database answers."""
    metrics = (await call(metrics_app(app.registry), "GET", "/metrics")).body.decode()
    assert f"reporting_events_counted_total {len(ledger.events)}.0" in metrics
    assert "reporting_parked_streams 0.0" in metrics
    assert (await call(app, "GET", "/readyz")).status == 200


async def test_the_openapi_document(app: Service) -> None:
    """Every operation is in it, the page and the stream with their own media types."""
    paths = (await call(app, "GET", "/openapi.json")).json()["paths"]
    assert set(paths) == {
        "/v1/statistics", "/v1/statistics/explain", "/v1/statistics/explain/rank",
        "/v1/indicators", "/v1/reports/annual",
        "/v1/reports/annual/years", "/v1/freshness", "/v1/rebuild", "/v1/verify",
        "/v1/statistics/compare", "/v1/statistics/ranking", "/v1/statistics/schemes",
        "/v1/statistics/outliers", "/v1/sessions", "/v1/sessions/end", "/v1/sessions/{number}/end",
    }  # fmt: skip
    content = paths["/v1/reports/annual"]["get"]["responses"]["200"]["content"]
    assert set(content) == {"application/json", "text/csv", MEDIA_TYPE}
    assert "303" in paths["/v1/reports/annual"]["get"]["responses"]
    stream = paths["/v1/verify"]["post"]["responses"]["200"]["content"]
    assert set(stream) == {"application/x-ndjson"}


async def test_what_takes_too_long_is_refused_with_the_way_out(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Persons of a ragged period of a large region are; those of its months are answered."""
    monkeypatch.setattr(bounds, "MOST_FACTS", 0)
    ledger = some_work(3)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    asked = "/v1/statistics?indicators=persons_contacted&region=4101"
    assert (await get(app, f"{asked}&{PERIOD}&by=month")).status == 200
    refused = await get(app, f"{asked}&from=2019-01-02&to=2020-01-01")
    assert refused.status == 422
    [error] = refused.json()["errors"]
    assert (error["parameter"], error["reason"]) == ("region", "too_much")
    assert "whole months" in error["detail"]


async def test_what_is_still_being_added_up_is_not_refused_for_good(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While persons are being added, those of a large region's months are there a little later."""
    monkeypatch.setattr(bounds, "MOST_FACTS", 0)
    await app.state.consumer.apply("cases", 0, 0, some_work(3).events)
    asked = "/v1/statistics?indicators=persons_contacted&region=4101"
    async with app.state.pool.acquire() as connection:
        scopes = await connection.fetch("DELETE FROM live.person_scopes RETURNING scope")
        late = await get(app, f"{asked}&{PERIOD}&by=month")
        assert (late.status, late.headers["retry-after"]) == (503, "30")
        assert "still being added up" in late.json()["detail"]
        assert (await get(app, f"{asked}&from=2019-01-02&to=2020-01-01")).status == 422
        await connection.executemany(
            "INSERT INTO live.person_scopes VALUES ($1)", [tuple(each) for each in scopes]
        )
    assert (await get(app, f"{asked}&{PERIOD}&by=month")).status == 200
