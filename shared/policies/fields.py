"""The fields of an entry in a file of policies: each is read, or noted as a fault. Pure."""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypedDict, TypeVar

from shared.events.cases.kinds import CaseKind
from shared.policies.faults import Faults
from shared.policies.field_values import (
    NO_CODE,
    NO_NAME,
    is_code,
    is_day,
    is_named,
    is_number,
    text_of,
)
from shared.policies.holding import Holding
from shared.regions import Regions, UnknownRegion, prefix, query_prefix
from shared.text import Text

_FREE = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f]{0,2000}")  # with ends of lines
NOTES = ("source", "note")
HELD = ("regions", "since", "until")

Chosen = TypeVar("Chosen", bound=StrEnum)


class Held(TypedDict):
    """What an entry of every table has after its own fields."""

    holding: Holding
    source: Text
    note: str


class Entry:
    """One table of the file. What is wrong in it is noted; what is read then is worthless."""

    def __init__(
        self,
        place: Text,
        entry: Mapping[str, Any],
        known: Sequence[str],
        faults: Faults,
        regions: Regions | None,
    ) -> None:
        self._entry = entry
        self._faults = faults
        self._regions = regions
        self.place = place
        for name in entry:
            if name not in known:
                faults.unknown_name(self.place, name, known)

    def fault(self, field: str, zh: str, en: str) -> None:
        """Note a fault in a field."""
        self._faults.add(self.place, field, zh, en)

    def unknown(self, field: str, given: object, known: Sequence[str]) -> None:
        """Note a value that is none of those that there are."""
        self._faults.unknown(self.place, field, given, known)

    @property
    def noted(self) -> Sequence[Text]:
        """The faults noted so far, of the whole file."""
        return self._faults.found

    def has(self, field: str) -> bool:
        """Whether a field is there."""
        return field in self._entry

    def get(self, field: str) -> Any:
        """What a field has; noted where it is missing."""
        if field not in self._entry:
            self.fault(field, "缺少此项。", "is missing.")
        return self._entry.get(field)

    def code(self) -> str:
        """By which this entry is known."""
        code = self.get("code")
        if self.has("code") and not is_code(code):
            self.fault("code", *NO_CODE)
        return code if is_code(code) else ""

    def named(self, field: str = "name") -> Text:
        """Its names."""
        given = self.get(field)
        if field in self._entry and not is_named(given):
            self.fault(field, *NO_NAME)
        return text_of(given)

    def free(self, field: str) -> str:
        """A text that is kept as it is."""
        given = self._entry.get(field, "")
        if not (isinstance(given, str) and _FREE.fullmatch(given)):
            self.fault(
                field, "应为不超过2000个字符的文本。", "must be a text of at most 2,000 characters."
            )
            return ""
        return given

    def in_both(self, field: str) -> Text:
        """A text that is kept as it is: the same in both languages, or one in each."""
        given = self._entry.get(field)
        if not isinstance(given, dict):
            text = self.free(field)
            return Text(zh=text, en=text)
        texts = [given.get(language) for language in ("zh", "en")]
        zh, en = (t if isinstance(t, str) and _FREE.fullmatch(t) else "" for t in texts)
        if not (zh and en) or given.keys() != {"zh", "en"}:
            self.fault(
                field,
                '应为文本，或写成 { zh = "中文", en = "English" }，各不超过2000个字符。',
                'must be a text, or { zh = "中文", en = "English" }, each of at most 2,000'
                " characters.",
            )
        return Text(zh=zh, en=en)

    def one_of(self, field: str, choices: type[Chosen]) -> Chosen | None:
        """One of several codes."""
        given = self.get(field)
        if given in [*choices]:
            return choices(given)
        if field in self._entry:
            self._faults.unknown(self.place, field, given, [*choices])
        return None

    def codes(self, field: str) -> list[str]:
        """A list of codes; without the field, none."""
        given = self._entry.get(field)
        if given is None:
            return []
        if not (isinstance(given, list) and given and all(isinstance(each, str) for each in given)):
            self.fault(
                field,
                "应为代码的列表，不能为空；不作限定的请删去此项。",
                "must be a list of codes, and not empty; leave it out to set no limit.",
            )
            return []
        return given

    def tables(self, field: str, *, needed: bool = True) -> Mapping[str, Mapping[str, Any]]:
        """A list of inline tables, each by where it stands; without the field, none."""
        if not needed and field not in self._entry:
            return {}
        given = self.get(field)
        if not (isinstance(given, list) and given):
            if field in self._entry:
                self.fault(
                    field,
                    "应为列表，不能为空，每项写成 { … }。",
                    "must be a list of { … }, and not empty.",
                )
            return {}
        found = {}
        for at, each in enumerate(given, 1):
            if isinstance(each, dict):
                found[f"{field}[{at}]"] = each
            else:
                self.fault(f"{field}[{at}]", "应写成 { … }。", "must be written as { … }.")
        return found

    def names_anew(self, field: str, each: Mapping[str, Any], known: Container[str]) -> bool:
        """Whether an inline table has a name, and a code that is not known yet; else noted."""
        code = each["code"]
        if not is_code(code):
            self.fault(f"{field}.code", *NO_CODE)
        elif not is_named(each["name"]):
            self.fault(f"{field}.name", *NO_NAME)
        elif code in known:
            self.fault(f"{field}.code", f"{code} 出现了两次。", f"{code} is there twice.")
        else:
            return True
        return False

    def number(self, field: str, least: int, most: int) -> int:
        """A whole number."""
        given = self.get(field)
        if field in self._entry and not is_number(given, least, most):
            self.fault(
                field,
                f"应为{least}至{most}的整数，不加引号。",
                f"must be a whole number from {least} to {most}, without quotes.",
            )
        return given if is_number(given, least, most) else least

    def numbers(self, field: str, least: int, most: int, *, falling: bool = False) -> list[int]:
        """A list of whole numbers."""
        given = self.get(field)
        good = isinstance(given, list) and given and all(is_number(n, least, most) for n in given)
        if good and falling:
            good = all(one > other for one, other in pairwise(given))
        if field in self._entry and not good:
            self.fault(
                field,
                f"应为{least}至{most}的整数列表{'，由高到低' if falling else ''}。",
                f"must be a list of whole numbers from {least} to {most}"
                f"{', falling' if falling else ''}.",
            )
        return given if good else [least]

    def days(self, field: str) -> tuple[date, ...]:
        """A list of days; without the field, none."""
        given = self._entry.get(field, [])
        if not (isinstance(given, list) and all(map(is_day, given))):
            self.fault(
                field,
                "应为日期的列表，不加引号，如 [2027-01-01]。",
                "must be a list of days without quotes, as [2027-01-01].",
            )
            return ()
        return tuple(sorted(set(given)))

    def held(self, *, kinds: bool = False) -> Held:
        """Where and when it holds, where it is from, and what was noted of it."""
        return Held(
            holding=self.holding(kinds=kinds),
            source=self.in_both("source"),
            note=self.free("note"),
        )

    def holding(self, *, kinds: bool = False) -> Holding:
        """Where and when it holds."""
        since, until = self._day("since", date.min), self._day("until", date.max)
        if not since < until:
            self.fault("until", "应晚于 since。", "must be after since.")
        known: list[CaseKind] = []
        for each in self.codes("kinds") if kinds else ():
            if each in [*CaseKind]:
                known.append(CaseKind(each))
            else:
                self._faults.unknown(self.place, "kinds", each, [*CaseKind])
        return Holding(regions=self._prefixes(), kinds=frozenset(known), since=since, until=until)

    def _day(self, field: str, otherwise: date) -> date:
        if field not in self._entry:
            return otherwise
        given = self._entry[field]
        if not is_day(given):
            self.fault(
                field,
                "应为日期，不加引号，如 2026-01-01。",
                "must be a day without quotes, as 2026-01-01.",
            )
            return otherwise
        return given

    def _prefixes(self) -> tuple[str, ...]:
        if "regions" not in self._entry:
            return ("",)
        found: dict[str, None] = {}
        for each in self.codes("regions"):
            try:
                code = query_prefix(each)
                if self._regions is not None:
                    self._regions.check(code.ljust(12, "0"))
                found[prefix(code)] = None
            except UnknownRegion as unknown:
                self.fault(
                    "regions",
                    f"{each[:20]}：{unknown.detail.zh}",
                    f"{each[:20]}: {unknown.detail.en}",
                )
        return tuple(found) or ("",)
