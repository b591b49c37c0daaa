"""Tables as files: what a spreadsheet shows, in both languages, and nothing that it would run."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.declared.indicators import INDICATORS
from services.reporting.downloads.csv_file import csv_of
from services.reporting.downloads.table import Cell, Note, Table, definitions_of, notes_of
from services.reporting.downloads.xlsx_file import xlsx_of
from shared.spreadsheets import FORMULA_OF_TEXT, runs
from shared.text import Language, Text

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REGION, VALUE = Text(zh="地区", en="Region"), Text(zh="数值", en="Value")
PLACE = Text(zh="金水区", en="Jinshui")


def table(*rows: tuple[Cell, ...], notes: tuple[Note, ...] = ()) -> Table:
    """A table of two columns."""
    title = Text(zh="统计数据", en="Statistics")
    return Table(title, (REGION, VALUE), rows, notes, definitions_of([INDICATORS["sessions"]]))


def read(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, as a program reads it that knows the byte order mark."""
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


@pytest.mark.parametrize(
    ("language", "names", "place"),
    [("zh", ["地区", "数值"], "金水区"), ("en", ["Region", "Value"], "Jinshui")],
)
def test_csv(language: Language, names: list[str], place: str) -> None:
    """With a byte order mark; the columns' names first, and what is said of the table below."""
    notes = notes_of(PLACE, "410105000000", Text(zh="2025年", en="2025"), NOW, None)
    content = csv_of([table((PLACE, 12), (None, 66.67), notes=notes)], language)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = read(content)
    assert rows[:4] == [names, [place, "12"], ["", "66.67"], []]
    said = {row[0]: row[1] for row in rows[5:]}
    asked_at = {"zh": "查询时间", "en": "Asked at"}[language]
    assert said[asked_at] == "2026-01-01 08:00:00 +08:00"
    assert said[{"zh": "计入截止", "en": "Counted until"}[language]] in (
        "暂时无法确认", "not known at present",
    )  # fmt: skip
    assert any("half up" in text or "四舍五入" in text for text in said.values())


@given(st.text(max_size=20))
def test_no_text_is_run_as_a_formula(text: str) -> None:
    """Whatever it begins with; and it comes back, but for the apostrophe."""
    content = csv_of([table((text, 1))], "zh")
    [first, *_] = read(content)[1:]
    assert FORMULA_OF_TEXT.fullmatch(first[0]) or not runs(first[0])
    assert first[0].removeprefix("'") == text.removeprefix("'") or first[0] == text


def test_xlsx() -> None:
    """Numbers as numbers, nothing as a formula; the query above, the definitions behind."""
    notes = notes_of(PLACE, "410105000000", Text(zh="2025年", en="2025"), NOW, NOW)
    rows = ((PLACE, 12), ("=1+1", 66.67), ("http://a.cn", None), (date(2026, 1, 1), 0.5))
    content = xlsx_of([table(*rows, notes=notes)], "en", NOW)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Figures", "Definitions"]
    sheet = [[cell.value for cell in row] for row in book["Figures"].iter_rows()]
    assert sheet[0][0] == "Statistics"
    said = {row[0]: row[1] for row in sheet[1:8]}
    assert said["Region"] == "Jinshui"
    assert said["Region code"] == "410105000000"
    assert said["Asked at"] == said["Counted until"] == "2026-01-01 08:00:00 +08:00"
    assert said["Prevention sessions"] == "prevention sessions held"
    start = sheet.index(["Region", "Value"])
    assert sheet[start + 1 :] == [
        ["Jinshui", 12], ["=1+1", 66.67], ["http://a.cn", None], ["2026-01-01", 0.5],
    ]  # fmt: skip
    kinds = {cell.data_type for row in book["Figures"].iter_rows() for cell in row}
    assert kinds <= {"s", "n"}, "no formula"
    definitions = [[cell.value for cell in row] for row in book["Definitions"].iter_rows()]
    assert definitions[1] == ["Prevention sessions", "sessions", "prevention sessions held",
                              "sessions"]  # fmt: skip
    chinese = openpyxl.load_workbook(io.BytesIO(xlsx_of([table()], "zh", NOW)))
    assert chinese.sheetnames == ["数据", "指标说明"]


def test_several_tables_are_one_file() -> None:
    """A sheet each, with one of definitions; in CSV one below the other."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([table((PLACE, 1)), table()], "en", NOW)))
    assert book.sheetnames == ["Figures 1", "Figures 2", "Definitions"]
    assert book["Definitions"].max_row == 2, "what is in both is said once"
    rows = read(csv_of([table((PLACE, 1)), table((PLACE, 2))], "en"))
    assert [row for row in rows if row[:1] == ["Jinshui"]] == [["Jinshui", "1"], ["Jinshui", "2"]]
    assert rows.count(["Region", "Value"]) == 2
