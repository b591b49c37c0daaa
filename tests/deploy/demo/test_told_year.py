"""The year of a demo: all that ledgers can tell is in it, and nothing in it is refused."""

from datetime import date
from pathlib import Path

import pytest

from deploy.demo.told import told_year
from deploy.demo.writing import write_year
from deploy.demo.year import synthetic_year
from deploy.ledgers.kinds import LEDGERS, fillings, plans
from deploy.ledgers.kinds.contact_words import CRISES, DIRECTIONS, MODES
from deploy.ledgers.kinds.steps import CHANGES, DOCUMENTS, ENDINGS
from tests.deploy.demo.expected import expected
from tests.deploy.demo.told import told_figures
from tests.deploy.ledgers.folding import figures, imported

YEAR = told_year("410105", 2023)
UNTIL = date(2025, 5, 20)

# Nothing is exchanged without a catalogue and nobody is asked without a questionnaire: these come
# by the API alone, and so do boxes and counts. Who fills a post is of another agency, the provider,
# which enters it by the API.
# Plans are for days to come: the city has them behind its last day.
BY_API = {"兑换目录", "库存登记", "兑换登记", "盘点表", "救助箱台账", "问卷调查"}
BY_API |= {plans.LEDGER.name, fillings.LEDGER.name}


def codes(ledger: str, column: str, words: dict[str, str]) -> set[str]:
    """What the rows of a ledger say in a column, in codes."""
    return {words[str(row.cells[column])] for row in YEAR.ledgers[ledger] if row.cells[column]}


@pytest.mark.parametrize(
    ("region", "year", "until"),
    [
        ("410105", 2020, None),
        ("410105", 2023, date(2024, 1, 2)),
        ("410105", 2024, UNTIL),
        ("3301", 2023, date(2024, 9, 30)),
    ],
)
def test_nothing_in_it_is_refused_or_doubted(
    tmp_path: Path, region: str, year: int, until: date | None
) -> None:
    """Every row of it is taken, without a warning, and its table is that of the plan."""
    told = told_year(region, year, until)
    write_year(told, tmp_path)
    done = imported(tmp_path)
    account = done.outcome.as_json()
    assert account["rejected"] == account["warnings"] == []
    wanted = expected(told)
    assert account["accepted"] == wanted["import"]["accepted rows"]
    shown = figures(done, year)
    assert (shown["annual"], shown["also"]) == (wanted["annual"], wanted["also"])
    assert wanted["annual"] == expected(synthetic_year(region, year))["annual"]


def test_the_same_year_is_told_again() -> None:
    """Two runs tell the same; nobody is in it twice."""
    assert told_year("410105", 2023) == YEAR
    numbers = [row.cells["身份证号"] for row in YEAR.ledgers["服务对象"]]
    assert len(set(numbers)) == len(numbers)


def test_every_ledger_and_every_column_is_in_it() -> None:
    """Whoever adds a ledger or a column to the import finds it missing here."""
    for ledger in LEDGERS:
        if ledger.name in BY_API:
            continue
        columns = set(YEAR.ledgers[ledger.name][0].cells)
        assert {column.name for column in ledger.columns} <= columns, ledger.name


def test_files_change_and_end_in_every_way() -> None:
    """Each change and each ending is told; notices are given in time and late."""
    assert codes("阶段变更", "变更", dict(CHANGES.codes)) == set(CHANGES.codes.values())
    assert codes("阶段变更", "去向", dict(ENDINGS.codes)) == set(ENDINGS.codes.values())
    assert len(codes("阶段变更", "文书", dict(DOCUMENTS.codes))) > len(set(ENDINGS.codes.values()))


def test_what_becomes_of_a_result_and_of_a_crisis() -> None:
    """A re-check overturns a result; a crisis is followed up, and another one is open."""
    for year in range(2017, 2026):
        tests = [row.cells for row in told_year("410105", year).ledgers["尿检记录"]]
        assert [each["复检结果"] for each in tests if each["异议日期"]].count("阴性") == 1
    seen = [row for row in YEAR.ledgers["帮教记录"] if row.cells["危机"]]
    assert 1 <= len(YEAR.ledgers["危机跟进"]) == len(seen) - 1
    assert codes("帮教记录", "危机", dict(CRISES.codes)) == set(CRISES.codes.values())
    assert any(row.cells["安全"] for row in YEAR.ledgers["帮教记录"])


def test_tests_were_appointed() -> None:
    """One of each: a result, one of a sample, a sample that waits, excused and not; some wait."""
    for year in (2021, 2023, 2024):
        ledgers = told_year("410105", year).ledgers
        tests = [row.cells for row in ledgers["尿检记录"] if row.cells["预约日期"]]
        assert sum(each["结果"] == "待结果" for each in tests) == 1
        assert sum(each["未检原因"] == "请假" for each in tests) == 1
        assert sum(each["未检原因"] not in ("", "请假") for each in tests) == 1
        assert sum(each["结果"] in ("阴性", "阳性") for each in tests) == 2
        named = {(each["对象编号"], each["预约日期"]) for each in tests}
        made = [(row.cells["对象编号"], row.cells["预约日期"]) for row in ledgers["检测预约"]]
        assert len(named) == 5
        assert named < set(made)
        assert len(set(made)) == len(made)


def test_contacts_say_who_turned_to_whom_and_who_was_there() -> None:
    """All directions; joint visits of worker and grid administrator; calls that were arranged."""
    contacts = YEAR.ledgers["帮教记录"]
    assert codes("帮教记录", "方向", dict(DIRECTIONS.codes)) == set(DIRECTIONS.codes.values())
    assert set(told_figures(YEAR)["contacts_by_direction"]) == set(DIRECTIONS.codes.values())
    assert codes("帮教记录", "方式", dict(MODES.codes)) == set(MODES.codes.values())
    assert any("网格员" in str(row.cells["在场人员"]) for row in contacts)
    assert any(row.cells["事先与民警约定"] == "是" for row in contacts)


def test_one_returns_late_from_a_leave() -> None:
    """Of the leaves one is late, one goes on at the end of the year, the others are on time.

    One was extended.
    """
    leaves = [row.cells for row in YEAR.ledgers["请假"]]
    assert sum(bool(each["续假至"]) for each in leaves) == 1
    returned = [
        (str(each["续假至"] or each["返回日期"]), str(each["实际返回日期"])) for each in leaves
    ]
    assert sum(said < back for said, back in returned if back) == 1
    assert [back for _, back in returned].count("") == 1
