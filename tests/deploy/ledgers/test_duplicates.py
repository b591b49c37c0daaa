"""Rows that say the same, rows that take something from another, and what is known from before."""

import csv
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deploy.demo import people
from deploy.ledgers.call import LedgerCall
from deploy.ledgers.kinds.contacts import LEDGER as CONTACTS
from deploy.ledgers.kinds.single import call
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.pretended import Pretended

CLIENT = ("编号", "姓名", "身份证号", "类别", "区划代码", "工作站")
CONTACT = ("日期", "对象编号", "方式", "内容", "社工")
ONE, TWO = (people.id_number(Random(seed), "410102", male=True) for seed in (1, 2))


def _write(folder: Path, name: str, *rows: tuple[str, ...]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _client(number: str, id_number: str, station: str = "") -> tuple[str, ...]:
    return (number, "甲子", id_number, "社会面", "410102001003", station)


def test_a_row_that_says_the_same_is_sent_once(tmp_path: Path) -> None:
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
    done = imported(tmp_path)
    assert done.outcome.as_json()["duplicates"]["帮教记录.csv"] == 1
    notes = ["家庭困难，协助申请", "家庭不困难"]
    assert [body["note"] for body in done.bodies("contacts")] == notes


NOTE = "首次检测浓度10³ng/mL，复测10⁻²，服药1½片；\n1．已谈话\n  2．下周家访"
FOLDED = "首次检测浓度103ng/mL,复测10−2,服药11⁄2片; 1.已谈话2.下周家访"


def test_what_a_worker_wrote_is_sent_as_it_was_written(tmp_path: Path) -> None:
    """Powers, fractions, lines and blanks within a text stay; only outer blanks go."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    _write(tmp_path, "帮教记录", CONTACT, ("2019-01-02", "1", "入户", f" {NOTE}\n", "社工（①组）"))
    article = ("2019-01-02", "戒毒者的“10²”天  上篇", "网站", "410102001003")
    _write(tmp_path, "新闻稿件", ("日期", "标题", "渠道", "区划代码"), article)
    done = imported(tmp_path)
    [contact], [title] = done.bodies("contacts"), done.bodies("publications")
    assert (contact["note"], contact["worker"]) == (NOTE, "社工（①组）")
    assert title["title"] == article[1]


def test_what_the_former_version_imported_is_not_imported_again(tmp_path: Path) -> None:
    """It sent folded texts, under the same keys as today."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    _write(tmp_path, "帮教记录", CONTACT, ("2019-01-02", "1", "入户", FOLDED, "社工01"))
    service = imported(tmp_path).service
    _write(tmp_path, "帮教记录", CONTACT, ("2019-01-02", "1", "入户", NOTE, "社工０１"))
    for dry_run in (True, False):
        again = imported(tmp_path, service, dry_run=dry_run)
        assert again.outcome.as_json()["duplicates"]["帮教记录.csv"] == 1
        assert again.rejected() == []
    assert [body["note"] for body in again.bodies("contacts")] == [FOLDED]


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
    done = imported(tmp_path)
    assert done.rejected() == [
        (3, "编号", "reference_taken"),
        (4, "身份证号", "client_has_open_case"),
    ]
    assert done.outcome.duplicates.total() == 1
    assert imported(tmp_path, dry_run=True).outcome.as_json() == done.outcome.as_json()


def test_a_row_that_is_refused_takes_nothing_from_another(tmp_path: Path) -> None:
    """The number and the person are free for the first row that can be taken."""
    _write(
        tmp_path,
        "服务对象",
        CLIENT,
        ("1", "甲子", ONE, "社会面", "999999999999", ""),
        _client("1", ONE),
    )
    assert imported(tmp_path).rejected() == [(2, "区划代码", "unknown_region")]


def test_copies_of_a_refused_row_are_refused_with_it(tmp_path: Path) -> None:
    """What was not taken is nothing that another row could repeat."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    _write(tmp_path, "帮教记录", CONTACT, *[("2099-01-02", "1", "入户", "", "")] * 2)
    done = imported(tmp_path)
    assert done.rejected() == [(2, "日期", "future_date"), (3, "日期", "future_date")]
    assert done.outcome.duplicates.total() == 0


def test_entries_of_a_rejected_client_are_rejected(tmp_path: Path) -> None:
    """What refers to a row that was not taken refers to nobody."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", "0"))
    _write(tmp_path, "帮教记录", CONTACT, ("2019-01-02", "1", "入户", "", ""))
    assert [reason for _, _, reason in imported(tmp_path).rejected()] == [
        "id_checksum",
        "unknown_client",
    ]


