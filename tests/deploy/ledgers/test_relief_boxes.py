"""The ledger of a relief box, against the services: what came in, and what two workers gave out."""

from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.command import Stopped, import_folder
from deploy.ledgers.sending import ImportTarget
from tests.deploy.ledgers.importing import PERSON, Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_workforce import FIRST, NAMESAKE, SECOND, STATION, read, refused
from tests.services.service import ACTIONS, token

pytestmark = pytest.mark.postgres

FILE = "救助箱台账"
THERE = {"工作站": "甲站", "区划代码": "410102001000"}
GIVEN = {"日期": "2019-01-05", **THERE, "收支": "入箱", "金额": "５００元"}
QUILTS = {"日期": "2019/1/6", **THERE, "收支": "捐入", "物品": "棉被", "数量": "3床"}
TWO = {"经办人": "王芳", "复核人": "李明"}
OUT = {"日期": "2019-02-01", **THERE, "收支": "出箱", "金额": "200.50", "用途": "医疗", **TWO}
WARM = {"日期": "2019年2月2日", **THERE, "收支": "发放", "物品": "棉被", "数量": "2"}
WARM |= {"用途": "慰问", "对象编号": "1", "申请日期": "2019-02-01", **TWO}
WHOLE: dict[str, list[dict[str, str]]] = {
    "工作站": [STATION],
    "人员名册": [FIRST, SECOND],
    "服务对象": [PERSON | {"报到日期": "2018-01-02", "协议日期": "2018-01-02"}],
    FILE: [WARM, OUT, QUILTS, GIVEN],  # the newest on top
}


@pytest.fixture
def imports(service: ImportTarget, tmp_path: Path) -> Imports:
    """Imports of an agency that answers for what it imports."""
    actions = (*ACTIONS, "cases:import")
    target = ImportTarget(service.url, lambda: token("agency", "41", "33", actions=actions))
    return Imports(target, tmp_path)


async def test_who_may_not_import_says_nothing_of_what_was_on_paper(
    service: ImportTarget, tmp_path: Path
) -> None:
    """With a token of daily work a box is opened by two persons, each with a token of their own."""
    daily = ImportTarget(service.url, lambda: token("agency", "41", "33"))
    with pytest.raises(Stopped, match="cases:import"):
        await Imports(daily, tmp_path)(WHOLE)


async def in_box(imports: Imports) -> tuple[int, list[dict[str, Any]]]:
    """The money and the goods in the one box, where nothing waits to be released."""
    [station] = (await read(imports, "/v1/workstations"))["workstations"]
    box = await read(imports, f"/v1/workstations/{station['workstation_id']}/relief-box")
    assert box["proposals"] == []
    return box["amount_fen"], box["goods"]


async def test_a_box_in_one_folder(imports: Imports) -> None:
    """A dry run says so before anything is there; the same rows, spelled otherwise, do nothing
    twice; what a client was given is in the file's timeline."""
    tried = await imports(WHOLE, dry_run=True)
    assert not tried.rejected, refused(tried)
    done = await imports(WHOLE)
    assert not done.rejected, refused(done)
    assert tried.as_json() == done.as_json()
    wanted = (29_950, [{"name": "棉被", "quantity": 1}])
    assert await in_box(imports) == wanted
    respelled = GIVEN | {"日期": "2019.1.5", "收支": "收入", "物品": "现金", "金额": "500.00"}
    again = await imports(WHOLE | {FILE: [respelled, QUILTS, OUT, WARM]})
    assert again.accepted.total() == again.corrected.total() == 0
    assert await in_box(imports) == wanted
    [case] = (await read(imports, "/v1/cases?reference=1"))["cases"]
    items = (await read(imports, f"/v1/cases/{case['case_id']}/timeline"))["items"]
    told = [each["text"]["zh"] for each in items if each["type"] == "cases.ReliefReleased.v1"]
    assert told == ["爱心救助箱发放：棉被×2（慰问）"]


async def test_what_was_wrong_is_replaced(imports: Imports) -> None:
    """A corrected row takes the place of the wrong one: what left the box comes back into it."""
    first = await imports(WHOLE)
    assert first.import_id is not None
    right = OUT | {"金额": "100"}
    done = await imports(WHOLE | {FILE: [GIVEN, QUILTS, right, WARM]}, [first.import_id])
    assert not done.rejected, refused(done)
    assert done.plan is not None

    assert [gone.entry.kind for gone in done.plan.gone] == ["cases.ReliefReleased"]
    assert (await in_box(imports))[0] == 40_000
    void = await imports({FILE: [OUT]})
    assert refused(void) == [(f"{FILE}.csv", "日期", "entry_void")]


