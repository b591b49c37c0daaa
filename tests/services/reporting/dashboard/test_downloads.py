"""Every view as a file: workbooks that open, tables that read, documents; opened figures whole."""

import csv
import io
from urllib.parse import urlsplit

import openpyxl
import pytest

from services.reporting.dashboard import figure
from tests.browser.views import VIEWS, View
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import CITY, QUARTER
from tests.services.reporting.dashboard.seen import SeenPage
from tests.shared.http.calling import Answer

pytestmark = pytest.mark.postgres

NO_VIEW = ("/session", "/login")  # pages of signing in and out
DOWNLOADED = [
    each for each in VIEWS
    if each.status == 200 and urlsplit(each.address).path not in NO_VIEW and each.name != "choice"
]  # fmt: skip


async def file(pages: Pages, view: View, form: str) -> Answer:
    """A view in a form, after the link that it follows, if it does."""
    address = await pages.followed(view, "zh")
    answer = await pages.ask(f"{address}&format={form}", *view.regions, actions=view.actions)
    assert answer.status == 200, (view.name, form, answer.body)
    if form != "json":
        assert f'.{form}"' in answer.headers["content-disposition"]
    return answer


async def test_every_view_in_all_three_forms(pages: Pages) -> None:
    """The workbook is read again and has the rows of the page; so have the table and document."""
    for view in DOWNLOADED:
        await downloaded(pages, view)


async def downloaded(pages: Pages, view: View) -> None:
    """Compare a page with its files."""
    address = await pages.followed(view, "zh")
    answer = await pages.ask(address, *view.regions, actions=view.actions)
    page = SeenPage(answer.body.decode())
    book = openpyxl.load_workbook(io.BytesIO((await file(pages, view, "xlsx")).body))
    assert book.sheetnames[0].startswith("数据"), view.name
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "no formula"
    texts = {str(cell.value) for cell in cells if cell.value is not None}
    assert {"查询时间", "计入截止"} <= texts, view.name
    rows = [*csv.reader(io.StringIO((await file(pages, view, "csv")).body.decode("utf-8-sig")))]
    document = (await file(pages, view, "json")).json()
    tables = [each for section in document["sections"] for each in section["tables"]]
    if urlsplit(view.address).path == "/figure":
        shown = page.tables[0].rows if page.tables else []
        assert len(tables[0]["rows"]) == len(rows[1 : rows.index([])]) >= len(shown), view.name
        return
    names = {row[0] for table in page.tables for row in table.rows}
    assert names <= texts, view.name
    assert names <= {row[0] for row in rows if row}, view.name
    assert names <= {row[0] for table in tables for row in table["rows"]}, view.name


@pytest.mark.parametrize("indicator", ["contacts", "clients", "persons_contacted", "help_amount"])
async def test_an_opened_figure_is_downloaded_whole(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, indicator: str
) -> None:
    """All of its rows in each form, whichever page they are on: they add up to the figure.

    Money is in yuan, as on the page.
    """
    monkeypatch.setattr(figure, "AT_ONCE", 3)
    address = f"/figure?region={CITY}&period={QUARTER.name}&indicator={indicator}&lang=en"
    page = await pages.open(address)
    assert len(page.tables[0].rows) == 3
    total = float(page.facts["The rows add up to"].replace(",", ""))
    second = page.link("Next page")
    document = (await pages.ask(f"{second}&format=json")).json()
    [table] = [each for section in document["sections"] for each in section["tables"]]
    at = table["columns"].index("amount")
    assert len(table["rows"]) > 3
    assert sum(row[at] for row in table["rows"]) == pytest.approx(total)
    answer = await pages.ask(f"{second}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
    lines = [[*row] for row in sheet.iter_rows(values_only=True)]
    head = next(number for number, line in enumerate(lines) if "amount" in line)
    said = {line[0]: line[1] for line in lines[:head]}
    assert float(said["Value"]) == pytest.approx(total)
    assert sum(line[at] for line in lines[head + 1 :]) == pytest.approx(total)
    assert [str(line[0]) for line in lines[head + 1 :]] == [str(row[0]) for row in table["rows"]]
    text = (await pages.ask(f"{second}&format=csv")).body.decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    rows = rows[: rows.index([])]
    assert sum(float(row[at]) for row in rows[1:]) == pytest.approx(total)
