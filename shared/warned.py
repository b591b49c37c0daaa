"""Warnings: what is recorded as it was sent, although it may be a mistake. Pure.

>>> [warned.reason() for warned in early_days(occurred_on=date(1950, 1, 1), decided_on=None)]
['early_day']
"""

import re
from datetime import date
from typing import ClassVar

from shared.regions import UnknownRegion, regions_in_force
from shared.text import Text

EARLY = date(1990, 1, 1)  # the first decision of the legislature on drugs is of December 1990


class Warned:
    """Something that may be a mistake; the docstring of each subclass says what.

    `field` is the field of the request that it is about.
    """

    zh: ClassVar[str] = "请核对该项内容。"

    def __init__(self, field: str) -> None:
        self.field = field

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), self.field))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.field!r})"

    @classmethod
    def reason(cls) -> str:
        """The stable name of this warning: ``EarlyDay`` is ``early_day``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def text(self) -> Text:
        """What may be wrong, and the way out."""
        return Text(zh=self.zh, en=" ".join((type(self).__doc__ or "").split()))

    def document(self) -> dict[str, str]:
        """The members of an entry under ``warnings`` in an answer."""
        text = self.text()
        return {
            "reason": self.reason(),
            "pointer": f"/{self.field}",
            "detail": text.en,
            "detail_zh": text.zh,
        }


class EarlyDay(Warned):
    """This day is before 1990; check the year."""

    zh = "日期早于1990年，请核对年份。"


def early_days(**days: date | None) -> list[Warned]:
    """A warning for each of the fields whose day is before 1990."""
    return [EarlyDay(field) for field, day in days.items() if day is not None and day < EARLY]


class RegionRetired(Warned):
    """This code is not in force any more; see that it is meant, or use the one that replaced it."""

    zh = "该区划代码已停用；请确认确为当时的区划，否则请使用新代码。"


def retired_region(region: str, day: date | None, today: date) -> list[Warned]:
    """A warning where a fact without a day is about a region that is retired by today."""
    if day is None:
        try:
            regions_in_force().check(region, today)
        except UnknownRegion as error:
            if error.reason == "retired":
                return [RegionRetired("region")]
    return []
