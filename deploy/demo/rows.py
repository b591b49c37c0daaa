"""A row of a synthetic ledger: its cells, and what must become of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | date


@dataclass(frozen=True)
class Rejection:
    """Why a row must be rejected: the column, and the reason code."""

    column: str
    reason: str


@dataclass
class Row:
    """One row of a ledger: its cells by column, and its rejection if it must be rejected.

    `again` marks a row that says the same as another one.
    """

    cells: dict[str, Cell]
    rejection: Rejection | None = None
    again: bool = False
