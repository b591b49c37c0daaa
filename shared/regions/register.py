"""The register of regions: which codes exist, their names, and when they are in force. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from shared.regions.codes import (
    LENGTHS,
    Reason,
    UnknownRegion,
    ancestors,
    ends_at,
    is_unit,
    level,
    prefix,
)
from shared.strict import is_digits
from shared.text import Language

Below = Literal["", "some", "streets"]


@dataclass(frozen=True, slots=True)
class Region:
    """One listed region, in force from `valid_from` until the day before `valid_to`.

    `below` says what the list holds under it: "" all of its children or none, "some" of them,
    or "streets" when it has no counties (Dongguan), so that its streets follow a zero county.
    `successors` are the codes that its area has from `valid_to` on: one after a merger, several
    after a split.
    """

    code: str
    name: str
    name_en: str
    valid_from: date | None = None
    valid_to: date | None = None
    below: Below = ""
    successors: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, as far as its own dates say."""
        return not self.begins_after(day) and (self.valid_to is None or day < self.valid_to)

    def begins_after(self, day: date) -> bool:
        """Whether its first day is later than `day`."""
        return self.valid_from is not None and day < self.valid_from


@dataclass(frozen=True, slots=True)
class RegionYear:
    """A region in a year: residents at its end, and square kilometres, as far as they are known."""

    code: str
    year: int
    population: int | None = None
    area: Decimal | None = None


class Regions:
    """The register of regions: which codes exist, their names, and when they are in force.

    A code may have several rows, one after the other, where its name or its boundaries changed.
    """

    def __init__(self, rows: Iterable[Region], years: Iterable[RegionYear] = ()) -> None:
        by_code: dict[str, list[Region]] = defaultdict(list)
        for row in rows:
            by_code[row.code].append(row)
        self._rows = {
            code: tuple(sorted(found, key=lambda row: row.valid_from or date.min))
            for code, found in by_code.items()
        }
        self._years = {(each.code, each.year): each for each in years}
        self._listed_below = {
            ancestors(code)[-2] for code in self._rows if level(code) not in ("province", "unit")
        }

    def __iter__(self) -> Iterator[Region]:
        """Every listed region of 12 digits; of a code that has several rows, all of them."""
        return (row for code, rows in self._rows.items() if not is_unit(code) for row in rows)

    def units(self, community: str = "") -> list[Region]:
        """The units below the communities, or below one of them (12 digits)."""
        return [
            row
            for code, rows in self._rows.items()
            if is_unit(code) and code.startswith(community)
            for row in rows
        ]

    def rows(self, code: str) -> tuple[Region, ...]:
        """The rows of a code or prefix, the earliest first."""
        return self._rows.get(code.ljust(12, "0"), ())

    def get(self, code: str, on: date | None = None) -> Region | None:
        """The listed region of this code or prefix, if it is listed.

        Of several rows the one of the day `on`, or else the last before it; without a day the last.
        """
        rows = self.rows(code)
        begun = rows if on is None else [row for row in rows if not row.begins_after(on)]
        return next(iter(reversed(begun or rows[:1])), None)

    def name(self, code: str, language: Language = "zh") -> str | None:
        """The name of a listed region, from its code or prefix."""
        row = self.get(code)
        return None if row is None else row.name if language == "zh" else row.name_en

    def predecessors(self, code: str) -> list[Region]:
        """The rows that name this region among their successors."""
        return [row for rows in self._rows.values() for row in rows if code in row.successors]

    def population(self, code: str, year: int) -> int | None:
        """How many people live in a region (code or prefix) at a year's end, if it is listed."""
        found = self._years.get((code.ljust(12, "0"), year))
        return None if found is None else found.population

    def area(self, code: str, year: int) -> Decimal | None:
        """The square kilometres of a region (code or prefix) in a year, if they are listed."""
        found = self._years.get((code.ljust(12, "0"), year))
        return None if found is None else found.area

    def years(self, code: str) -> list[RegionYear]:
        """The years whose population or area is listed, the earliest first."""
        own = code.ljust(12, "0")
        return sorted(
            (each for each in self._years.values() if each.code == own), key=lambda each: each.year
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that is listed: the same for the same list, however it is written."""
        lines = [repr(astuple(row)) for rows in self._rows.values() for row in rows]
        lines += [repr(astuple(each)) for each in self._years.values()]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    def check(self, code: str, on: date | None = None) -> str:
        """Give back `code` if it is a region's (on the day `on`); else raise UnknownRegion.

        Each level must follow the one above it. Where the register lists siblings of a
        level, the level itself must be listed; where it lists none, any number passes.

        >>> henan = Region("410000000000", "河南省", "Henan")
        >>> regions = Regions([henan, Region("410100000000", "郑州市", "Zhengzhou")])
        >>> regions.check("410102001003")
        '410102001003'
        >>> regions.check("419900000000")
        Traceback (most recent call last):
        shared.regions.codes.UnknownRegion: This code is not in the register of regions; correct \
it, or have the operator add it.
        """
        if is_unit(code):
            raise UnknownRegion("unit")
        if len(code) != 12 or not is_digits(code):
            raise UnknownRegion("not_twelve_digits")
        reason = self._fault(code, on)
        if reason is not None:
            raise UnknownRegion(reason)
        return code

    def exists(self, code: str, on: date) -> bool:
        """Whether a region or a unit is in force on a day, and all that it lies in."""
        if not is_unit(code):
            return self._fault(code, on) is None
        listed = any(row.holds_on(on) for row in self.rows(code))
        return listed and self._fault(code[:12], on) is None

    def _fault(self, code: str, on: date | None) -> Reason | None:
        if code[:2].ljust(12, "0") not in self._rows:
            return "unknown_province"
        if self.leaves_out_a_level(code):
            return "gap"
        chain = ancestors(code)
        for parent, child in zip(("", *chain), chain, strict=False):
            if reason := self._fault_of_level(parent, child, on):
                return reason
        return None

    def leaves_out_a_level(self, code: str) -> bool:
        """Whether a level above the last one is zero, and is not one that the region lacks."""
        own = prefix(code)
        for length in LENGTHS:
            if length >= len(own) or ends_at(own, length):
                continue
            city = self.get(own[:4])
            if length != 6 or city is None or city.below != "streets":
                return True
        return False

    def _fault_of_level(self, parent: str, child: str, on: date | None) -> Reason | None:
        rows = self._rows.get(child)
        if rows is None:
            above = self.get(parent) if parent else None
            if parent in self._listed_below and not (above and above.below):
                return "not_listed"
        elif on is not None and not any(row.holds_on(on) for row in rows):
            return "not_yet" if rows[0].begins_after(on) else "retired"
        return None
