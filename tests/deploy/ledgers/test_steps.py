"""阶段变更: what becomes of a file, row by row, in the order of the rows of a client."""

from pathlib import Path

import pytest

from tests.deploy.ledgers import test_rows
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.importing import PERSON, VISIT, Imports, write_ledgers
from tests.deploy.ledgers.pretended import Pretended

LIFE = [
    {"日期": "2018-03-01", "对象编号": "1", "变更": "中止执行", "事由": "拘留"},
    {"日期": "2018-03-16", "对象编号": "1", "变更": "恢复执行", "文书": "释放证明书"},
    {"日期": "2018-09-01", "对象编号": "1", "变更": "类别变更", "新类别": "社区康复"},
    {"日期": "2019-05-01", "对象编号": "1", "变更": "终止", "去向": "收监", "文书": "判决书"},
    {"日期": "2019-05-03", "对象编号": "1", "变更": "终止通知", "通知对象": "家属"},
    {"日期": "2019-05-04", "对象编号": "1", "变更": "终止通知", "通知对象": "街道办事处"},
    {"日期": "2020-05-01", "对象编号": "1", "变更": "恢复档案", "事由": "释放"},
]
LIFE[0] |= {"文书": "拘留通知书", "文书编号": "拘字〔2018〕3号"}
LIFE[2] |= {"文书": "社区康复决定书"}
LIFE[3] |= {"吸毒情况": "不详", "居住": "独居", "本人评价": "有帮助", "备注": "判二年"}


@pytest.fixture
def service() -> Pretended:
    """The service, pretended."""
    return Pretended()


async def test_a_file_goes_its_way_row_by_row(service: Pretended, tmp_path: Path) -> None:
    """Each row is one step, with what it says in the codes of the API; the same again is known."""
    async with service.running() as target:
        imports = Imports(target, tmp_path)
        ledgers = {"服务对象": [PERSON], "阶段变更": LIFE, "帮教记录": [VISIT]}
        tried = await imports(ledgers, dry_run=True)
        assert not tried.rejected
        outcome = await imports(ledgers)
        assert not outcome.rejected
        assert outcome.accepted["阶段变更.csv"] == 7
        again = await imports(ledgers)
        assert again.duplicates["阶段变更.csv"] == 7
        assert not again.rejected
        assert not (await imports(ledgers, dry_run=True)).rejected
    written = [(path.rpartition("/")[2], body) for path, body in service.written]
    steps = [(name, body) for name, body in written if name in STEPS]
    assert [name for name, _ in steps] == STEPS
    assert [body["told"] for name, body in steps if name == "notices"] == ["family", "street"]
    assert steps[3][1] == {
        "occurred_on": "2019-05-01",
        "ending": "imprisoned",
        "evidence": "judgment",
        "drug_use": "not_known",
        "household": "alone",
        "client_view": "helpful",
        "note": "判二年",
    }
    names = [name for name, _ in written]
    assert names.index("contacts") > names.index("reopening")


STEPS = ["suspension", "resumption", "kind", "ending", "notices", "notices", "reopening"]


async def test_a_step_that_cannot_follow_is_rejected_by_name(
    service: Pretended, tmp_path: Path
) -> None:
    """With the column that says it; what comes behind it is rejected for itself."""
    async with service.running() as target:
        rows = [LIFE[1], LIFE[3], LIFE[3] | {"日期": "2019-06-01"}, LIFE[0]]
        late = VISIT | {"日期": "2019-05-02"}
        outcome = await Imports(target, tmp_path)(
            {"服务对象": [PERSON], "阶段变更": rows, "帮教记录": [VISIT, late]}
        )
    assert [(each.place.file, each.place.row, each.fault.reason) for each in outcome.rejected] == [
        ("阶段变更.csv", 2, "programme_is_not_suspended"),
        ("阶段变更.csv", 4, "case_has_ended"),
        ("阶段变更.csv", 5, "case_has_ended"),
        ("帮教记录.csv", 3, "not_open_then"),
    ]


async def test_who_has_an_ended_file_gets_no_other_one(service: Pretended, tmp_path: Path) -> None:
    """Under another number: the row says to open the file again. The same row again is known."""
    async with service.running() as target:
        imports = Imports(target, tmp_path)
        done = await imports({"服务对象": [PERSON], "阶段变更": LIFE[:4]})
        assert not done.rejected
        assert (await imports({"服务对象": [PERSON]})).duplicates["服务对象.csv"] == 1
        for dry_run in (True, False):
            again = await imports({"服务对象": [PERSON | {"编号": "2"}]}, dry_run=dry_run)
            [row] = again.rejected
            assert row.fault.reason == "client_has_ended_case"
            assert "恢复档案" in row.fault.text.zh


ANEW = [
    {"日期": "2018-03-01", "对象编号": "1", "变更": "折抵期限", "折抵天数": "90 天"},
    {"日期": "2019-05-01", "对象编号": "1", "变更": "终止", "去向": "收监", "文书": "判决书"},
    {"日期": "2020-05-01", "对象编号": "1", "变更": "恢复档案", "事由": "释放"},
    {"日期": "2020-05-02", "对象编号": "1", "变更": "类别变更", "新类别": "社区康复"},
    {"日期": "2020-05-03", "对象编号": "1", "变更": "报到"},
    {"日期": "2020-05-04", "对象编号": "1", "变更": "签订协议"},
]
ANEW[0] |= {"折抵来源": "强制隔离戒毒", "文书": "释放证明书", "文书编号": "释字1号"}
ANEW[3] |= {"文书": "社区康复决定书"}


