"""The page of the workforce: caseload against the policies, and workers in town and country."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.reporting.declared.indicators import INDICATORS
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from shared.units import shown_unit
from tests.services.reporting.calling import get
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import COUNTY, QUARTER

pytestmark = pytest.mark.postgres

PAGE = f"/workforce?region={COUNTY}&period={QUARTER.name}&lang=zh"
CODE = "clients_per_worker"


@pytest.fixture
def at_most_three() -> Iterator[None]:
    """A worker may have three clients."""
    numbers = tuple(
        replace(each, number=3) if each.value is Value.CLIENTS_PER_WORKER else each
        for each in built_in().numbers
    )
    use_policies(replace(built_in(), numbers=numbers))
    yield
    use_policies(None)


async def test_caseload_is_shown_for_each_region_below_against_its_policy(pages: Pages) -> None:
    """The figure that statistics answer, beside how many the policies allow."""
    query = f"indicators={CODE}&region={COUNTY}&from={QUARTER.start}&to={QUARTER.end}"
    answer = await get(pages.app, f"/v1/statistics?{query}&by=region")
    assert answer.status == 200, answer.body
    found = {row["group"]["region"]: row["value"] for row in answer.json()["rows"]}
    page = await pages.open(PAGE)
    table = page.table(INDICATORS[CODE].name.zh)
    # Of each of four places two clients have somebody, and there are two full-time workers.
    assert table.rows[0][1:] == ["4", "30"]
    below = sorted(row[1] for row in table.rows[1:])
    assert len(below) == 3
    assert found["410105001000"] == 2
    assert found["410105002000"] == 4
    assert below == sorted(
        "–" if value is None else f"{value:g}"
        for value in [*found.values(), *[None] * (3 - len(found))]
    )


@pytest.mark.usefixtures("at_most_three")
async def test_what_is_above_the_policy_is_marked(pages: Pages) -> None:
    """The county with four on average, and the street with four; not the street with two."""
    whole = (await pages.ask(PAGE)).body.decode()
    section = whole[whole.index("服务人数</h") : whole.index("工作覆盖情况")]
    table = section[: section.index("</table>")]
    assert table.count("bad") == 2


async def test_workers_in_town_and_country_by_field(pages: Pages) -> None:
    """One in town, one in the country, and one of whom nobody said."""
    page = await pages.open(PAGE)
    table = page.table(f"{INDICATORS['workers'].name.zh} · 按城乡")
    assert {row[0]: row[1] for row in table.rows} == {"城镇": "1", "乡村": "1", "未登记": "1"}
    crossed = next(each for each in page.tables if each.head[:2] == ["城乡", "合计"])
    assert crossed.named("乡村")["社区戒毒社区康复"] == "1"


@pytest.mark.parametrize("code", ["workers_over_limit", "stations_understaffed"])
async def test_what_is_too_much_or_too_little_is_shown_and_opens(pages: Pages, code: str) -> None:
    """One worker with too many cases, and one station of the county with too few workers; each
    figure leads to the rows that it is made of.
    """
    query = f"indicators={code}&region={COUNTY}&from={QUARTER.start}&to={QUARTER.end}"
    [row] = (await get(pages.app, f"/v1/statistics?{query}")).json()["rows"]
    assert row["value"] == 1
    page = await pages.open(PAGE)
    one = INDICATORS[code]
    [table] = [each for each in page.tables if each.rows[0][0] == "工作人员（人）"]
    assert table.row(f"{one.name.zh}（{shown_unit(one.unit).zh}）") == ["1"]
    opened = f"/v1/statistics/explain?indicator={code}&region={COUNTY}"
    answer = await get(pages.app, f"{opened}&from={QUARTER.start}&to={QUARTER.end}")
    assert answer.status == 200, answer.body
    assert [each["amount"] for each in answer.json()["rows"]] == [1]


async def test_the_rows_of_one_of_them_are_not_called_those_of_the_figure(pages: Pages) -> None:
    """Opened further, a figure says what the rows of the one that was chosen add up to."""
    asked = f"region={COUNTY}&period={QUARTER.name}&indicator=stations_understaffed"
    page = await pages.open(f"/figure?{asked}")
    assert page.facts["各行合计"] == "1"
    assert page.tables[0].head[0] == "工作站（本表内编号）"
    [address] = [each for _, each in page.links if "person=" in each]
    one = await pages.open(address)
    assert one.facts["其中该工作站的各行合计"] == "1"
    assert "各行合计" not in one.facts
