"""Headers: titles above them, synonyms, full-width commas, and what is not guessed at."""

from pathlib import Path

import pytest

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.folder import read_folder
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.reading import column_name, read_table
from deploy.ledgers.reasons import Reason
from tests.deploy.ledgers.folding import imported

CONTACTS = next(ledger for ledger in LEDGERS if ledger.name == "帮教记录")
OWN = ("日期", "对象编号", "方式", "内容")
ROW = "2019-01-02,1,入户,去了，谈了"


@pytest.mark.parametrize(
    "header",
    [
        "日期,对象编号,方式,内容",
        "帮教日期,服务对象编号,帮教方式,谈话内容",
        "日期，对象编号，方式，内容",
        "日期，对象编号,方式，内容",
        "日期*,对象编号（必填）,方式：,内容",
        "二〇一九年帮教记录\n日期,对象编号,方式,内容",
        "帮教记录,,,\n单位：甲站,,,年度：2019\n\n日期,对象编号,方式,内容",
        "某区，某街道，帮教记录\n日期,对象编号,方式,内容",
    ],
)
def test_a_header_is_understood(header: str) -> None:
    """Usual names, signs at a column that must be filled, and titles above are no obstacle."""
    content = f"{header}\n{ROW}\n".encode()
    table = read_table("帮教记录.csv", content, CONTACTS.names)
    assert table.columns == OWN
    [row] = table.rows
    assert [table.cell(row, name) for name in OWN] == ["2019-01-02", "1", "入户", "去了，谈了"]
    assert row.number == header.count("\n") + 2


@pytest.mark.parametrize("separator", [";", "\t", "，"])
def test_a_file_is_divided_as_its_header_is(separator: str) -> None:
    """Also below a title that has none of the separators, or another."""
    lines = [
        "帮教记录,2019",
        separator.join(OWN),
        separator.join(("2019-01-02", "1", "入户", "去了")),
    ]
    table = read_table("帮教记录.csv", "\n".join(lines).encode(), CONTACTS.names)
    assert table.columns == OWN
    assert table.rows[0].cells == ("2019-01-02", "1", "入户", "去了")


def test_a_name_of_its_own_comes_before_synonyms() -> None:
    """Where the column itself is there, another that could mean it is one column more."""
    table = read_table("帮教记录.csv", "日期,走访日期,对象编号,方式\n".encode(), CONTACTS.names)
    assert table.columns == ("日期", "走访日期", "对象编号", "方式")


def test_two_synonyms_of_one_column_are_not_chosen_from() -> None:
    """The file is refused, and both are named as they are written."""
    content = "走访日期,谈话日期,对象编号,方式\n".encode()
    with pytest.raises(CannotRead, match="“走访日期”、“谈话日期”"):
        read_table("帮教记录.csv", content, CONTACTS.names)


def test_a_header_that_is_not_understood_is_shown_as_it_is(tmp_path: Path) -> None:
    """With its row's number, and what is missing."""
    lines = "台账\n日期,对象编号,走访 形式\n2019-01-02,1,入户\n"
    (tmp_path / "帮教记录.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(CannotRead, match=r"“方式”.*\(row 2\).*日期, 对象编号, 走访 形式"):
        read_folder(tmp_path)


def test_no_name_means_two_columns() -> None:
    """Within a ledger, each name and each synonym stands for one column."""
    for ledger in LEDGERS:
        names = [
            column_name(name) for column in ledger.columns for name in (*column.also, column.name)
        ]
        assert len(names) == len({*names})


def test_every_other_name_is_documented() -> None:
    """docs/import.md names the synonyms of each column."""
    text = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    for ledger in LEDGERS:
        for column in ledger.columns:
            assert "、".join(column.also) in text
    for reason in (Reason.DIGITS_LOST, Reason.OPEN_QUOTE, Reason.BROKEN_CHARACTER):
        assert f"`{reason}`" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_broken_character_costs_its_row(tmp_path: Path, encoding: str) -> None:
    """The row and the column are named, and every other row is taken."""
    lines = ["日期,标题,渠道,区划代码"]
    lines += [f"2019-01-02,第{n}篇禁毒宣传稿件,网站,410102001003" for n in range(9)]
    content = "\n".join(lines).encode(encoding)
    word = "4篇禁".encode(encoding.removesuffix("-sig"))
    (tmp_path / "新闻稿件.csv").write_bytes(content.replace(word, word[:-1]))
    done = imported(tmp_path)
    assert done.rejected() == [(6, "标题", "broken_character")]
    assert done.outcome.accepted.total() == 8


def test_what_is_wrong_with_one_cell_costs_one_row(tmp_path: Path) -> None:
    """Something huge that was pasted, a quote that is not closed: the rest is taken."""
    lines = ["日期,标题,渠道,区划代码"]
    for title in ("甲" * 131_100, "甲" * 2_000_000, '"禁毒"宣传', '"没有关上', "平常的"):
        lines.append(f"2019-01-02,{title},网站,410102001003")
    (tmp_path / "新闻稿件.csv").write_text("\n".join(lines), encoding="utf-8")
    done = imported(tmp_path)
    assert done.rejected() == [
        (2, "标题", "too_long"),
        (3, "标题", "too_long"),
        (5, "标题", "open_quote"),
    ]
    assert [body["title"] for body in done.bodies("publications")] == ['"禁毒"宣传', "平常的"]
