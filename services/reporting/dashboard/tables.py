"""Tables of a page: what stands in each cell, and where it leads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.reporting.dashboard.numbers import ALWAYS_COUNTED, shown
from shared.money import FEN_OF_A_YUAN
from shared.units import FEN, MINUTES, MINUTES_OF_AN_HOUR


@dataclass(frozen=True)
class Cell:
    """One figure or word; it may lead on, and may be marked as what needs attention.

    `value` is what a file says instead, where `exact`: the figure as a number, the whole id.
    """

    text: str
    address: str | None = None
    bad: bool = False
    value: str | int | float | None = None
    exact: bool = False
    few: bool = False  # too small to be shown

    @property
    def plain(self) -> str | int | float | None:
        """What stands in a file."""
        return self.value if self.exact else self.text


def counted(
    value: int | float | None, unit: str = "", address: str | None = None, *, bad: bool = False
) -> Cell:
    """A cell with a figure, as `shown` writes it.

    >>> counted(1200, "人").text, counted(None).text, counted(12.5, "%").plain
    ('1,200', '–', 12.5)
    """
    text = shown(value, unit)
    if value is None and unit in ALWAYS_COUNTED:
        return Cell(text, None, bad, few=True)
    of_one = {FEN: FEN_OF_A_YUAN, MINUTES: MINUTES_OF_AN_HOUR}.get(unit)
    exact = value / of_one if of_one and value is not None else value
    # A share of nothing has no rows to lead to.
    return Cell(text, None if value is None else address, bad, exact, exact=True)


@dataclass(frozen=True)
class Row:
    """One line: its name, which may lead on and have a word of explanation, and its cells."""

    name: str
    cells: Sequence[Cell]
    address: str | None = None
    note: str = ""


class More(NamedTuple):
    """That a table has not all of its rows: how many there are, and where all of them are."""

    said: str
    text: str
    address: str


@dataclass(frozen=True)
class Table:
    """Rows of figures under names; `numbers` says whether the columns are figures.

    `words` are the places of columns that hold words beside figures: these are wrapped. `more` is
    there where a page has not all rows; a file has.
    """

    caption: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Row | None = None
    numbers: bool = True
    addresses: Sequence[str | None] = field(default_factory=tuple)  # of the columns, if any
    words: Sequence[int] = ()
    more: More | None = None

    @property
    def all_few(self) -> bool:
        """Whether no figure of it is large enough to be shown, and no row leads on."""
        return (
            bool(self.rows)
            and not any(row.address for row in self.rows)
            and all(cell.few for row in self.rows for cell in row.cells)
        )

    @property
    def heads(self) -> Sequence[tuple[str, str | None]]:
        """Each column's name, and where it leads."""
        addresses = [*self.addresses] or [None] * len(self.columns)
        return [*zip(self.columns, addresses, strict=True)]
