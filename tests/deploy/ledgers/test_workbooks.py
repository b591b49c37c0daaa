"""Workbooks: ledgers as sheets, and cells as what they say in a file of text."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.folder import read_folder
from deploy.ledgers.returning import write_rejected
from tests.deploy.ledgers.folding import imported

Sheets = dict[str, list[list[Any]]]

ID_NUMBER = "11010519491231002X"
PEOPLE: list[list[Any]] = [
    ["编号", "姓名", "身份证号码", "类别", "区划代码", "手机号", "决定日期"],
    [
        410102000001,
        "甲子",
        ID_NUMBER,
        "社区戒毒",
        410102001003,
        19900000001,
        date(2018, 1, 1),
    ],
]
CONTACTS: list[list[Any]] = [
    ["二〇一九年帮教记录"],
    [],
    ["日期", "对象编号", "方式", "内容"],
    [date(2019, 3, 5), 410102000001, "入户", "第一行\n浓度10³"],
    [datetime(2019, 3, 6, 8, 30), "410102000001", "电话", 3.5],  # noqa: DTZ001
    [43532, "４１０１０２０００００１", "电话", None],
    ["2019-3-8 0:00:00", 410102000001, "托梦", "=1+1"],
    ["2019-03-09", 410102199001011234, "电话", "号码丢了"],
]


def _xlsx(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row, start=1):
                written = sheet.cell(number, place, cell)
                if isinstance(cell, str):
                    written.data_type = "s"
    if "帮教记录" in sheets:
        book["帮教记录"].merge_cells("A1:D1")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xls(sheets: Sheets) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, *([day] if isinstance(cell, date) else []))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WRITTEN: dict[str, Callable[[Sheets], bytes]] = {".xlsx": _xlsx, ".xls": _xls, ".et": _xls}


@pytest.mark.parametrize("suffix", WRITTEN)
@pytest.mark.parametrize("together", [False, True])
def test_workbooks_are_read_as_ledgers_are(tmp_path: Path, suffix: str, together: bool) -> None:
    """A file for each ledger, or a sheet; numbers, days and texts are what they are."""
    sheets: Sheets = {"服务对象": PEOPLE, "帮教记录": CONTACTS}
    if together:
        (tmp_path / f"台账{suffix}").write_bytes(WRITTEN[suffix](sheets))
    else:
        for name, rows in sheets.items():
            (tmp_path / f"{name}{suffix}").write_bytes(WRITTEN[suffix]({name: rows}))
    done = imported(tmp_path)
    assert done.rejected() == [(7, "方式", "unknown_mode"), (8, "对象编号", "digits_lost")]
    [person], [case] = done.bodies("clients"), done.bodies("cases")
    assert (person["id_number"], person["phone"]) == (ID_NUMBER, "19900000001")
    assert (case["reference"], case["region"]) == ("410102000001", "410102001003")
    assert [(body["occurred_on"], body.get("note")) for body in done.bodies("contacts")] == [
        ("2019-03-05", "第一行\n浓度10³"),
        ("2019-03-06", "3.5"),
        ("2019-03-08", None),
    ]


def test_rejected_rows_of_a_workbook_come_back_as_csv(tmp_path: Path) -> None:
    """Text that looks like a long number is marked, and nothing runs as a formula."""
    (tmp_path / "in").mkdir()
    rows = [*CONTACTS[:3], ["昨天", "410102199001011234", "电话", "=1+1"]]
    (tmp_path / "in" / "台账.xlsx").write_bytes(_xlsx({"帮教记录": rows}))
    folder = read_folder(tmp_path / "in")
    done = imported(tmp_path / "in")
    out = write_rejected(done.outcome.rejected, folder.files, tmp_path / "in", tmp_path / "out")
    assert out is not None
    text = (out / "帮教记录.csv").read_text(encoding="utf-8-sig")
    assert '"=""410102199001011234"""' in text
    assert "'=1+1" in text
    [table] = [file.table for file in read_folder(out).files]
    assert [table.cell(table.rows[0], name) for name in ("日期", "对象编号", "内容")] == [
        "昨天",
        "410102199001011234",
        "=1+1",
    ]


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    """A file that has only a workbook's name is refused, with its own."""
    (tmp_path / "帮教记录.xlsx").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(CannotRead, match=r"帮教记录\.xlsx"):
        read_folder(tmp_path)


def test_a_damaged_workbook_is_named(tmp_path: Path) -> None:
    """Also where the damage surprises whoever reads it: here the list of sectors is wrong."""
    content = bytearray(_xls({"服务对象": PEOPLE}))
    content[1492:1494] = b"\x7f\x7f"
    (tmp_path / "服务对象.xls").write_bytes(content)
    with pytest.raises(CannotRead, match=r"服务对象\.xls"):
        read_folder(tmp_path)


def test_rows_have_their_numbers_wherever_a_table_begins(tmp_path: Path) -> None:
    """Blank rows above and a blank column before it, and a forgotten blank far below."""
    rows = [[], [], *([None, *row] for row in PEOPLE), *([[]] * 500), [None, " "]]
    (tmp_path / "服务对象.xlsx").write_bytes(_xlsx({"Sheet1": rows}))
    [file] = read_folder(tmp_path).files
    assert file.table.header_row == 3
    assert [row.number for row in file.table.rows] == [4]
    assert file.table.cell(file.table.rows[0], "姓名") == "甲子"


def test_sheets_that_are_no_ledgers_are_named(tmp_path: Path) -> None:
    """They are left out with a warning; empty ones are not worth a word."""
    sheets: Sheets = {"说明": [["填表说明"]], "Sheet2": [], "服务对象": PEOPLE}
    (tmp_path / "台账.xlsx").write_bytes(_xlsx(sheets))
    folder = read_folder(tmp_path)
    assert [file.file for file in folder.files] == ["台账.xlsx/服务对象"]
    warned = [text.en for text in folder.warnings if "sheet" in text.en]
    assert len(warned) == 1
    assert "“说明”" in warned[0]


def test_a_ledger_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """A file of text saved from a workbook beside the workbook: which one holds?"""
    (tmp_path / "服务对象.xlsx").write_bytes(_xlsx({"Sheet1": PEOPLE}))
    (tmp_path / "服务对象.csv").write_text("编号,姓名,身份证号,类别,区划代码\n", encoding="utf-8")
    with pytest.raises(CannotRead, match="twice"):
        read_folder(tmp_path)
