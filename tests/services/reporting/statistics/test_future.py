"""Over HTTP there is no figure of the future: not of clients, not by month, not of a year."""

from datetime import date, timedelta
from itertools import product

import pytest

from shared.clock import present_day
from shared.http.application import Service
from tests.services.reporting.calling import get, page_of_year
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger

pytestmark = pytest.mark.postgres

ASK = "/v1/statistics?region=4101&indicators="


@pytest.fixture(autouse=True)
async def _work(app: Service) -> None:
    """Two clients since 2019, one met today."""
    ledger = Ledger()
    ledger.case(AT_LARGE, opened=date(2019, 5, 1))
    ledger.case(DETOX, opened=date(2019, 6, 1)).contact(present_day())
    await app.state.consumer.apply("cases", 0, 0, ledger.events)


async def test_what_has_not_begun_has_no_figures(app: Service) -> None:
    """A stock least of all: who will be a client in 2099 is not known."""
    codes = ("clients", "contacts", "share_of_clients_met")
    for code, by in product(codes, ("", "&by=month", "&by=region")):
        answer = await get(app, f"{ASK}{code}&from=2099-01-01&to=2100-01-01{by}")
        assert answer.status == 422, (code, by)
        [error] = answer.json()["errors"]
        assert (error["parameter"], error["reason"]) == ("from", "future_period"), (code, by)


async def test_a_period_counts_until_today_and_says_so(app: Service) -> None:
    """By month there is none that has not come; a period that is over carries no mark."""
    today = present_day()
    period = f"from={today.replace(day=1)}&to=2100-01-01"
    answer = (await get(app, f"{ASK}clients,contacts&{period}&by=month")).json()
    assert answer["until"] == today.isoformat()
    month = {"month": f"{today:%Y-%m}"}
    assert [(row["group"], row["value"]) for row in answer["rows"]] == [(month, 2), (month, 1)]
    tomorrow = today + timedelta(1)
    over = (await get(app, f"{ASK}contacts&from={today}&to={tomorrow}")).json()
    assert "until" not in over
    assert [row["value"] for row in over["rows"]] == [1]


async def test_a_moment_that_has_not_come(app: Service) -> None:
    """It is refused by name, and not waited for."""
    period = "from=2019-01-01&to=2020-01-01&as_of=2099-01-01T00:00:00Z"
    answer = await get(app, f"{ASK}contacts&{period}")
    assert answer.status == 422
    assert [error["reason"] for error in answer.json()["errors"]] == ["future_time"]


async def test_the_year_is_marked_until_today(app: Service) -> None:
    """As JSON and on the page; the next year is refused, the last one carries no mark."""
    today = present_day()
    ask = "/v1/reports/annual?region=4101&year="
    assert (await get(app, f"{ask}{today.year}")).json()["until"] == today.isoformat()
    page = (await page_of_year(app, f"{ask}{today.year}&lang=zh")).body.decode()
    assert f"{today.year}（截至{today}）" in page
    assert f"截至{today}，本期尚未结束" in page
    before = (await page_of_year(app, f"{ask}{today.year - 1}&lang=zh")).body.decode()
    assert "（截至" not in before
    assert "尚未结束" not in before
    assert (await page_of_year(app, f"{ask}{today.year + 1}")).status == 422
    coming = await get(app, f"{ask}{today.year + 1}")
    assert coming.status == 422
    assert [error["reason"] for error in coming.json()["errors"]] == ["future_year"]
