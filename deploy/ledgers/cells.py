"""Cells as files have them: what they say.

A spreadsheet runs a cell as a formula that begins with one of a few signs. Such a cell is
written with an apostrophe before it, the spreadsheets' own mark for text, and read without it.
"""

from shared.spreadsheets import FORMULA_OF_TEXT, runs


def as_text(cell: str) -> str:
    """What a cell says; of a formula that only says a text, the text.

    >>> as_text('="4101-00001"'), as_text("=A1"), as_text("'=A1"), as_text("'A1")
    ('4101-00001', '=A1', '=A1', "'A1")
    """
    formula = FORMULA_OF_TEXT.fullmatch(cell)
    if formula is not None:
        return formula[1].replace('""', '"')
    if cell.startswith("'") and runs(cell[1:]):
        return cell[1:]
    return cell