def test_what_an_earlier_import_left_is_known(tmp_path: Path) -> None:
    """A fixed folder may hold some of the files; what it lacks is asked for, once each."""
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    earlier.mkdir()
    later.mkdir()
    _write(earlier, "工作站", ("工作站名称", "区划代码"), ("甲站", "410102001000"))
    _write(earlier, "服务对象", CLIENT, _client("7", TWO))
    service = Pretended()
    imported(earlier, service)
    _write(later, "服务对象", CLIENT, _client("1", ONE, "甲站"))
    _write(
        later,
        "帮教记录",
        CONTACT,
        *(("2019-01-02", number, "入户", "", "") for number in ("1", "7", "8", "8")),
    )
    service.asked.clear()
    done = imported(later, service)
    assert sorted(asked for asked in service.asked if asked.startswith("GET /v1/")) == [
        "GET /v1/cases reference=7",
        "GET /v1/cases reference=8",
        "GET /v1/workstations name=甲站 region=410102001003",
    ]
    assert done.bodies("cases")[-1]["workstation_id"]
    assert len(done.bodies("contacts")) == 2
    assert done.rejected() == [(n, "对象编号", "unknown_client") for n in (4, 5)]


def test_a_workstation_that_nobody_lists(tmp_path: Path) -> None:
    """Without a list the file is opened without a workstation, with a warning; else it waits."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE, "乙站"))
    done = imported(tmp_path)
    assert "workstation_id" not in done.bodies("cases")[0]
    assert any("乙站" in warning.zh for warning in done.outcome.warnings)
    _write(tmp_path, "工作站", ("工作站名称", "区划代码"), ("甲站", "410102001000"))
    assert imported(tmp_path).rejected() == [(2, "工作站", "unknown_workstation")]


def test_a_comma_that_was_not_quoted(tmp_path: Path) -> None:
    """A row with more values than columns has slipped, and is not guessed at."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    row = ("2019-01-02", "1", "入户", "家庭困难", "协助申请", "社工01")
    _write(tmp_path, "帮教记录", CONTACT, row, (*row[:5], "", " "))
    assert imported(tmp_path).rejected() == [(2, "社工", "extra_values")]


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
        entry = _contact(*row)
        keys.add((entry.key, str(entry.body)))
    assert len(keys) == 1


def _contact(day: str, note: str, case_id: str = "0190") -> LedgerCall:
    cells = {"日期": day, "对象编号": "1", "方式": "入户", "内容": note}
    record = {its.field: its.read(cells.get(its.name, "")) for its in CONTACTS.columns}
    columns = tuple(column for column in CONTACTS.columns if column.name != "对象编号")
    return call(f"/v1/cases/{case_id}/contacts", columns, record)


def test_other_content_has_another_key() -> None:
    """Another day, another note, another case: each is another call."""
    first = _contact("2019-01-02", "甲")
    for other in (
        _contact("2019-01-03", "甲"),
        _contact("2019-01-02", "乙"),
        _contact("2019-01-02", "甲", "0191"),
    ):
        assert other.key != first.key


def test_no_key_is_made_from_who_a_person_is(tmp_path: Path) -> None:
    """A key outlives a person's erasure, so it must not be one that a guess can confirm."""
    _write(tmp_path, "服务对象", CLIENT, _client("1", ONE))
    keys = []
    for _ in range(2):
        service = Pretended()
        imported(tmp_path, service)
        keys += [key for key, (content, _) in service.answers.items() if "/clients" in content]
    assert len(set(keys)) == 2
