"""Dimensions: the coded attributes by which figures are grouped and filtered. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.folding import tidy
from shared.text import Text

NOT_KNOWN = "not_known"  # what a fact says of a dimension that nobody entered
_LONGEST_NAME = 300  # NFKC makes some signs several
_CODE = re.compile(r"[a-z0-9_.-]{1,64}")


@dataclass(frozen=True, eq=False)
class Dimension:
    """A coded attribute of facts by which figures are grouped and filtered."""

    code: str
    name: Text

    @property
    def values(self) -> tuple[str, ...]:
        """Every value it may have, "" aside; none are listed for an open dimension."""
        return ()

    @property
    def root(self) -> "Dimension":
        """The dimension that its value follows from, wholly or in part; itself if from none."""
        return self

    def allows(self, value: str) -> bool:
        """Whether a fact may have this value."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class ClosedDimension(Dimension):
    """Its values are the members of an enum, and "" if it does not apply to every fact.

    `applies_by` is the dimension whose value says whether it applies. With `may_be_unknown`
    there is one value more, `NOT_KNOWN`: it applies to every fact, and was not always entered.
    """

    members: type[StrEnum]
    optional: bool = False
    applies_by: Dimension | None = None
    may_be_unknown: bool = False

    @property
    def root(self) -> Dimension:
        """The root of the dimension that says whether this one applies."""
        return self if self.applies_by is None else self.applies_by.root

    @property
    def values(self) -> tuple[str, ...]:
        """The members of the enum, then `NOT_KNOWN` if it may be."""
        values = dict.fromkeys(member.value for member in self.members)
        return (*(values | {NOT_KNOWN: None} if self.may_be_unknown else values),)

    def allows(self, value: str) -> bool:
        """Whether it is one of the values."""
        return value in self.values or (self.optional and not value)


@dataclass(frozen=True, eq=False)
class OpenDimension(Dimension):
    """Its values are codes of a dictionary, which grows: they are never enumerated."""

    optional: bool = False

    def allows(self, value: str) -> bool:
        """Whether it is shaped like a code: 1 to 64 of a-z, 0-9, "_", "." and "-".

        >>> drug = OpenDimension("drug", Text(zh="毒品", en="drug"))
        >>> drug.allows("heroin"), drug.allows("a/b"), drug.allows("")
        (True, False, False)
        """
        return _CODE.fullmatch(value) is not None or (self.optional and not value)


@dataclass(frozen=True, eq=False)
class NameDimension(OpenDimension):
    """Its values are names of things as they were entered, made one way by `value_of`."""

    @staticmethod
    def value_of(name: str) -> str:
        """The value of a name: blanks and width do not tell names apart.

        >>> NameDimension.value_of(" 阳光 花园（A/B区）")
        '阳光花园(A／B区)'
        """
        return tidy(name).replace("/", "／").replace(",", "，")[:_LONGEST_NAME]

    def allows(self, value: str) -> bool:
        """Whether it is a name of which `value_of` leaves all as it is.

        >>> NameDimension("compound", Text(zh="小区", en="compound")).allows("a/b")
        False
        """
        return 0 < len(value) <= _LONGEST_NAME and not {*value} & {*"/,"}


@dataclass(frozen=True, eq=False)
class Grouping(Dimension):
    """A dimension that follows from a closed one: `groups` maps each of its values to a group."""

    of: ClosedDimension
    groups: Mapping[str, str]

    def __post_init__(self) -> None:
        """See that every value of the dimension has its group."""
        values = (*self.of.values, *([""] if self.of.optional else []))
        if any(value not in self.groups for value in values):
            raise ValueError(f"{self.code}: not every value of {self.of.code} has a group")

    @property
    def root(self) -> Dimension:
        """The root of the dimension that it groups."""
        return self.of.root

    @property
    def values(self) -> tuple[str, ...]:
        """The groups."""
        return tuple(dict.fromkeys(self.groups.values()))

    def allows(self, value: str) -> bool:
        """Whether it is one of the groups."""
        return value in self.values


@dataclass(frozen=True, eq=False)
class Delay(Dimension):
    """How many days after its day a fact was recorded; `bands` are the first days of each value.

    No event says it: it follows from the fact and from when its event was written down.
    """

    bands: Mapping[str, int]

    @property
    def values(self) -> tuple[str, ...]:
        """The bands."""
        return tuple(self.bands)

    def allows(self, value: str) -> bool:
        """Whether it is one of the bands."""
        return value in self.bands
