"""Ledgers exported from one installation and imported into another: the case is the same there."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.told import told_year
from deploy.demo.writing import write_year
from deploy.ledgers.command import import_folder
from deploy.ledgers.exporting.command import export_folder
from deploy.ledgers.exporting.rows import LeftOut
from deploy.ledgers.sending import ImportTarget
from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.deploy.ledgers.importing import PERSON, TEST, VISIT, Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_contact_columns import FOLLOW_UP, FULL
from tests.deploy.ledgers.test_drug_tests import POSITIVE as TESTED
from tests.deploy.ledgers.test_drug_tests import WAITS
from tests.deploy.ledgers.test_export import WHY, rows
from tests.deploy.ledgers.test_extensions import TWICE
from tests.deploy.ledgers.test_following import BACK, OTHERS, TREATMENT
from tests.deploy.ledgers.test_rows import RIGHT
from tests.deploy.ledgers.test_steps import ANEW, LIFE

pytestmark = pytest.mark.postgres

# In the end the programme is revoked, and the file is one at large.
LEFT = {"日期": "2020-06-01", "对象编号": "1", "变更": "类别变更", "新类别": "社会面"}
LEFT |= {"文书": "撤销决定书", "文书编号": "撤字〔2020〕2号"}
# A file with all that the ledgers of entries can say.
PROVIDER = id_of(AgencyKind.SOCIAL_WORK_PROVIDER)  # as the tests' register knows one
WHOLE: dict[str, list[dict[str, str]]] = {
    "服务对象": [PERSON | {"年龄段": "36至59岁", "毒品种类": "冰毒"}],
    "阶段变更": [ANEW[0], *LIFE, *ANEW[3:], LEFT],
    "信息更正": [
        {"日期": "2019-06-01", "对象编号": "1", "性别": "男", "毒品种类": "海洛因"},
        {"日期": "2019-05-01", "对象编号": "1", "年龄段": "36至59岁", "毒品种类": "海洛因"},
    ],
    "帮教记录": [FULL, VISIT | {"日期": "2019-04-01", "内容": "、", "社工": ""}],
    "危机跟进": [FOLLOW_UP | {"日期": "2019-05-01"}],
    "检测预约": [
        {"预约日期": "2019-04-01", "对象编号": "1", "期限": "2019-04-20", "采样地点": "医院"},
        {"预约日期": "2019-04-20", "对象编号": "1", "期限": "2019-04-22"},
        {"预约日期": "2019-04-25", "对象编号": "1", "期限": "2019-05-02", "检测方法": "毛发检测"},
    ],
    "尿检记录": [
        TESTED
        | {
            "日期": "2019-04-22",
            "采样地点": "派出所",
            "采样单位": "公安机关",
            "采样日期": "2019-04-21",
            "预约日期": "2019-04-20",
        }
        | {"告知日期": "2019-04-23", "异议日期": "2019-04-24"}
        | {"复检结果": "阴性", "复检日期": "2019-04-28", "复检单位": "检测机构"},
        TEST
        | {"日期": "2019-04-02", "结果": "未检", "未检原因": "请假", "检测方法": "尿检"}
        | {"预约日期": "2019-04-01"},
        WAITS | {"日期": "2019-04-29"},
        WAITS | {"日期": "2019-04-29", "检测方法": "毛发检测", "预约日期": "2019-04-25"},
    ],
    "风险评估": [
        RIGHT["风险评估"] | {"对象编号": "1", "日期": "2019-04-03"},
        {"日期": "2019-04-04", "对象编号": "1", "等级": "C1", "评估标准": "ABC"}
        | {"评估理由": "失联", "参与人员": "社工、民警", "评估说明": "说明"},
    ],
    "半年小结": [{"日期": "2019-03-01", "对象编号": "1", "内容": "平稳"}],
    "年度评估": [{"日期": "2019-03-02", "对象编号": "1", "结果": "部分遵守", "参与人员": "家属"}],
    "请假": [
        BACK
        | {"离开日期": "2019-03-05", "返回日期": "2019-03-07", "实际返回日期": "2019-03-08"}
        | {"报告日期": "2019-03-04", "书面报告": "否"},
        TWICE | {"实际返回日期": "2019-04-19"},
    ],
    "维持治疗": [TREATMENT | {"参加日期": "2018-10-06", "退出日期": "2019-04-06"}],
    "需求评估": [
        {"日期": "2019-03-01", "对象编号": "1", "需求": "基本生活", "紧急程度": "较急"}
        | {"需求说明": "说明", "办结日期": "2019-04-01", "办结情况": "已满足"},
        {"日期": "2019-03-02", "对象编号": "1", "需求": "工作", "紧急程度": "一般"},
    ],
    "帮扶申请": [
        {"日期": "2019-03-01", "对象编号": "1", "帮扶种类": "低保", "受理单位": "民政"}
        | {"未批日期": "2019-03-20", "未批原因": "材料不全"},
        {"日期": "2019-03-21", "对象编号": "1", "帮扶种类": "低保", "受理单位": "民政"},
    ],
    "帮扶登记": [
        {"日期": "2019-03-05", "对象编号": "1", "帮扶种类": "慰问品", "来源": "社区"}
        | {"金额": "200元", "帮扶说明": "水果"},
        {"日期": "2019-04-01", "对象编号": "1", "帮扶种类": "低保", "来源": "民政局"}
        | {"金额": "630.50", "结束日期": "2019-05-01", "结束原因": "就业"},
        {"日期": "2019-03-10", "对象编号": "1", "帮扶种类": "公益岗", "来源": "人社"},
    ],
    "家庭情况": [
        {"日期": "2019-03-05", "对象编号": "1", "家庭情况": "70岁以上老人、残疾、未成年子女"}
        | {"家庭变化": "团聚", "家庭说明": "说明"}
    ],
    "就业情况": [{"日期": "2019-03-10", "对象编号": "1", "就业情况": "公益岗"}],
    "咨询记录": [
        {
            "日期": "2019-05-01",
            "对象编号": "1",
            "资质": "咨询师",
            "方式": "面谈",
            "动机阶段": "意向",
        }
        | {"回应危机日期": FOLLOW_UP["发现日期"], "内容": "谈话", "咨询师": "咨询师甲"},
    ],
    "帮教小组": [
        {"加入日期": "2018-10-08", "对象编号": "1", "角色": "社工", "结对": "是"}
        | {"备注": "原片区社工", "离组日期": "2019-03-01", "离组原因": "工作交接"},
        {
            "加入日期": "2019-03-01",
            "对象编号": "1",
            "角色": "民警",
            "单位": id_of(AgencyKind.POLICE),
        },
        {"加入日期": "2018-10-09", "对象编号": "1", "角色": "家属", "家属关系": "父母"},
    ],
    **OTHERS,
}


async def whole(imports: Imports) -> dict[str, Any]:
    """What the service says of the one file there is, without ids and moments of recording."""
    [known] = (await imports.post("/v1/cases?reference=1", None, "GET"))["cases"]
    why = {"Purpose": WHY.purpose, "Legal-Basis": WHY.legal_basis}
    path = f"/v1/cases/{known['case_id']}/export?void=false"
    export = await imports.post(path, None, "GET", **why)
    its = ("type", "occurred_on", "facts", "kept")
    items = [_without_ids({name: item[name] for name in its}) for item in export["items"]]
    return {
        "person": export["person"],
        "today": export["today"],
        "file": _without_ids(export["file"]),
        "items": sorted(items, key=lambda item: json.dumps(item, sort_keys=True)),
    }


def _without_ids(told: Any) -> Any:
    if isinstance(told, dict):
        return {
            name: _without_ids(value)
            for name, value in told.items()
            if not name.endswith("_id") and name != "version"
        }
    return told


async def test_all_that_the_ledgers_can_say_comes_back(
    imports: Imports, service: ImportTarget, elsewhere: ImportTarget, tmp_path: Path
) -> None:
    """A file that goes its way with all kinds of entries: here each row is known, elsewhere new.

    It is the same case there, in all that does not name this installation.
    """
    first = await imports(WHOLE)
    assert not first.rejected, first.rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows == {name: len(its) for name, its in WHOLE.items()}
    assert account.left_out == LeftOut()
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, again.rejected
    assert again.accepted.total() == again.corrected.total() == 0
    assert again.duplicates.total() == sum(map(len, WHOLE.values()))
    moved = await import_folder(tmp_path / "out", elsewhere, today=TODAY)
    assert not moved.rejected, moved.rejected
    assert moved.accepted.total() == again.duplicates.total()
    assert await whole(Imports(elsewhere, tmp_path)) == await whole(imports)
    await export_folder(tmp_path / "there", elsewhere, WHY)
    for file in (tmp_path / "out").iterdir():
        assert (tmp_path / "there" / file.name).read_bytes() == file.read_bytes(), file.name


@pytest.mark.parametrize("band", ["", "60岁以上", "36至59岁"])
async def test_a_file_without_a_day_of_decision_comes_back(
    imports: Imports, service: ImportTarget, elsewhere: ImportTarget, tmp_path: Path, band: str
) -> None:
    """Whether its row said the age band or left it out; another band is another file."""
    person = PERSON | {"类别": "社会面", "决定日期": "", "报到日期": "", "协议日期": ""}
    assert not (await imports({"服务对象": [person | {"年龄段": band}]})).rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.left_out == LeftOut()
    [row] = rows(tmp_path / "out", "服务对象")
    assert row["年龄段"] == (band or "60岁以上")
    for dry_run in (True, False):
        again = await import_folder(tmp_path / "out", service, today=TODAY, dry_run=dry_run)
        assert not again.rejected, again.rejected
        assert again.duplicates.total() == 1
        other = await imports({"服务对象": [row | {"年龄段": "18至35岁"}]}, dry_run=dry_run)
        assert [each.fault.reason for each in other.rejected] == ["reference_taken"]
    moved = await import_folder(tmp_path / "out", elsewhere, today=TODAY)
    assert not moved.rejected, moved.rejected
    assert await whole(Imports(elsewhere, tmp_path)) == await whole(imports)


@pytest.mark.once
async def test_a_year_that_tells_all_comes_back(
    service: ImportTarget, elsewhere: ImportTarget, tmp_path: Path
) -> None:
    """Nothing of the demo's year is left out, and what is exported there is what was here.

    Files and entries of a day may stand in another order, for they are sent side by side.
    """
    year = told_year("410105", 2023)
    for row in year.ledgers["岗位"]:
        row.cells["承接单位"] = PROVIDER
    write_year(year, tmp_path / "year")
    first = await import_folder(tmp_path / "year", service, today=TODAY)
    assert not first.rejected, first.rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.left_out == LeftOut()
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, again.rejected
    assert again.accepted.total() == again.corrected.total() == 0
    moved = await import_folder(tmp_path / "out", elsewhere, today=TODAY)
    assert not moved.rejected, moved.rejected
    await export_folder(tmp_path / "there", elsewhere, WHY)
    for file in (tmp_path / "out").iterdir():
        here, there = (
            sorted([*row.values()] for row in rows(folder, file.stem))
            for folder in (tmp_path / "out", tmp_path / "there")
        )
        assert here == there, file.name
