"""Reports show regions by their names: in both languages, and as they were at the time."""

from datetime import date

import pytest

from services.reporting.counting.consume import Consumer
from shared.http.application import Service
from shared.regions import Region, Regions, built_in, use_regions
from tests.services.reporting.calling import get, page_of_year
from tests.services.reporting.deliveries import DETOX, Ledger

pytestmark = pytest.mark.postgres

PERIOD = "from=2019-01-01&to=2020-01-01"


@pytest.fixture
async def ledger(app: Service) -> Ledger:
    """Two contacts, counted."""
    ledger = Ledger()
    ledger.case(DETOX).contact(date(2019, 3, 4))
    ledger.case(DETOX).contact(date(2019, 3, 4), "phone")
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    return ledger


async def test_figures_by_region_have_the_names_of_regions(app: Service, ledger: Ledger) -> None:
    """Of the region that was asked for, and of each row's, in both languages."""
    for region, asked, below in (
        ("4101", "Zhengzhou, Henan", "Zhongyuan, Zhengzhou, Henan"),
        ("410102", "Zhongyuan, Zhengzhou, Henan", "Linshanzhai, Zhongyuan, Zhengzhou, Henan"),
    ):
        answer = await get(
            app, f"/v1/statistics?indicators=contacts&region={region}&{PERIOD}&by=region,mode"
        )
        body = answer.json()
        assert body["region_name"]["en"] == asked
        assert [row["region_name"]["en"] for row in body["rows"]] == [below, below]
        assert all(row["region_name"]["zh"].startswith("河南省") for row in body["rows"])
    without = await get(app, f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}")
    assert all("region_name" not in row for row in without.json()["rows"])


async def test_a_region_has_the_name_of_the_time_that_is_asked_about(
    app: Service, ledger: Ledger
) -> None:
    """A year's table of before a change of name shows the former one, a later one the new."""
    before = Region("410102000000", "旧名区", "Old name", None, date(2020, 1, 1), below="some")
    now = Region("410102000000", "新名区", "New name", date(2020, 1, 1), below="some")
    use_regions(Regions([row for row in built_in() if row.code != now.code] + [before, now]))
    try:
        for year, name in ((2019, "旧名区"), (2020, "新名区")):
            address = f"/v1/reports/annual?region=410102&year={year}"
            assert (await get(app, address)).json()["region_name"]["zh"] == f"河南省郑州市{name}"
            page = await page_of_year(app, address)
            assert f"河南省郑州市{name} · {year}年" in page.body.decode()
    finally:
        use_regions(None)
