"""Where and when a policy holds: regions, kinds of case, days. Pure."""

from dataclasses import dataclass
from datetime import date

from shared.events.cases.kinds import CaseKind
from shared.text import Text

UNSAID = Text(zh="", en="")  # where an entry is from, if it does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """For which regions, kinds and days a policy holds: [since, until).

    `regions` are prefixes of region codes, "" is the country. Without kinds it holds for all.

    >>> Holding(regions=("41", "4101")).longest("410105001000", None, date(2026, 1, 1))
    4
    """

    regions: tuple[str, ...] = ("",)
    kinds: frozenset[CaseKind] = frozenset()
    since: date = date.min
    until: date = date.max

    def longest(self, region: str, kind: CaseKind | None, day: date) -> int | None:
        """How many digits of a region it is for; None where it does not hold."""
        if not self.since <= day < self.until:
            return None
        if self.kinds and kind not in self.kinds:
            return None
        return max((len(each) for each in self.regions if region.startswith(each)), default=None)

    def meets(self, other: "Holding") -> bool:
        """Whether neither goes before the other for some region, kind and day."""
        kinds = self.kinds & other.kinds or not (self.kinds or other.kinds)
        regions = {*self.regions} & {*other.regions}
        return bool(kinds and regions) and self.since == other.since < min(self.until, other.until)
