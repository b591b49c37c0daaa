"""Lines of CSV files: quotation marks as spreadsheets and as people write them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.ledgers.lines import rows_of

ROWS = st.lists(
    st.lists(st.text(st.sampled_from('a,"\n\r;甲'), max_size=6), min_size=2, max_size=3), max_size=5
)


@given(ROWS, st.sampled_from([",", ";", "\t"]), st.booleans())
def test_what_a_program_wrote_is_read_as_it_was(
    rows: list[list[str]], separator: str, quoting: bool
) -> None:
    """Whatever stands in cells, a file that a program wrote gives the same cells."""
    text = io.StringIO()
    if quoting:
        csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(text, delimiter=separator).writerows(rows)
    assert [list(row.cells) for row in rows_of(text.getvalue(), separator)] == rows


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"禁毒"宣传,网站', ('"禁毒"宣传', "网站")),
        ('网站,"禁毒"宣传', ("网站", '"禁毒"宣传')),
        ('"禁毒"宣传"进"校园,网站', ('"禁毒"宣传"进"校园', "网站")),
        ('5"管,网站', ('5"管', "网站")),
        ('"甲,乙" ,网站', ("甲,乙", "网站")),
        ('"","a"', ("", "a")),
        ('"甲""乙""",丙', ('甲"乙"', "丙")),
    ],
)
def test_quoted_words_of_people_are_what_stands_there(line: str, cells: tuple[str, ...]) -> None:
    """A word in quotation marks at a cell's start is no quoted cell."""
    [row, after] = rows_of(f"{line}\r\n1,2", ",")
    assert (row.cells, row.open_quote) == (cells, None)
    assert after.cells == ("1", "2")


@pytest.mark.parametrize(
    ("lines", "at_fault"),
    [
        (['1,"甲', "2,乙"], {1: 1}),
        (["0,a", '1,"甲', "2,乙", '3,"丙"', "4,丁"], {2: 1}),
        (["0,a", '1,"甲', "2,乙", '"3","丙"', "4,丁"], {2: 1}),
        (['1,"甲', '2,"乙', "3,丙"], {1: 1, 2: 1}),
        (['"甲,"乙",丙', "2,乙"], {1: 0}),
        (['1,"甲,乙"丙', "2,乙"], {1: 1}),
        (["1,甲", '2,"""'], {2: 1}),
    ],
)
def test_a_quote_that_is_not_closed_costs_its_row(
    lines: list[str], at_fault: dict[int, int]
) -> None:
    """The row and the cell are named; every other row is read."""
    rows = [*rows_of("\n".join(lines), ",")]
    assert [row.number for row in rows] == [*range(1, len(lines) + 1)]
    assert {r.number: r.open_quote for r in rows if r.open_quote is not None} == at_fault
    assert all(len(row.cells) == 2 for row in rows if row.number not in at_fault)


def test_many_marks_that_are_not_closed_are_read_in_time() -> None:
    """The work grows with the file, not with its square."""
    lines = 20_000
    assert sum(1 for _ in rows_of('"a""b\n' * lines, ",")) == lines
