"""A table by names of a place's own: so many on a page, all of them in its file."""

import io
from urllib.parse import urlsplit

import openpyxl
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.dashboard.grouped import MOST_VALUES
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import COUNTY, QUARTER, WORST
from tests.services.reporting.deliveries import Ledger

pytestmark = pytest.mark.postgres

COMPOUNDS = MOST_VALUES + 7


@pytest.mark.parametrize("path", ["/prevention", "/indicators/meetings_by_compound"])
@pytest.mark.parametrize(
    ("language", "said", "link"),
    [
        ("zh", f"共{COMPOUNDS}项，此处列出数量最多的{MOST_VALUES}项。", "下载全部（XLSX）"),
        (
            "en",
            f"The {MOST_VALUES} greatest of {COMPOUNDS} are shown.",
            "Download all of them (XLSX)",
        ),
    ],
)
async def test_more_compounds_than_a_page_lists(
    pages: Pages, path: str, language: str, said: str, link: str
) -> None:
    """The page says how many there are and leads to a file with each; so has its own file."""
    ledger = Ledger()
    for number in range(COMPOUNDS):
        ledger.session(
            QUARTER.start,
            "community",
            10,
            f"{WORST}001",
            kind="mobilisation_meeting",
            compound=f"第{number}小区",
        )
    asked = f"{path}?region={COUNTY}&period={QUARTER.name}&lang={language}"
    assert link not in [text for text, _ in (await pages.open(asked)).links]
    await Consumer(pages.app.state.counting_pool).apply("outreach", 0, 0, ledger.events)
    page = await pages.open(asked)
    [table] = [each for each in page.tables if any("小区" in row[0] for row in each.rows)]
    assert len(table.rows) == MOST_VALUES
    assert said in page.text
    leads = page.link(link)
    assert urlsplit(leads).path == "/indicators/meetings_by_compound"
    for address in (leads, f"{asked}&format=xlsx"):
        book = openpyxl.load_workbook(io.BytesIO((await pages.ask(address)).body))
        names = {row[0] for sheet in book for row in sheet.iter_rows(values_only=True)}
        assert {f"第{number}小区" for number in range(COMPOUNDS)} <= names, address