FAULTS: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
    (OUT | {"复核人": ""}, [("复核人", "second_person_missing")]),
    (OUT | {"经办人": "-"}, [("经办人", "second_person_missing")]),
    (OUT | {"复核人": "王芳"}, [("复核人", "one_worker_released")]),
    (OUT | {"复核人": "赵六"}, [("复核人", "unknown_worker")]),
    (OUT | {"日期": "2018-01-01"}, [("经办人", "unknown_worker"), ("复核人", "unknown_worker")]),
    (OUT | {"用途": ""}, [("用途", "missing_value")]),
    (OUT | {"用途": "打牌"}, [("用途", "unknown_purpose")]),
    (OUT | {"金额": ""}, [("金额", "money_or_goods")]),
    (OUT | {"物品": "棉被", "数量": "1"}, [("金额", "money_or_goods")]),
    (OUT | {"金额": "两百"}, [("金额", "bad_amount")]),
    (OUT | {"金额": "9000"}, [("金额", "not_enough_in_the_box")]),
    (OUT | {"申请日期": "2019-02-03"}, [("日期", "released_before_proposed")]),
    (OUT | {"对象编号": "77"}, [("对象编号", "unknown_client")]),
    (OUT | {"收支": "借出"}, [("收支", "unknown_box_move")]),
    (GIVEN | {"工作站": "乙站"}, [("工作站", "unknown_shop")]),
    (QUILTS | {"数量": "三床"}, [("数量", "bad_number")]),
]


@pytest.mark.parametrize("is_trial", [True, False])
async def test_every_fault_is_at_its_cell(imports: Imports, is_trial: bool) -> None:
    """One row of each fault, after the box is there."""
    assert not (await imports(WHOLE)).rejected
    for row, wanted in FAULTS:
        done = await imports({FILE: [row]}, dry_run=is_trial)
        found = [
            (each["field"], each["reason"])
            for its in done.as_json()["rejected"]
            for each in its["faults"]
        ]
        assert found == wanted, (row, found)


async def test_two_of_one_name_are_told_apart_by_their_first_days(imports: Imports) -> None:
    """Else the row says how; with the days, the two namesakes are two persons."""
    folder = WHOLE | {"人员名册": [FIRST, NAMESAKE]}
    done = await imports(folder | {FILE: [GIVEN, OUT | {"复核人": "王芳"}]})
    assert {each[1:] for each in refused(done)} == {("经办人", "ambiguous_worker")}
    both = {"经办人": "王芳（2018-01-02）", "复核人": "王芳(2018/3/1)"}
    again = await imports(folder | {FILE: [GIVEN, OUT | both]})
    assert not again.rejected, refused(again)
    assert (await in_box(imports))[0] == 29_950


async def test_names_beside_what_came_in_are_not_looked_for(imports: Imports) -> None:
    """Who gave it or took it in is not kept."""
    row = GIVEN | {"经办人": "某好心人", "复核人": ""}
    done = await imports(WHOLE | {FILE: [row]})
    assert not done.rejected, refused(done)
    assert (await in_box(imports))[0] == 50_000


async def test_the_file_may_be_called_as_workers_call_it(imports: Imports, tmp_path: Path) -> None:
    """Another name of the file, a title above the header, other names of its columns, GB18030."""
    assert not (await imports(WHOLE | {FILE: [GIVEN]})).rejected
    folder = tmp_path / "as it is kept"
    folder.mkdir()
    text = (
        "甲站爱心救助箱台账（2019年）,,,,,,,,\n"
        " 登记日期 ,工作站名称,行政区划代码,入/出,品名,数量,金额（元）,用途,审核人,经手人\n"
        "2019/2/1,甲站,410102001000,出,,,５０.5,就医,李明,王芳\n"
    )
    (folder / "爱心箱台账.csv").write_bytes(text.encode("gb18030"))
    done = await import_folder(folder, imports.service, today=TODAY)
    assert not done.rejected, refused(done)
    assert (await in_box(imports))[0] == 44_950
