"""A row of a synthetic ledger."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | date


@dataclass
class DemoRow:
    """One row of a synthetic ledger: its cells by column."""

    cells: dict[str, Cell]
