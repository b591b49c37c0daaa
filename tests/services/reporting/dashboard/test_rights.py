"""A page shows what its caller may ask for over HTTP, and says what else it would need."""

import pytest

from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    MONTH,
    QUARTER,
    WORST,
    YESTERDAY,
)
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

READ = ("statistics:read",)
PATHS = (
    "/",
    "/regions",
    "/ranking",
    "/clients",
    "/help",
    "/prevention",
    "/surveys",
    "/coverage",
    "/places",
    "/campaigns",
    "/workforce",
    "/indicators",
    "/indicators/contacts",
    "/year",
)


@pytest.mark.parametrize("path", PATHS)
async def test_published_figures_need_no_detail(pages: Pages, path: str) -> None:
    """The county is shown to who may read the published figures; below it, and days, are not.

    Nothing on that page leads to what is not for them.
    """
    for region in (CITY, COUNTY):
        page = await pages.open(
            f"{path}?region={region}&period={QUARTER.name}&lang=en", actions=READ
        )
        addresses = [address for _, address in page.links]
        assert not [each for each in addresses if each.startswith("/figure")]
        assert not [each for each in addresses if f"region={WORST}" in each]
        assert not [each for each in page.of("input") if each.get("name") == "as_of"]
        assert (
            "statistics:detail" in page.text
            or path not in ("/regions", "/ranking")
            or region == CITY
        )
    for address in (
        f"{path}?region={WORST}&period={QUARTER.name}",
        f"{path}?region={CITY}&period={MONTH.name}&as_of={YESTERDAY}",
    ):
        refused = await pages.ask(address, actions=READ)
        assert refused.status == 403, address
        assert b"statistics:detail" in refused.body
        assert (await pages.ask(address)).status == 200, address


async def test_days_need_detail(pages: Pages) -> None:
    """And weeks, and what is no calendar period."""
    for period in (f"{YESTERDAY}", "2026-W10", f"{MONTH.start}..{MONTH.last_day}"):
        address = f"/clients?region={COUNTY}&period={period}"
        assert (await pages.ask(address, actions=READ)).status == 403
        assert (await pages.ask(address)).status == 200


async def test_a_figure_is_opened_with_detail_alone(pages: Pages) -> None:
    """403 without."""
    address = f"/figure?region={COUNTY}&period={MONTH.name}&indicator=contacts"
    assert (await pages.ask(address, actions=READ)).status == 403
    assert (await pages.ask(address)).status == 200


@pytest.mark.parametrize("path", [*PATHS, "/figure"])
async def test_a_region_of_others_is_not_there(pages: Pages, path: str) -> None:
    """404, as for one that does not exist."""
    more = "&indicator=contacts" if path == "/figure" else ""
    for region in ("33", "4102", "410102"):
        answer = await pages.ask(f"{path}?region={region}&period={QUARTER.name}{more}", COUNTY)
        assert answer.status == 404, region


@pytest.mark.parametrize("path", [*PATHS, "/figure"])
async def test_who_is_not_signed_in_is_shown_the_way_in(pages: Pages, path: str) -> None:
    """401 with a page that leads back to where one wanted to go; a token that may not read: 403."""
    more = "&indicator=contacts" if path == "/figure" else ""
    address = f"{path}?region={CITY}{more}"
    answer = await call(pages.app, "GET", address, headers={"accept": "text/html"})
    assert answer.status == 401
    assert answer.headers["content-type"].startswith("text/html")
    other = await pages.ask(address, actions=("cases:read",))
    assert other.status == 403


async def test_the_style_sheet_needs_no_rights_and_may_be_kept(pages: Pages) -> None:
    """Its name follows from what is in it."""
    page = await pages.open(f"/?region={CITY}")
    [path] = [each["href"] for each in page.of("link") if each.get("rel") == "stylesheet"]
    assert path is not None
    answer = await call(pages.app, "GET", path)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
