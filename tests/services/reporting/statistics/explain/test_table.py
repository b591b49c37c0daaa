"""An opened figure as a file for spreadsheets."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.explain import table
from shared.http.application import Service
from shared.text import Text
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import DETOX, STREET, Ledger
from tests.services.reporting.statistics.explain.calling import (
    DAY,
    OPEN,
    count,
    opened,
)
from tests.shared.http.calling import Answer

pytestmark = pytest.mark.postgres


async def test_a_figure_as_a_file(app: Service) -> None:
    """All rows in one file, with a header in the reader's language; nothing in it is a formula."""
    ledger = Ledger()
    for number in range(9):
        ledger.case(DETOX).contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    answer = await get(app, f"{OPEN}&indicator=contacts&limit=2&lang=en", accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["waystation-total"] == "9"
    assert (
        'filename="contacts-4101-2019-01-01-2020-01-01.csv"'
        in (answer.headers["content-disposition"])
    )
    header, *rows = read(answer)
    rows, notes = rows[: rows.index([])], dict(rows[rows.index([]) + 1 :])
    assert notes["Indicator"] == INDICATORS["contacts"].name.en
    assert notes["Region"].startswith("Zhengzhou")
    assert {"Period", "Asked at", "Counted until"} <= notes.keys()
    assert "As recorded until" not in notes
    assert header[:5] == ["day", "region", "region name", "kind of case", "mode of contact"]
    assert len(rows) == 9
    assert rows[0][:2] == ["2019-05-06", STREET]
    assert sum(int(row[header.index("amount")]) for row in rows) == 9
    chinese = read(await get(app, f"{OPEN}&indicator=contacts&format=csv"))
    assert chinese[0][:3] == ["日期", "地区代码", "地区"]
    persons = read(await get(app, f"{OPEN}&indicator=persons_contacted&format=csv&lang=en"))
    persons = persons[: persons.index([])]
    assert len(persons) == 10
    shown = await opened(app, "indicator=persons_contacted")
    assert [row[0] for row in persons[1:]] == [f'="{row["person"]}"' for row in shown["rows"]]


async def test_a_file_says_of_which_moment_it_is(app: Service) -> None:
    """With `as_of`, the moment of what was recorded stands beside the one of the question."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    await count(app, ledger)
    asked = f"{OPEN}&indicator=contacts&format=csv&lang=zh&as_of=2020-01-05T00:00:00Z"
    rows = read(await get(app, asked))
    assert rows[-1] == ["截至该时刻已登记的内容", "2020-01-05 08:00:00 +08:00"]
    assert [row[0] for row in rows if row and row[0] == "查询时间"] == ["查询时间"]


async def test_a_workbook_has_the_rows_of_the_table(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than are written at once, as numbers and texts; ids as they are sent back.

    What is too much is refused, and leaves nothing behind on the disk.
    """
    monkeypatch.setattr(table, "AT_ONCE", 2)
    ledger = Ledger()
    for number in range(5):
        ledger.case(DETOX).contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    for indicator in ("contacts", "persons_contacted"):
        asked = f"{OPEN}&indicator={indicator}&lang=en"
        answer = await get(app, f"{asked}&format=xlsx")
        assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
        assert answer.headers["waystation-total"] == "5"
        [sheet] = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets
        lines = [[*row] for row in sheet.iter_rows(values_only=True)]
        header, *rows = read(await get(app, f"{asked}&format=csv"))
        at = next(number for number, line in enumerate(lines) if line[0] == header[0])
        said = {line[0]: line[1] for line in lines[:at]}
        assert (said["Value"], said["Indicator"]) == (5, INDICATORS[indicator].name.en)
        shown = [[str(cell or "") for cell in line] for line in lines[at + 1 :]]
        written = [[each.removeprefix('="').removesuffix('"') for each in row] for row in rows[:5]]
        assert shown == written
    files = {*Path(tempfile.gettempdir()).iterdir()}
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    refused = await get(app, f"{OPEN}&indicator=contacts&format=xlsx")
    assert refused.json()["errors"][0]["reason"] == "too_many"
    assert {*Path(tempfile.gettempdir()).iterdir()} <= files


async def test_cells_are_no_formulas(app: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region's name comes from a file of the place, which may say anything."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    await count(app, ledger)
    name = Text(zh="=1+1", en="@SUM(A1)")
    monkeypatch.setattr(table, "region_name", lambda *_: name)
    for language, cell in (("zh", "'=1+1"), ("en", "'@SUM(A1)")):
        _, row, *_ = read(await get(app, f"{OPEN}&indicator=contacts&format=csv&lang={language}"))
        assert row[2] == cell


async def test_a_file_has_as_many_rows_as_a_spreadsheet_opens(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is more is refused before anything is sent: nobody takes a part of it for all."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for number in range(4):
        file.contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    answer = await get(app, f"{OPEN}&indicator=contacts&format=csv")
    assert (answer.status, answer.json()["errors"][0]["reason"]) == (422, "too_many")


def read(answer: Answer) -> list[list[str]]:
    """The rows of a file."""
    assert answer.status == 200, answer.body
    return [*csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""))]
