"""On which boundaries figures of before are compared: of then, or of now. Pure.

With those of then, each code has the figures that were recorded under it. With those of now, a
region has also what was recorded under codes that have become part of it, and not what was recorded
under codes in it that have become part of another. Where a code's area is now in several regions,
its figures cannot be divided, and nothing is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.regions import Region, Regions, prefix
from shared.text import Text

Boundaries = Literal["then", "now"]

TEXTS: dict[Boundaries, Text] = {
    "then": Text(
        zh="按当时的区划：每个代码只含当时以该代码登记的数据",
        en="on the boundaries of then: each code has what was recorded under it",
    ),
    "now": Text(
        zh="按现在的区划：已并入的原代码的数据计入现代码；原代码拆分到几个地区的，不作推算",
        en="on the boundaries of now: what was recorded under a code that was merged into a region"
        " counts for that region; of a code that was split nothing is assumed",
    ),
}


@dataclass(frozen=True)
class Moves:
    """What a region of now has besides its own code: `added`, less `taken`; `unclear` is split."""

    added: tuple[Region, ...] = ()
    taken: tuple[Region, ...] = ()
    unclear: tuple[Region, ...] = ()

    def unclear_in(self, start: date, last_day: date) -> Region | None:
        """The first code that was split and was in force in these days."""
        for row in self.unclear:
            if row.valid_to is not None and row.valid_to > start and not row.begins_after(last_day):
                return row
        return None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes whose figures are added or taken."""
        return tuple(dict.fromkeys(row.code for row in (*self.added, *self.taken)))


def moves_of(region: str, regions: Regions, now: date) -> Moves:
    """What became part of a region (12 digits), or left it, until the day `now`."""
    own = prefix(region)
    added, taken, unclear = [], [], []
    for row in _replaced(regions, now):
        inside = row.code.startswith(own)
        ends = [code.startswith(own) for code in _ends(row, regions, now)]
        if all(ends) and not inside:
            added.append(row)
        elif inside and not any(ends):
            taken.append(row)
        elif any(ends) and not all(ends):
            unclear.append(row)
    return Moves(_topmost(added), _topmost(taken), tuple(unclear))


def is_replaced(region: str, regions: Regions, now: date) -> bool:
    """Whether a code is no longer in force, and others have its area."""
    rows = regions.rows(region)
    return bool(rows) and not any(row.holds_on(now) for row in rows) and bool(rows[-1].successors)


def split(row: Region) -> Text:
    """Why nothing is said of a period in which a code was in force that was split later."""
    return Text(
        zh=f"{row.name}（{row.code}）已于{row.valid_to}拆分为{'、'.join(row.successors)}，"
        "此前的数据无法按现在的区划划分。",
        en=f"{row.name_en} ({row.code}) became {', '.join(row.successors)} on {row.valid_to}:"
        " what was recorded before cannot be divided among them.",
    )


def _replaced(regions: Regions, now: date) -> Iterator[Region]:
    for row in regions:
        if row.successors and row.valid_to is not None and row.valid_to <= now:
            yield row


def _ends(row: Region, regions: Regions, now: date) -> Iterator[str]:
    """The codes that have a replaced code's area now: its successors, or theirs."""
    for code in row.successors:
        following = [
            each
            for each in regions.rows(code)
            if each.successors
            and each.valid_to is not None
            and row.valid_to is not None
            and row.valid_to < each.valid_to <= now
        ]
        if following:
            yield from _ends(following[0], regions, now)
        else:
            yield code


def _topmost(rows: Iterable[Region]) -> tuple[Region, ...]:
    """Without those that lie in another one: its figures have theirs."""
    found = [*rows]
    return tuple(
        row
        for row in found
        if not any(
            row.code != other.code and row.code.startswith(prefix(other.code)) for other in found
        )
    )
