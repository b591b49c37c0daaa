"""Without statistics:detail no figure tells of a place below the county, of a day, of a moment."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from services.reporting.app import ReportingSettings, build
from services.reporting.comparing import compare_api, outliers_api, ranking_api
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.statistics import annual_api, api
from services.reporting.statistics.detail import is_calendar_period
from shared.http.application import Service
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER, headers
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.reading import settle
from tests.shared.http.calling import Answer, call

READS = ("statistics:read",)
WITH_DETAIL = ("statistics:read", "statistics:detail")
HTML = "text/html"

COUNTY = "410102"
REGIONS = ("4101", COUNTY, "410102000000", "410102001", "410102001003", "410102002001")
PERIODS = (
    ("2018-01-01", "2020-01-01"),
    ("2019-04-01", "2019-07-01"),
    ("2019-05-01", "2019-06-01"),
    ("2019-05-07", "2019-05-08"),
    ("2019-05-01", "2019-05-08"),  # and
    ("2019-05-01", "2019-05-07"),  # taken from it
    ("2019-02-01", "2019-06-01"),
)
CALENDAR = PERIODS[1:4]  # of which there is a history
POSITIVE = "tests_positive"
OTHERS = ("test_rate", "clients", "share_of_clients_met", "persons_contacted", "contacts")
BY = (
    "",
    "&by=month",
    "&by=day",
    "&by=week",
    "&by=year",
    "&by=region",
    "&by=month,region",
    "&by=kind&where=group:programme",
)
AS_OF = ("", "&as_of=2019-12-31T01:00:04Z", "&as_of=2020-06-01T00:00:00Z")


def questions() -> Iterator[str]:
    """Every way to ask for a figure of one place, a day or a moment."""
    for region, (start, end) in product(REGIONS, PERIODS):
        period = f"region={region}&from={start}&to={end}"
        named = f"region={region}&period={start}..{end}"
        for by, as_of in product(BY, AS_OF):
            yield f"/v1/statistics?indicators={POSITIVE}&{period}{by}{as_of}"
        yield f"/v1/statistics?indicators={','.join(OTHERS)}&{period}"
        yield f"/v1/statistics?indicators={','.join(OTHERS)}&{period}&by=month,region"
        if (start, end) in CALENDAR:
            yield f"/v1/statistics/outliers?indicators={POSITIVE}&{named}&by=region"
        yield f"/v1/statistics?indicators={POSITIVE}&{period}&per=10000&by=region"
        yield f"/v1/statistics/compare?indicators={POSITIVE}&{named}"
        yield f"/v1/statistics/compare?indicators={POSITIVE}&{named}&by=region&per=10000"
        yield f"/v1/statistics/compare?indicators={POSITIVE}&{named}&boundaries=now"
        for ranked_by in (f"{POSITIVE}&per=10000", "clients-2026", "prevention-2026"):
            yield f"/v1/statistics/ranking?by={ranked_by}&{named}"
    for region in REGIONS:
        yield f"/v1/reports/annual?region={region}&year=2019"
        yield f"/v1/reports/annual/years?region={region}"
    yield "/v1/reports/annual/years"
    yield "/v1/indicators"


async def ask(app: Service, asked: str, actions: tuple[str, ...], *regions: str) -> Answer:
    """Read something, as one who may do this in these regions, else in all that is asked about."""
    own = headers(*(regions or ("4101",)), actions=actions)
    return await call(app, "GET", asked, headers=own)


@pytest.fixture
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is asked at one moment, which the answers name."""
    for module in (api, annual_api, compare_api, ranking_api, outliers_api):
        monkeypatch.setattr(module, "utc_now", lambda: datetime(2020, 6, 2, tzinfo=UTC))


@pytest.fixture
async def towns(make_database: MakeDatabase, _one_moment: None) -> AsyncIterator[list[Service]]:
    """Two counties alike but for where in it, when and as which entry there is a positive test."""
    async with AsyncExitStack() as stack:
        services = []
        for community, day, is_first in (
            ("410102001003", date(2019, 5, 7), True),
            ("410102002001", date(2019, 5, 21), False),
        ):
            settings = ReportingSettings(
                reporting_database=await make_database(migrate_reporting), position_key=POSITION_KEY
            )
            app = build(settings, Verifier(ISSUER, issuer="tests", register=REGISTER))
            await stack.enter_async_context(app.router.lifespan_context(app))
            ledger = Ledger()
            if is_first:
                _tested(ledger, community, day, "positive")
            for other in ("410102001001", "410102003000", "410105001003"):
                _tested(ledger, other, date(2019, 3, 4), "negative")
            if not is_first:
                _tested(ledger, community, day, "positive")
            await app.state.consumer.apply("cases", 0, 0, ledger.events)
            await settle(app.state.pool)
            services.append(app)
        yield services


