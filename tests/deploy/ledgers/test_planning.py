"""Plans: what is said twice, what one row takes from another, and what is known from before."""

import asyncio
import csv
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deploy.demo import people
from deploy.ledgers import calls
from deploy.ledgers.folder import read_folder
from deploy.ledgers.planning import Plan, make_plan
from deploy.ledgers.records import Contact
from deploy.ledgers.rows import Cells, Known, contact
from tests.deploy.ledgers.folding import TODAY, plan_of

CLIENT = ("编号", "姓名", "身份证号", "类别", "区划代码", "工作站")
CONTACT = ("日期", "对象编号", "方式", "内容", "社工")
ONE, TWO = (people.id_number(Random(seed), "410102", male=True) for seed in (1, 2))


def _write(folder: Path, name: str, *rows: tuple[str, ...]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _client(number: str, id_number: str, station: str = "") -> tuple[str, ...]:
    return (number, "甲子", id_number, "社会面", "410102001003", station)


def _told(plan: Plan) -> list[tuple[int, str, str]]:
    return [(row.place.row, row.field, row.reason) for row in plan.rejected]


def test_a_row_said_twice_is_sent_once(tmp_path: Path) -> None:
    """The spelling of a row does not make it another one; another note does."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    _write(
        tmp_path,
        "帮教记录",
        CONTACT,
        ("2019-01-02", "1", "入户", "家庭困难，协助申请", "社工01"),
        ("2019年1月2日", "１", "家访", " 家庭困难, 协助 申请", "社工０１"),
        ("20190102", "1", "入户", "家庭不困难", "社工01"),
    )
    plan = plan_of(tmp_path)
    assert [place.row for place in plan.duplicates] == [3]
    assert [line.place.row for line in plan.entries.lines] == [2, 4]


def test_one_person_has_one_file(tmp_path: Path) -> None:
    """A number or a person that an earlier row has is refused to a row that says otherwise."""
    _write(
        tmp_path,
        "服务对象",
        CLIENT,
        _client("1", ONE),
        _client("1", TWO),
        _client("2", ONE),
        _client("１", ONE),
    )
    plan = plan_of(tmp_path)
    assert _told(plan) == [
        (3, "编号", "reference_taken"),
        (4, "身份证号", "client_has_open_case"),
    ]
    assert [place.row for place in plan.duplicates] == [5]


def test_entries_of_a_rejected_client_are_rejected(tmp_path: Path) -> None:
    """What refers to a row that was not taken refers to nobody."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", "0"))
    _write(tmp_path, "帮教记录", CONTACT, ("2019-01-02", "1", "入户", "", ""))
    assert [reason for _, _, reason in _told(plan_of(tmp_path))] == [
        "id_checksum",
        "unknown_client",
    ]


class Before:
    """A service that knows one case and one workstation, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[AbstractSet[object]] = []

    async def workstations(self, named: AbstractSet[tuple[str, str]]) -> AbstractSet[str]:
        """Those of the names that are known."""
        self.asked.append(named)
        return {name for name, _ in named} & {"甲站"}

    async def cases(self, references: AbstractSet[str]) -> AbstractSet[str]:
        """Those of the numbers that are known."""
        self.asked.append(references)
        return references & {"7"}


def test_what_an_earlier_import_left_is_known(tmp_path: Path) -> None:
    """A mended folder may hold some of the files; what it lacks is asked for, once each."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE, "甲站"))
    _write(
        tmp_path,
        "帮教记录",
        CONTACT,
        *(("2019-01-02", number, "入户", "", "") for number in ("1", "7", "8", "8")),
    )
    service = Before()
    plan = asyncio.run(make_plan(read_folder(tmp_path), TODAY, service))
    assert service.asked == [{("甲站", "410102001003")}, {"7", "8"}]
    assert plan.clients.lines[0].record.workstation == "甲站"
    assert [line.record.reference for line in plan.entries.lines] == ["1", "7"]


def test_a_workstation_that_nobody_lists(tmp_path: Path) -> None:
    """Without a list the file is opened without a workstation, which is told; with one it waits."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE, "乙站"))
    plan = plan_of(tmp_path)
    assert plan.clients.lines[0].record.workstation is None
    assert "乙站" in plan.warnings[0].zh
    _write(tmp_path, "工作站", ("工作站名称", "区划代码"), ("甲站", "410102001000"))
    assert _told(plan_of(tmp_path)) == [(2, "工作站", "unknown_workstation")]


def test_a_comma_that_was_not_quoted(tmp_path: Path) -> None:
    """A row with more values than columns has slipped, and is not guessed at."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    row = ("2019-01-02", "1", "入户", "家庭困难", "协助申请", "社工01")
    _write(tmp_path, "帮教记录", CONTACT, row, (*row[:5], "", " "))
    assert [(place, reason) for place, _, reason in _told(plan_of(tmp_path))] == [
        (2, "extra_values")
    ]


@given(
    st.dates(date(2010, 1, 1), date(2020, 1, 1)),
    st.sampled_from(["%Y-%m-%d", " %Y%m%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d\u3000"]),
    st.text(max_size=40),
    st.sampled_from(["", " ", "\u3000", "\n"]),
)
def test_another_spelling_has_the_same_key(day: date, spelling: str, note: str, blank: str) -> None:
    """The same row has the same key and the same body, however it is typed."""
    keys = set()
    for row in ((day.isoformat(), note), (day.strftime(spelling), f"{blank}{note}{blank}")):
        record = _contact(*row)
        call = calls.make_entry(record, "0190")
        keys.add((call.key, str(call.body)))
    assert len(keys) == 1


def _contact(day: str, note: str) -> Contact:
    cells = {"日期": day, "对象编号": "1", "方式": "入户", "内容": note}
    return contact(Cells(lambda column: cells.get(column, ""), Known(TODAY, references={"1"})))


def test_other_content_has_another_key() -> None:
    """Whatever is said otherwise, or of another case, is another call."""
    first = calls.make_entry(_contact("2019-01-02", "甲"), "0190")
    for other in (
        calls.make_entry(_contact("2019-01-03", "甲"), "0190"),
        calls.make_entry(_contact("2019-01-02", "乙"), "0190"),
        calls.make_entry(_contact("2019-01-02", "甲"), "0191"),
    ):
        assert other.key != first.key


def test_no_key_is_made_from_who_a_person_is(tmp_path: Path) -> None:
    """A key outlives a person's erasure, so it must not be one that a guess can confirm."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    record = plan_of(tmp_path).clients.lines[0].record
    assert calls.register_client(record).key != calls.register_client(record).key
