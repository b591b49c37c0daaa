"""Cells as files have them: what they say, and how they are written so that no program runs them.

A spreadsheet runs a cell as a formula that begins with one of a few signs. Such a cell is
written with an apostrophe before it, the spreadsheets' own mark for text, and read without it.
"""

import re
import unicodedata

# How a program keeps a spreadsheet from reading digits as a number: ="410105199001011234".
_FORMULA_OF_TEXT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')
_STARTS_OF_FORMULAS = "=+-@＝＋－＠"
_CONTROLS = ("\t", "\r", "\n")


def as_text(cell: str) -> str:
    """What a cell says; of a formula that only says a text, the text.

    >>> as_text('="4101-00001"'), as_text("=A1"), as_text("'=A1"), as_text("'A1")
    ('4101-00001', '=A1', '=A1', "'A1")
    """
    formula = _FORMULA_OF_TEXT.fullmatch(cell)
    if formula is not None:
        return formula[1].replace('""', '"')
    if cell.startswith("'") and _runs(cell[1:]):
        return cell[1:]
    return cell


def defused(cell: str) -> str:
    """The cell as it is written into a file; it reads as it did.

    A formula that only says a text stays: it keeps long numbers whole.

    >>> defused("=1+1"), defused(" ＋86 199"), defused('="004101"'), defused("2019-01-01")
    ("'=1+1", "' ＋86 199", '="004101"', '2019-01-01')
    """
    if _runs(cell) and not _FORMULA_OF_TEXT.fullmatch(cell):
        return f"'{cell}"
    return cell


def _runs(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula, or for what begins another cell.

    What does not show, some of them drop: zero-width characters, NUL.
    """
    shown = (c for c in cell if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))
    return cell.startswith(_CONTROLS) or next(shown, "") in {*_STARTS_OF_FORMULAS}
