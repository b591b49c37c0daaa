"""Cells of tables that people open with a spreadsheet, written so that it runs none of them."""

import re
import unicodedata

# How a program keeps a spreadsheet from reading digits as a number: ="410105199001011234".
FORMULA_OF_TEXT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')
_STARTS_OF_FORMULAS = "=+-@＝＋－＠"
_CONTROLS = ("\t", "\r", "\n")


def defused(cell: str) -> str:
    """The cell as it is written into a file; it reads as it did.

    A formula that only says a text stays: it keeps long numbers whole.

    >>> defused("=1+1"), defused(" ＋86 199"), defused('="004101"'), defused("2019-01-01")
    ("'=1+1", "' ＋86 199", '="004101"', '2019-01-01')
    """
    if runs(cell) and not FORMULA_OF_TEXT.fullmatch(cell):
        return f"'{cell}"
    return cell


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula, or for what begins another cell.

    What does not show, some of them drop: zero-width characters, NUL.
    """
    shown = (c for c in cell if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))
    return cell.startswith(_CONTROLS) or next(shown, "") in {*_STARTS_OF_FORMULAS}
