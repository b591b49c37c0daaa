"""Cells that a spreadsheet would run: written so that it does not, and read as they were."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploy.ledgers.cells import as_text
from deploy.ledgers.lines import rows_of
from shared.spreadsheets import defused

SIGNS = st.text(st.sampled_from("=+-@＝＋－＠'\"\t\r\n a1&"), max_size=8)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+86 199",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        '="a"&HYPERLINK("http://x")&"b"',
        "=cmd|' /C calc'!\"A1\"",
        "\u200b=A1",
        "\ufeff@A1",
        "\x00\u202e+1",
    ],
)
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    """An apostrophe stands before it, as spreadsheets mark text."""
    assert defused(cell) == f"'{cell}"
    assert as_text(defused(cell)) == cell


@pytest.mark.parametrize("cell", ["", "甲", "2019-01-01", "'A1", '="004101001"', "1-1", "a=b"])
def test_other_cells_stand_as_they_stood(cell: str) -> None:
    """A formula that only says a text stays too: it keeps long numbers whole."""
    assert defused(cell) == cell


@given(st.one_of(SIGNS, st.text(max_size=8)))
@example("'=")
@example("''=")
@example('="="')
def test_what_is_defused_is_read_as_it_was(cell: str) -> None:
    """Written into a file and read again, once and twice, a cell says the same."""
    written = defused(cell)
    assert as_text(written) == as_text(cell)
    assert defused(written) == written
    text = io.StringIO()
    csv.writer(text).writerow([written, "x"])
    [row] = rows_of(text.getvalue(), ",")
    assert as_text(row.cells[0]) == as_text(cell)
