"""Tables of a page: what stands in each cell, and where it leads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One figure or word; it may lead on, and may be marked as what needs attention."""

    text: str
    address: str | None = None
    bad: bool = False


@dataclass(frozen=True)
class Row:
    """One line: its name, which may lead on and have a word of explanation, and its cells."""

    name: str
    cells: Sequence[Cell]
    address: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of figures under names; `numbers` says whether the columns are figures."""

    caption: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Row | None = None
    numbers: bool = True
    addresses: Sequence[str | None] = field(default_factory=tuple)  # of the columns, if any

    @property
    def heads(self) -> Sequence[tuple[str, str | None]]:
        """Each column's name, and where it leads."""
        addresses = [*self.addresses] or [None] * len(self.columns)
        return [*zip(self.columns, addresses, strict=True)]