def _tested(ledger: Ledger, region: str, day: date, result: str) -> None:
    """A client of a region who was met and tested on a day."""
    file = ledger.case(DETOX, region, opened=day)
    file.contact(day)
    file.test(day, result)


@pytest.mark.postgres
async def test_nobody_reads_one_communitys_single_positive_test(towns: list[Service]) -> None:
    """Whatever is asked without the action, both are answered the same; with it they differ.

    So no answer, and no two of them together, tells in which community it was, on which day of the
    month, or when it was written down.
    """
    differing = 0
    for asked in questions():
        without = [await ask(town, asked, READS) for town in towns]
        assert without[0] == without[1], asked
        assert without[0].status in (200, 403), (asked, without[0])
        if without[0].status == 403 and "as_of" not in asked:
            with_detail = [await ask(town, asked, WITH_DETAIL) for town in towns]
            assert {answer.status for answer in with_detail} == {200}
            differing += with_detail[0] != with_detail[1]
    assert differing > 30


@pytest.mark.postgres
async def test_an_office_below_the_county_needs_the_action(towns: list[Service]) -> None:
    """A street's own token reads its figures with it only; the county's are not its own."""
    town = towns[0]
    for asked in ("/v1/reports/annual?year=2019", "/v1/statistics?indicators=tests_positive"
                  "&from=2019-05-01&to=2019-06-01"):  # fmt: skip
        for region, statuses in (("410102001", (403, 200)), ("410102", (404, 404))):
            for actions, status in zip((READS, WITH_DETAIL), statuses, strict=True):
                answer = await ask(town, f"{asked}&region={region}", actions, "410102001")
                assert answer.status == status, (asked, region, actions)
    for actions, years in ((READS, []), (WITH_DETAIL, [2019])):
        answer = await ask(town, "/v1/reports/annual/years", actions, "410102001")
        assert answer.json() == {"years": years}


