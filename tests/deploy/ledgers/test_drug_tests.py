"""尿检记录 and 检测预约: a row is one test, with all that belongs to it."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.call import key_of
from deploy.ledgers.kinds import LEDGERS, drug_test_words
from deploy.ledgers.ledger import Words
from deploy.ledgers.sending import ImportTarget
from shared.events.cases.person import Substance
from shared.names import drug_tests as codes
from shared.text import Text
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, TEST, Imports, write_ledgers

POSITIVE = TEST | {
    "结果": "阳性",
    "毒品种类": "K粉、海洛因",
    "检测单位": "派出所",
    "检测原因": "抽检",
}
OBJECTION = {"告知日期": "2019-05-03", "异议日期": "2019-05-06"}
RECHECK = {"复检结果": "阴性", "复检日期": "2019-05-10", "复检单位": "检测机构"}
SAMPLE = {"采样地点": "派出所", "采样单位": "公安机关", "采样日期": "2019-05-01"}
WHOLE = POSITIVE | SAMPLE | OBJECTION | RECHECK


def _import(folder: Path, *rows: dict[str, str], name: str = "尿检记录", **more: Any) -> Imported:
    ledgers = {"服务对象": [PERSON], name: rows}
    return imported(write_ledgers(folder, ledgers), **more)


def test_a_row_makes_all_its_entries(tmp_path: Path) -> None:
    """The sample, the test that names it, the objection and the re-check, in this order."""
    done = _import(tmp_path, WHOLE)
    assert done.rejected() == []
    made = [name for name, _ in done.service.posts][-4:]
    assert made == ["samples", "drug-tests", "objection", "recheck"]
    [sample], [test] = done.bodies("samples"), done.bodies("drug-tests")
    assert sample == {
        "occurred_on": "2019-05-01",
        "method": "urine",
        "place": "police_station",
        "taken_by": "police",
    }
    assert test.pop("sample_id")
    assert test == {
        "occurred_on": "2019-05-02",
        "result": "positive",
        "substances": ["heroin", "ketamine"],
        "tested_by": "police",
        "reason": "random",
    }
    assert done.bodies("objection") == [{"occurred_on": "2019-05-06", "told_on": "2019-05-03"}]
    [again] = done.bodies("recheck")
    assert (again["result"], again["tested_by"]) == ("negative", "laboratory")


def test_the_same_row_again_is_a_duplicate(tmp_path: Path) -> None:
    """All its calls are known by their keys, in a dry run too; so is one with other words."""
    done = _import(tmp_path, WHOLE)
    spelled = WHOLE | {"毒品种类": "海洛因,氯胺酮", "检测单位": "公安机关", "检测原因": "随机"}
    for row in (WHOLE, spelled):
        for dry_run in (True, False):
            again = _import(tmp_path, row, service=done.service, dry_run=dry_run)
            assert again.outcome.as_json()["duplicates"]["尿检记录.csv"] == 1
    assert len(done.bodies("drug-tests")) == 1


def test_a_row_of_before_makes_the_very_same_request(tmp_path: Path) -> None:
    """Its body and its key are those that the former version sent."""
    missed = TEST | {"结果": "未检", "未检原因": "拒检"}
    done = _import(tmp_path, TEST | {"检测方法": "尿检"}, missed)
    case_id = next(iter(done.service.cases))
    path = f"/v1/cases/{case_id}/drug-tests"
    for body in (
        {"occurred_on": "2019-05-02", "result": "negative"},
        {"occurred_on": "2019-05-02", "result": "not_done", "not_done_reason": "refused"},
    ):
        assert key_of(path, body) in done.service.answers
        assert body in done.bodies("drug-tests")


def test_what_follows_a_test_is_added_to_it(tmp_path: Path) -> None:
    """The row with an objection and a re-check filled in adds these alone."""
    first = _import(tmp_path, POSITIVE)
    later = _import(tmp_path, POSITIVE | OBJECTION | RECHECK, service=first.service)
    assert later.outcome.as_json()["accepted"]["尿检记录.csv"] == 1
    names = [name for name, _ in first.service.posts]
    assert [names.count(name) for name in ("drug-tests", "objection", "recheck")] == [1, 1, 1]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (POSITIVE | {"毒品种类": "茶叶"}, "毒品种类", "unknown_substance"),
        (TEST | {"毒品种类": "冰毒"}, "毒品种类", "substances_not_wanted"),
        (POSITIVE | {"检测单位": "邻居"}, "检测单位", "unknown_tester"),
        (POSITIVE | {"检测原因": "心血来潮"}, "检测原因", "unknown_test_reason"),
        (POSITIVE | {"采样地点": "医院"}, "采样单位", "missing_value"),
        (POSITIVE | {"异议日期": "2019-05-06"}, "告知日期", "missing_value"),
        (POSITIVE | OBJECTION | {"异议日期": "2019-05-07"}, "异议日期", "objection_too_late"),
        (POSITIVE | {"复检结果": "阴性"}, "复检日期", "missing_value"),
        (POSITIVE | RECHECK | {"复检结果": "未检"}, "复检结果", "unknown_result"),
        (
            POSITIVE | RECHECK | {"复检毒品种类": "冰毒"},
            "复检毒品种类",
            "recheck_substances_not_wanted",
        ),
        (POSITIVE | SAMPLE | {"采样日期": "2099-01-01"}, "采样日期", "future_date"),
    ],
)
def test_a_fault_is_named_by_its_column(
    tmp_path: Path, row: dict[str, str], column: str, reason: str, *, dry_run: bool
) -> None:
    """What contradicts itself is found in a dry run as well."""
    done = _import(tmp_path, row, dry_run=dry_run)
    assert done.rejected() == [(2, column, reason)]


def test_an_appointment_is_imported(tmp_path: Path) -> None:
    """With an agency that is asked, and without one; and it is not due before it was made."""
    row = {"预约日期": "2019-05-01", "对象编号": "1", "期限": "2019-05-20", "采样地点": "医院"}
    late = row | {"期限": "2019-04-20"}
    done = _import(tmp_path, row, row | {"受托单位": "hospital"}, late, name="检测预约")
    own = {"occurred_on": "2019-05-01", "due_on": "2019-05-20", "place": "hospital"}
    assert done.bodies("test-appointments") == [own, own | {"asked_of": "hospital"}]
    assert done.rejected() == [(4, "期限", "due_before_appointment")]


WAITS = {"日期": "2019-05-01", "对象编号": "1", "结果": "待结果"}
WAITS |= {"采样地点": "派出所", "采样单位": "公安机关"}


def test_a_sample_waits_until_its_result_is_filled_in(tmp_path: Path) -> None:
    """The row makes the sample alone; with its result, the test that names that sample."""
    done = _import(tmp_path, WAITS, dry_run=True)
    assert done.outcome.accepted["尿检记录.csv"] == 1
    done = _import(tmp_path, WAITS)
    assert done.rejected() == []
    again = _import(tmp_path, WAITS | {"采样日期": "2019-05-01"}, service=done.service)
    assert again.outcome.duplicates["尿检记录.csv"] == 1
    assert done.bodies("drug-tests") == []
    later = _import(tmp_path, WHOLE, service=done.service)
    assert later.outcome.accepted["尿检记录.csv"] == 1
    assert len(done.bodies("samples")) == len(done.bodies("drug-tests")) == 1
    assert done.bodies("samples")[0]["occurred_on"] == "2019-05-01"
    assert done.bodies("drug-tests")[0]["sample_id"]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"采样地点": ""}, [("采样地点", "missing_value")]),
        (
            {"采样地点": "", "采样单位": ""},
            [("采样地点", "missing_value"), ("采样单位", "missing_value")],
        ),
        (
            {"毒品种类": "冰毒", "检测单位": "医院"},
            [("毒品种类", "result_awaited"), ("检测单位", "result_awaited")],
        ),
        ({"未检原因": "请假"}, [("未检原因", "result_awaited")]),
        ({"告知日期": "2019-05-02"}, [("告知日期", "result_awaited")]),
        ({"采样日期": "2019-04-30"}, [("采样日期", "not_the_day_of_the_sample")]),
        ({"日期": "2099-01-01"}, [("日期", "future_date")]),
        ({"日期": "2017-12-31"}, [("日期", "entry_before_decision")]),
        ({"结果": "等待", "检测单位": "医院"}, [("结果", "unknown_result")]),
    ],
)
def test_what_comes_with_the_result_is_not_said_before_it(
    tmp_path: Path, changed: dict[str, str], faults: list[tuple[str, str]], *, dry_run: bool
) -> None:
    """Nothing that is said is lost: it is refused, by its column."""
    done = _import(tmp_path, WAITS | changed, dry_run=dry_run)
    [row] = done.outcome.as_json()["rejected"]
    assert [(its["field"], its["reason"]) for its in row["faults"]] == faults
    assert done.bodies("samples") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (drug_test_words.METHODS, codes.METHODS),
        (drug_test_words.RESULTS, codes.RESULTS),
        (drug_test_words.NOT_DONE_REASONS, codes.NOT_DONE_REASONS),
        (drug_test_words.PLACES, codes.PLACES),
        (drug_test_words.TESTERS, codes.TESTERS),
        (drug_test_words.WHY, codes.REASONS),
    ],
)
def test_a_code_is_read_by_the_name_that_people_see(
    words: Words, names: Mapping[StrEnum, Text]
) -> None:
    """No member is missing, and what is exported can be imported."""
    assert words.shown() == {code.value: text.zh for code, text in names.items()}
    assert len(names) == len(type(next(iter(names))))


def test_every_substance_has_a_word() -> None:
    """One that can be recorded can be imported."""
    assert {*drug_test_words.SUBSTANCES.codes.values()} == {each.value for each in Substance}
    assert [ledger.name for ledger in LEDGERS].index("检测预约") >= 0


@pytest.mark.postgres
async def test_a_row_with_all_its_entries_can_be_replaced(
    service: ImportTarget, tmp_path: Path
) -> None:
    """The re-check and the objection go before the test that they are about, and its sample."""
    imports = Imports(service, tmp_path)
    first = await imports({"服务对象": [PERSON], "尿检记录": [WHOLE]})
    assert first.rejected == []
    again = await imports({"服务对象": [PERSON], "尿检记录": [WHOLE]}, dry_run=True)
    assert again.as_json()["duplicates"]["尿检记录.csv"] == 1
    assert first.import_id is not None
    replaced = await imports({"服务对象": [PERSON], "尿检记录": [TEST]}, [first.import_id])
    assert replaced.as_json()["replaced"]["left"] == []
    counting = await imports.counting()
    assert counting["cases.DrugTestRecorded"] == 1
    for name in ("SampleTaken", "DrugTestDisputed", "DrugTestRechecked"):
        assert counting[f"cases.{name}"] == 0
