"""Faults of a file of policies: in which entry and field, what is wrong, and the way out. Pure."""

from collections.abc import Sequence
from difflib import get_close_matches

from shared.text import Text

SHOWN = 50  # faults that an error for people names

ENTRIES = {
    "duty": Text(zh="事项", en="duty"),
    "number": Text(zh="数值", en="number"),
    "emergency": Text(zh="应急", en="emergency"),
    "scheme": Text(zh="标准", en="scheme"),
    "days": Text(zh="日历", en="days"),
    "team": Text(zh="帮教小组", en="team"),
}


class PoliciesBroken(Exception):
    """The file is no file of policies; `text` has a line for each fault."""

    def __init__(self, faults: Sequence[Text]) -> None:
        self.faults = tuple(faults)
        shown = faults[:SHOWN]
        more = len(faults) - len(shown)
        zh, en = [fault.zh for fault in shown], [fault.en for fault in shown]
        if more:
            zh.append(f"……另有{more}处错误。")
            en.append(f"… and {more} more.")
        self.text = Text(zh="\n".join(zh), en="\n".join(en))
        super().__init__(self.text.en)


class Faults:
    """Collects faults."""

    def __init__(self) -> None:
        self.found: list[Text] = []

    def add(self, place: Text, field: str, zh: str, en: str) -> None:
        """Note one, in a field of an entry; an empty place is the file as a whole."""
        self.found.append(
            Text(
                zh=_printable(f"{place.zh}{field}：{zh}"),
                en=_printable(f"{place.en}{field}: {en}"),
            )
        )

    def unknown(self, place: Text, field: str, given: object, known: Sequence[str]) -> None:
        """Note a value that is none of those that there are, and which was perhaps meant."""
        text = _as_text(given)
        zh, en = _meant(text, known)
        shown = text[:40]
        self.add(place, field, f"没有“{shown}”；{zh}", f"there is no {shown}; {en}")

    def unknown_name(self, place: Text, name: str, known: Sequence[str]) -> None:
        """Note a field that there is not."""
        zh, en = _meant(name, known)
        self.add(place, name[:40], f"没有这一项；{zh}", f"is not known; {en}")


def place_of(table: str, code: object, number: int) -> Text:
    """Which entry a fault is in: by its code, else by its number.

    >>> place_of("duty", "contact", 3).en, place_of("duty", 7, 3).en
    ('duty contact, ', 'duty no. 3, ')
    """
    name = ENTRIES[table]
    if isinstance(code, str) and code.strip():
        return Text(zh=f"{name.zh} {code[:64]}，", en=f"{name.en} {code[:64]}, ")
    return Text(zh=f"第{number}个 [[{table}]]，", en=f"{name.en} no. {number}, ")


def _printable(text: str) -> str:
    """A text of the file, shown on a terminal, which must not obey it."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _as_text(given: object) -> str:
    try:
        return str(given)
    except ValueError:  # a number of thousands of digits
        return type(given).__name__


def _meant(given: str, known: Sequence[str]) -> tuple[str, str]:
    near = get_close_matches(given, known, n=1)
    if near:
        return f"是否应为 {near[0]}？", f"did you mean {near[0]}?"
    return f"可用：{'、'.join(known)}。", f"known are {', '.join(known)}."