TOO_FINE = [
    ("region=410102001&from=2019-05-01&to=2019-06-01", ["region"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&by=region", ["by"]),
    ("region=4419&from=2019-05-01&to=2019-06-01&by=region", ["by"]),  # of streets only
    ("region=410102&from=2019-05-07&to=2019-05-08", ["from"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&by=day", ["by"]),
    ("region=410102&from=2019-01-01&to=2020-01-01&by=week", ["by"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&as_of=2019-06-01T00:00:00Z", ["as_of"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&by=kind,method", ["by"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&by=kind&where=method:urine", ["where"]),
    ("region=410102&from=2019-05-01&to=2019-06-01&where=kind:at_large&where=method:urine",
     ["where"]),
    ("region=410102001003&from=2019-05-07&to=2019-05-08&as_of=2019-06-01T00:00:00Z"
     "&by=region,kind,method", ["region", "from", "as_of", "by"]),
]  # fmt: skip


@pytest.mark.postgres
async def test_what_is_too_fine_is_named_with_the_way_out(app: Service) -> None:
    """Each parameter, in both languages, with the action that it needs."""
    for query, parameters in TOO_FINE:
        asked = f"/v1/statistics?indicators=tests_positive&{query}"
        refused = await ask(app, asked, READS, "41", "44")
        assert refused.status == 403, query
        problem = refused.json()
        assert problem["type"] == "/problems/action-not-allowed"
        assert [error["parameter"] for error in problem["errors"]] == parameters, query
        assert 'scope="statistics:detail"' in refused.headers["www-authenticate"]
        for each in (problem, *problem["errors"]):
            assert "statistics:detail" in each["detail"]
            assert "statistics:detail" in each["detail_zh"]


@pytest.mark.postgres
@pytest.mark.parametrize(("day", "status"), [(31, 403), (32, 200)])
async def test_on_its_last_day_a_month_is_not_over(
    app: Service, monkeypatch: pytest.MonkeyPatch, day: int, status: int
) -> None:
    """What is answered early on that day, less what is answered on the next one, is one day's."""
    moment = datetime(2019, 4, 30, 1, tzinfo=UTC) + timedelta(days=day)
    for module in (api, compare_api, ranking_api):
        monkeypatch.setattr(module, "utc_now", lambda: moment)
    for asked in (
        "/v1/statistics?indicators=contacts&region=4101&from=2019-05-01&to=2019-06-01",
        "/v1/statistics/compare?indicators=contacts&region=4101&period=2019-05",
        "/v1/statistics/ranking?by=contacts&region=4101&period=2019-05",
    ):
        assert (await ask(app, asked, READS)).status == status, asked
        assert (await ask(app, asked, WITH_DETAIL)).status == 200, asked


@pytest.mark.postgres
@pytest.mark.parametrize("end", ["2019-06-01", "2019-07-01"])
async def test_a_period_that_is_not_over_needs_the_action(
    app: Service, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """On its second day it would be the figure of one day; the year's table goes on as before."""
    for module in (api, annual_api):
        monkeypatch.setattr(module, "utc_now", lambda: datetime(2019, 5, 2, tzinfo=UTC))
    start = {"2019-06-01": "2019-05-01", "2019-07-01": "2019-04-01"}[end]
    asked = f"/v1/statistics?indicators=contacts&region=4101&from={start}&to={end}"
    refused = await ask(app, asked, READS)
    assert [error["parameter"] for error in refused.json()["errors"]] == ["from"]
    assert (await ask(app, asked, WITH_DETAIL)).json()["until"] == "2019-05-02"
    whole = "/v1/statistics?indicators=contacts&region=4101&from=2019-01-01&to=2020-01-01"
    for year in (whole, "/v1/reports/annual?region=4101&year=2019"):
        assert (await ask(app, year, READS)).json()["until"] == "2019-05-02"


@pytest.mark.postgres
async def test_out_of_scope_there_is_nothing_however_fine(app: Service) -> None:
    """The same answer as for a county: a refusal would say that there is something."""
    for region in ("330102", "330102001", "330102001003"):
        answer = await ask(app, f"/v1/reports/annual?region={region}&year=2019", READS)
        assert answer.status == 404


@pytest.mark.postgres
async def test_the_page_says_what_is_missing(app: Service) -> None:
    """No streets are offered, and it is said what they need; a street's page is refused."""
    ledger = Ledger()
    _tested(ledger, "410102001003", date(2019, 5, 7), "negative")
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    asked = "/regions?period=2019&lang=en&region="
    for actions, is_told in ((READS, True), (WITH_DETAIL, False)):
        page = await call(
            app, "GET", f"{asked}410102", headers=headers(actions=actions, accept=HTML)
        )
        assert page.status == 200
        assert ("Figures of streets and communities need the" in page.body.decode()) == is_told
        offered = re.findall(r'<option value=".*">(\d+)</option>', page.body.decode())
        assert max(map(len, offered)) == (6 if is_told else 9)
    own = headers(actions=READS, accept=HTML)
    refused = await call(app, "GET", f"{asked}410102001", headers=own)
    assert refused.status == 403
    assert "Figures below the county need the action statistics:detail" in refused.body.decode()
    assert "请改查所属的县（区）" not in refused.body.decode(), "the address says a language"
    both = await call(app, "GET", f"{asked}410102001".replace("lang=en&", ""), headers=own)
    assert "Figures below the county need the action statistics:detail" in both.body.decode()
    assert "请改查所属的县（区）" in both.body.decode()


@pytest.mark.parametrize(
    ("start", "end", "is_one"),
    [
        (date(2019, 5, 1), date(2019, 6, 1), True),
        (date(2019, 12, 1), date(2020, 1, 1), True),
        (date(2019, 10, 1), date(2020, 1, 1), True),
        (date(2016, 1, 1), date(2020, 1, 1), True),
        (date(2019, 1, 1), date(2019, 7, 1), False),
        (date(2019, 5, 1), date(2019, 8, 1), False),
        (date(2019, 7, 1), date(2020, 7, 1), False),
        (date(2019, 5, 2), date(2019, 6, 1), False),
        (date(2019, 5, 1), date(2019, 6, 2), False),
        (date(2019, 5, 1), date(2019, 5, 2), False),
    ],
)
def test_a_calendar_period(start: date, end: date, is_one: bool) -> None:
    """A month, a quarter that begins as quarters do, or whole years from January on."""
    assert is_calendar_period(start, end) == is_one
