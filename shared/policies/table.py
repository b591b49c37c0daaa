"""One table of a file of policies: its fields, how an entry is read and written. Pure.

A table is a module with its entry, and its line in `tables.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from shared.policies.faults import Faults, place_of
from shared.policies.fields import Entry
from shared.policies.holding import Holding
from shared.regions import Regions
from shared.text import Text

Fields = Mapping[str, object]
Fault = Callable[[str, str, str], None]  # a field, what is wrong with it in Chinese, in English


class Policy(Protocol):
    """An entry of a table, whichever it is."""

    @property
    def code(self) -> str:
        """By what it is known."""

    @property
    def holding(self) -> Holding:
        """Where and when it holds."""

    @property
    def source(self) -> Text:
        """Where it is from."""

    @property
    def note(self) -> str:
        """What was noted of it."""


One = TypeVar("One", bound=Policy)


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Generic[One]):
    """A table by its name in the file; its entries stand in an attribute of `Policies`.

    `own_fields` are those that are written between the code and where it holds. Of two entries that
    are `alike` neither may go before the other; the fault is reported of a field. `check_replacing`
    notes what an entry lacks that takes the place of a built-in one, of the same code.
    """

    table: str
    attribute: str
    name: Text
    fields: Sequence[str]
    read: Callable[[Entry], One]
    own_fields: Callable[[One], Fields]
    alike: tuple[str, Callable[[One, One], bool]] | None = None
    check_replacing: Callable[[One, One, Fault], None] | None = None

    def read_at(
        self, number: int, given: Mapping[str, Any], faults: Faults, regions: Regions | None
    ) -> One:
        """An entry of a file, the table's first, second and so on; faults are noted."""
        place = self.place(given.get("code"), number)
        return self.read(Entry(place, given, self.fields, faults, regions))

    def written(self, entry: One) -> Fields:
        """An entry as the file has it."""
        return {
            "code": entry.code,
            **self.own_fields(entry),
            **_held(entry.holding),
            "source": entry.source.zh
            if entry.source.zh == entry.source.en
            else named(entry.source),
            "note": entry.note,
        }

    def place(self, code: object, number: int = 0) -> Text:
        """Which entry a fault is in."""
        return place_of(self.table, self.name, code, number)


def named(name: Text) -> Fields:
    """A name as the file has it."""
    return {"zh": name.zh, "en": name.en}


def codes_named(names: Mapping[str, Text]) -> list[Fields]:
    """Codes with their names as the file has them."""
    return [{"code": code, "name": named(name)} for code, name in names.items()]


def _held(holding: Holding) -> Fields:
    return {
        **({} if holding.regions == ("",) else {"regions": sorted(holding.regions)}),
        "kinds": sorted(holding.kinds),
        **({} if holding.since == date.min else {"since": holding.since}),
        **({} if holding.until == date.max else {"until": holding.until}),
    }


def check_as_wide(own: Policy, before: Policy, fault: Fault) -> None:
    """Note an entry that holds for less than the built-in one whose place it takes."""
    holding, kinds = own.holding, own.holding.kinds
    everywhere = "" in holding.regions
    always = holding.since == date.min and holding.until == date.max
    all_kinds = not kinds or bool(before.holding.kinds and before.holding.kinds <= kinds)
    if not (everywhere and always and all_kinds):
        narrower(fault)


def narrower(fault: Fault) -> None:
    """Note that an entry says less than the built-in one whose place it takes."""
    fault(
        "code",
        "这是内置条目的代码，会整个代替它，因此不能限定地区、人员类别、等级或日期；"
        "只对一部分另作规定的，请另取代码，内置条目对其余部分仍然有效。",
        "this is the code of a built-in entry, whose place it takes altogether, so it holds for all"
        " regions, kinds, levels and days of that; to set something for a part, give it another"
        " code, and the built-in entry goes on for the rest.",
    )


def of_another(field: str, before: str, fault: Fault) -> None:
    """Note that an entry is about something else than the built-in one of its code."""
    fault(
        field,
        f"这是内置条目的代码，该条目是 {before}；请另取代码。",
        f"this is the code of a built-in entry, of {before}; give yours another code.",
    )