async def test_a_programme_is_decided_anew(service: Pretended, tmp_path: Path) -> None:
    """The client reports in and signs again, in the order of the rows; in a dry run too.

    A dry run takes no step, and so lets those follow that the service alone would refuse.
    """
    async with service.running() as target:
        imports = Imports(target, tmp_path)
        assert not (await imports({"服务对象": [PERSON]})).rejected
        for dry_run in (True, False):
            done = await imports({"服务对象": [PERSON], "阶段变更": ANEW}, dry_run=dry_run)
            assert not done.rejected
            assert done.accepted["阶段变更.csv"] == 6
        again = await imports({"服务对象": [PERSON], "阶段变更": ANEW})
        assert again.duplicates["阶段变更.csv"] == 6
    assert service.posts[-6:] == [
        (
            "time-served",
            {
                "occurred_on": "2018-03-01",
                "days": 90,
                "where": "compulsory_isolation",
                "evidence": "release_certificate",
                "document_number": "释字1号",
            },
        ),
        ("ending", {"occurred_on": "2019-05-01", "ending": "imprisoned", "evidence": "judgment"}),
        ("reopening", {"occurred_on": "2020-05-01", "reason": "released"}),
        (
            "kind",
            {
                "occurred_on": "2020-05-02",
                "kind": "community_rehabilitation",
                "evidence": "decision",
            },
        ),
        ("reporting-in", {"occurred_on": "2020-05-03"}),
        ("agreement", {"occurred_on": "2020-05-04"}),
    ]


def test_two_changes_of_a_day_are_not_taken_for_one(tmp_path: Path) -> None:
    """Who reports in and signs on the same day is not asked whether it is one thing."""
    rows = [*ANEW[:5], ANEW[5] | {"日期": ANEW[4]["日期"]}]
    done = imported(write_ledgers(tmp_path, {"服务对象": [PERSON], "阶段变更": rows}))
    account = done.outcome.as_json()
    assert account["rejected"] == account["warnings"] == []


async def test_a_first_step_that_cannot_follow_is_told_in_a_dry_run(
    service: Pretended, tmp_path: Path
) -> None:
    """Nothing stands before it that could make it right; a row behind others is let through."""
    async with service.running() as target:
        imports = Imports(target, tmp_path)
        assert not (await imports({"服务对象": [PERSON]})).rejected
        rows = [ANEW[4], ANEW[1], LIFE[1]]
        told = await imports({"服务对象": [PERSON], "阶段变更": rows}, dry_run=True)
        [row] = told.rejected
        assert (row.fault.column, row.fault.reason) == ("日期", "already_reported_in")
    assert len(service.posts) == len({"clients", "cases", "reporting-in", "agreement"})


_BLANK = {"去向": "", "文书": "", "就业": ""}
SERVED = _BLANK | {"变更": "折抵期限", "折抵天数": "30", "折抵来源": "羁押", "文书": "释放证明书"}
REPORTED = _BLANK | {"变更": "报到"}
FAULTS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("服务对象", {"年龄段": "成年"}, "年龄段", "unknown_age_band"),
    ("服务对象", {"毒品种类": "白粉"}, "毒品种类", "unknown_substance"),
    ("阶段变更", {"变更": "请假"}, "变更", "unknown_change"),
    ("阶段变更", {"去向": "失踪"}, "去向", "unknown_ending"),
    ("阶段变更", {"去向": ""}, "去向", "missing_value"),
    ("阶段变更", {"文书": "判决书"}, "文书", "wrong_document"),
    ("阶段变更", {"事由": "拘留"}, "事由", "unknown_field"),
    ("阶段变更", {"日期": "2099-01-01"}, "日期", "future_date"),
    ("阶段变更", SERVED | {"折抵天数": ""}, "折抵天数", "missing_value"),
    ("阶段变更", SERVED | {"折抵天数": "一个月"}, "折抵天数", "bad_number"),
    ("阶段变更", SERVED | {"折抵天数": "1096"}, "折抵天数", "days_out_of_range"),
    ("阶段变更", SERVED | {"折抵来源": "家中"}, "折抵来源", "unknown_place_served"),
    ("阶段变更", SERVED | {"折抵来源": "原执行地"}, "文书", "wrong_document"),
    ("阶段变更", SERVED | {"去向": "期满解除"}, "去向", "unknown_field"),
    ("阶段变更", REPORTED | {"文书": "社区戒毒决定书"}, "文书", "unknown_field"),
    ("阶段变更", {"折抵天数": "30"}, "折抵天数", "unknown_field"),
)


@pytest.mark.parametrize(("name", "changed", "column", "reason"), FAULTS)
def test_a_fault_of_a_step_is_named_by_its_column(
    name: str, changed: dict[str, str], column: str, reason: str, tmp_path: Path
) -> None:
    """Each fault has its code, in a dry run too."""
    test_rows.test_a_fault_is_named_by_its_column_and_reason(
        name, changed, column, reason, tmp_path
    )


def test_age_band_and_substance_are_said_at_the_opening(tmp_path: Path) -> None:
    """In the codes of the API; an age band that the ID number says is the same said or left out."""
    folder = {"服务对象": [PERSON | {"年龄段": "36至59岁", "毒品种类": "海洛因"}]}
    done = imported(write_ledgers(tmp_path / "folder", folder))
    [opening] = done.bodies("cases")
    assert (opening["age_band"], opening["substance"]) == ("36_to_59", "heroin")
    folder = {"服务对象": [PERSON | {"年龄段": "60岁以上"}]}
    done = imported(write_ledgers(tmp_path / "follows", folder))
    assert "age_band" not in done.bodies("cases")[0]
