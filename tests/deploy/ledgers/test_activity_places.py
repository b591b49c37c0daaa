"""Activities that name where they were held, imported into the real services."""

from collections.abc import Mapping

import pytest

from tests.deploy.ledgers.importing import Imports
from tests.deploy.ledgers.rows_of_outreach import RIGHT_OUTREACH
from tests.deploy.ledgers.test_places import SCHOOL, SHOP

pytestmark = pytest.mark.postgres

HERE, NEXT, STREET, COUNTY = "410102001003", "410102001001", "410102001000", "410102000000"
SESSION = RIGHT_OUTREACH["宣传活动"] | {"阵地": "小营中学"}
OTHERS = {
    name: RIGHT_OUTREACH[name] | {"阵地": "小营积分超市"}
    for name in ("培训与会议", "值守登记", "其他主题宣传")
}


async def held_at(imports: Imports) -> list[str | None]:
    """The names of the places of the activities, by their kinds."""
    names: list[str | None] = []
    page = await imports.post("/v1/activities?sort=occurred", None, "GET")
    for each in sorted(page["activities"], key=lambda its: its["kind"]):
        place = await imports.post(f"/v1/places/{each['place_id']}", None, "GET")
        names.append(place.get("name"))
    return names


async def test_activities_of_all_kinds_name_their_places(imports: Imports) -> None:
    """Of the folder too, where a dry run has not entered them; the same again does nothing more."""
    folder: dict[str, list[Mapping[str, str]]] = {
        "阵地台账": [SCHOOL, SHOP],
        "宣传活动": [SESSION],
        **{name: [row] for name, row in OTHERS.items()},
    }
    wanted = {f"{name}.csv": len(its) for name, its in folder.items()}
    for dry_run in (True, False):
        done = await imports(folder, dry_run=dry_run)
        assert done.as_json()["rejected"] == done.as_json()["warnings"] == []
        assert done.accepted == wanted
    again = await imports(folder)
    assert (again.accepted.total(), again.duplicates) == (0, wanted)
    assert await held_at(imports) == ["小营积分超市"] * 3 + ["小营中学"]
    entered = await imports.post("/v1/places?entered=true&year=2019", None, "GET")
    assert [each["name"] for each in entered["places"]] == ["小营中学"]


async def test_the_nearest_place_of_a_name_is_meant(imports: Imports) -> None:
    """In the row's region, its street, its county; an id is itself; a neighbour's is refused."""
    far = SCHOOL | {"区划代码": "410102002001"}
    await imports({"阵地台账": [SCHOOL, far]})
    places = (await imports.post("/v1/places", None, "GET"))["places"]
    ids = {each["region"]: each["place_id"] for each in places}
    near = ids[HERE]
    sessions = [SESSION | {"区划代码": region} for region in (HERE, NEXT, STREET)]
    sessions.append(SESSION | {"区划代码": COUNTY, "阵地": near.upper()})
    done = await imports({"宣传活动": sessions})
    told = [(each["row"], each["field"], each["reason"]) for each in done.as_json()["rejected"]]
    assert told == [(3, "阵地", "place_elsewhere")]
    page = await imports.post("/v1/activities", None, "GET")
    assert [each["place_id"] for each in page["activities"]] == [near] * 3


@pytest.mark.parametrize("dry_run", [True, False])
async def test_a_name_that_nobody_or_several_have_is_refused(
    imports: Imports, *, dry_run: bool
) -> None:
    """Also where the folder has them; and on a day before the place was open."""
    twin = SCHOOL | {"区划代码": NEXT}
    rows = [
        SESSION | {"阵地": "没有的中学"},
        SESSION | {"区划代码": STREET},
        SESSION | {"日期": "2018-05-31"},
        SESSION | {"区划代码": "330106001001"},
    ]
    if not dry_run:
        await imports({"阵地台账": [SCHOOL, twin]})
    ledgers = {"宣传活动": rows} | ({"阵地台账": [SCHOOL, twin]} if dry_run else {})
    done = await imports(ledgers, dry_run=dry_run)
    told = [(each["row"], each["field"], each["reason"]) for each in done.as_json()["rejected"]]
    refused = [(2, "阵地", "unknown_place"), (3, "阵地", "ambiguous_place")]
    refused += [] if dry_run else [(4, "日期", "place_not_open_then")]
    assert told == [*refused, (5, "阵地", "unknown_place")]


async def test_of_two_that_followed_each_other_the_one_open_then_is_meant(
    imports: Imports,
) -> None:
    """A place that was closed, and another one of its name: the day tells them apart."""
    old = SCHOOL | {"启用日期": "2017-01-01", "关闭日期": "2018-06-01"}
    await imports({"阵地台账": [old, SCHOOL]})
    rows = [SESSION | {"日期": "2017-05-01"}, SESSION]
    done = await imports({"宣传活动": rows})
    assert done.as_json()["rejected"] == []
    page = await imports.post("/v1/activities", None, "GET")
    assert len({each["place_id"] for each in page["activities"]}) == 2


async def test_a_row_with_a_place_is_another_one_than_before(imports: Imports) -> None:
    """Files of before stay known; with --replacing the session takes the place of the first."""
    plain = {name: cell for name, cell in SESSION.items() if name != "阵地"}
    first = await imports({"阵地台账": [SCHOOL], "宣传活动": [plain]})
    assert (await imports({"宣传活动": [plain]})).duplicates == {"宣传活动.csv": 1}
    done = await imports({"宣传活动": [SESSION]}, [str(first.import_id)])
    assert done.accepted == {"宣传活动.csv": 1}
    assert (await imports.counting())["outreach.SessionHeld"] == 1


async def test_a_void_place_is_told_and_marked(imports: Imports) -> None:
    """Its row is not taken for known, and nothing is held there."""
    await imports({"阵地台账": [SHOP]})
    [place] = (await imports.post("/v1/places", None, "GET"))["places"]
    void = f"/v1/places/{place['place_id']}/void"
    await imports.post(void, {"reason": "mistaken"}, **{"If-Match": '"1"'})
    assert (await imports.counting())["outreach.PlaceOpened"] == 0
    again = await imports({"阵地台账": [SHOP]})
    assert [each["reason"] for each in again.as_json()["rejected"]] == ["entry_void"]
