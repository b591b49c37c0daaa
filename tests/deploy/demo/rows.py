"""Rows of which a test knows what must become of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from deploy.demo.rows import DemoRow


@dataclass(frozen=True)
class Rejection:
    """Why a row must be rejected: the column, and the reason code."""

    column: str
    reason: str


@dataclass
class PlannedRow(DemoRow):
    """A row that must be rejected or, as `duplicate`, skipped because another one is the same."""

    rejection: Rejection | None = None
    duplicate: bool = False


def rejections(rows: Iterable[DemoRow]) -> list[Rejection]:
    """Those of the rows that must be rejected."""
    return [row.rejection for row in rows if isinstance(row, PlannedRow) and row.rejection]


def duplicates(rows: Iterable[DemoRow]) -> int:
    """How many rows must be skipped."""
    return sum(isinstance(row, PlannedRow) and row.duplicate for row in rows)


def accepted(rows: Iterable[DemoRow]) -> list[DemoRow]:
    """The rows that must be neither rejected nor skipped."""
    return [
        row
        for row in rows
        if not isinstance(row, PlannedRow) or (row.rejection is None and not row.duplicate)
    ]
