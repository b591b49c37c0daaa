"""Bytes and folders: encodings, layouts, row numbers, and what cannot be read."""

from pathlib import Path

import pytest

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.folder import read_folder
from deploy.ledgers.reading import read_table

TEXT = "日期,等级\r\n2019-01-01,高\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    """The same text is read from every encoding that spreadsheets write."""
    table = read_table("风险评估.csv", TEXT.encode(encoding))
    assert table.columns == ("日期", "等级")
    assert table.rows[0].cells == ("2019-01-01", "高")


def test_no_known_encoding() -> None:
    """Bytes that are no text are refused with the way out."""
    with pytest.raises(CannotRead, match="UTF-8"):
        read_table("风险评估.csv", b"\xff\x80\x81,\xff")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators(mark: str) -> None:
    """Semicolons and tabs separate where the header has no comma."""
    assert read_table("x.csv", TEXT.replace(",", mark).encode()).columns == ("日期", "等级")


@pytest.mark.parametrize(
    "line", ['="2019-01-01",="高"', '"=""2019-01-01""","=""高"""', ' = "2019-01-01" ,高']
)
def test_formulas_that_only_say_a_text(line: str) -> None:
    """Cells that exports write as ="…", so that long numbers stay whole, are that text."""
    table = read_table("x.csv", f'="日期",="等级"\n{line}\n'.encode())
    assert table.columns == ("日期", "等级")
    assert [table.cell(table.rows[0], name) for name in table.columns] == ["2019-01-01", "高"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_numbers_them(end: str) -> None:
    """A quoted line break is within its row; a blank row is counted and left out."""
    lines = ["日期,内容", '1,"甲\n乙"', "", " ,\u3000", "2,丙", "3"]
    table = read_table("x.csv", end.join(lines).encode())
    assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "1"), (5, "2"), (6, "3")]
    assert table.cell(table.rows[0], "内容") == "甲\n乙"
    assert table.cell(table.rows[2], "内容") == ""


def test_headers_are_folded() -> None:
    """Width, blanks and a mark of the encoding are no part of a column's name."""
    table = read_table("x.csv", "\ufeff 日　期 ,ＩＤ,,\n1,2,,\n".encode())
    assert table.columns == ("日期", "ID")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("日期,日期\n1,2\n", "日期"),
    ],
)
def test_broken_files(content: str, named: str) -> None:
    """An empty file, a column twice: each is named."""
    with pytest.raises(CannotRead, match=named) as raised:
        read_table("帮教记录.csv", content.encode())
    assert "帮教记录.csv" in raised.value.text.zh


@pytest.mark.processes
def test_a_folder(tmp_path: Path) -> None:
    """Ledgers are known by name and come in order; other files are named, hidden ones are not."""
    contact = "日期,对象编号,方式,内容,社工\n"
    (tmp_path / "帮教记录.CSV").write_text(contact, encoding="utf-8")
    (tmp_path / "工作站.csv").write_text("工作站名称,区划代码,类型\n", encoding="utf-8")
    for name in (
        "expected.json",
        ".DS_Store",
        "~$服务对象.xlsx",
        "服务对象.docx",
        "旧表.xls",
        "说明.txt",
    ):
        (tmp_path / name).write_text("", encoding="utf-8")
    folder = read_folder(tmp_path)
    assert [found.file for found in folder.files] == ["工作站.csv", "帮教记录.CSV"]
    assert [sentence.zh.split(" ")[0] for sentence in folder.warnings] == [
        "旧表.xls",
        "服务对象.docx",
        "说明.txt",
    ]


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there, is a file, or holds no ledger: each has its error."""
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(CannotRead, match="no folder"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(CannotRead, match="not a folder"):
        read_folder(file)
    with pytest.raises(CannotRead, match="no ledger"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "header", "rows", "column"),
    [
        ("帮教记录", "日期,对象编号,内容,社工", "", "方式"),
        ("服务对象", "编号,姓名,类别,区划代码", "", "身份证号"),
        ("服务对象", "编号,姓名,身份证号,类别,区划代码", "1,2,3,社区戒毒,5", "决定日期"),
        ("尿检记录", "日期,对象编号,结果", "2019-01-01,1,未检", "未检原因"),
    ],
)
def test_a_needed_column_is_missing(
    tmp_path: Path, name: str, header: str, rows: str, column: str
) -> None:
    """A missing column that the rows need is named, with its file, and nothing is imported."""
    (tmp_path / f"{name}.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    with pytest.raises(CannotRead) as raised:
        read_folder(tmp_path)
    assert f"{name}.csv" in raised.value.text.en
    assert f"“{column}”" in raised.value.text.en


def test_a_column_that_no_row_needs_may_be_missing(tmp_path: Path) -> None:
    """Users at large need no decision, and a test that was done needs no reason."""
    people = "编号,姓名,身份证号,类别,区划代码\n1,2,3,社会面,5\n"
    (tmp_path / "服务对象.csv").write_text(people, encoding="utf-8")
    tests = "日期,对象编号,结果\n2019-01-01,1,阴性\n"
    (tmp_path / "尿检记录.csv").write_text(tests, encoding="utf-8")
    assert len(read_folder(tmp_path).warnings) == 2
