"""The words of prevention of a place, as the service answers them, and columns of such words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.help_kinds import words_of
from deploy.ledgers.ledger import Column, Words
from deploy.ledgers.sending import Api
from shared.folding import fold_number
from shared.text import Text

Lists = Mapping[str, Mapping[str, Text]]

NOTHING_SAID: Lists = {}  # of a service that does not say which words it has
_NOTHING = frozenset({"", "-", "/", "无"})
_BETWEEN = re.compile(r"[、,，;；/|]")
_NUMBERED = re.compile(r"(.*?)[×x*:：]?([0-9]{1,7})(?:份|张|个|块|条|面|件|本|人|名)?")
_SERVED = re.compile(
    r"(.*?)[×x*:：]?([0-9]{1,6})(?:人|名)?"
    r"(?:([0-9]{1,3})(?:\.([0-9]))?(?:小时|h)|([0-9]{1,5})分钟)?"
)
_TENTH = 6  # minutes of the tenth of an hour

ROLES = {
    **dict.fromkeys(("专职干部", "专干", "干部"), "cadre"),
    **dict.fromkeys(("社工", "禁毒社工"), "social_worker"),
    **dict.fromkeys(("网格员", "网格管理员"), "grid_administrator"),
    **dict.fromkeys(("志愿者", "义工"), "volunteer"),
    **dict.fromkeys(("其他人员", "其他"), "other"),
}
_ROLE_NAMES = Words("unknown_role", Text(zh="", en=""), ROLES).shown()


async def outreach_words_of(api: Api) -> Lists:
    """The words of the place that a service is of, by dictionary; none of an older one."""
    answer: Mapping[str, Any] = await api.get("/v1/outreach/words", []) or {}
    return {
        each["code"]: {word["code"]: Text(**word["name"]) for word in each["words"]}
        for each in answer.get("lists", ())
    }


def words(usual: Words, lists: Lists, of: str) -> Words:
    """The words of a dictionary: names of the place first, then what ledgers usually write."""
    names = lists.get(of)
    if not names:
        return usual
    codes = {**usual.codes, **words_of(names, {})}
    names_zh = "、".join(each.zh for each in names.values())
    text = Text(
        zh=f"没有这一项；请写{names_zh}；多项用顿号隔开。",
        en=f"There is no such word; write one of: {names_zh}.",
    )
    return Words(usual.reason, text, codes)


@dataclass(frozen=True)
class Numbered(Column):
    """A column of words with a number behind each, 宣传单300、条幅2; `names` are the words."""

    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, facts: Mapping[str, Any]) -> Any:
        """As a row says it, which an entry says otherwise."""
        given = facts.get(self.field) or ()
        written = (
            each if isinstance(each, str) else f"{each['code']}:{each['number']}" for each in given
        )
        return tuple(sorted(written)) or None

    def shown(self, value: Any) -> str:
        """A value as a cell has it."""
        if isinstance(value, list | tuple):
            return "、".join(map(self.shown, value))
        code, _, number = value.partition(":")
        return f"{self.names.get(code, code)}{number}"

    def sent(self, value: Any) -> Any:
        """A value as the service takes it."""
        pairs = (each.split(":") for each in value or ())
        return [{"code": code, "number": int(number)} for code, number in pairs]


@dataclass(frozen=True)
class Serving(Column):
    """A column of who served, with how many and how long each: 社工2人3小时、志愿者161人."""

    def of(self, facts: Mapping[str, Any]) -> Any:
        """As a row would say it."""
        given = facts.get(self.field) or ()
        written = (
            each
            if isinstance(each, str)
            else f"{each['role']}:{each['number']}:{each.get('minutes', 0)}"
            for each in given
        )
        return tuple(sorted(written)) or None

    def shown(self, value: Any) -> str:
        """A value as a cell has it."""
        if isinstance(value, list | tuple):
            return "、".join(map(self.shown, value))
        role, number, minutes = value.split(":")
        return f"{_ROLE_NAMES.get(role, role)}{number}人{_for_how_long(int(minutes))}"

    def sent(self, value: Any) -> Any:
        """A value as the service takes it."""
        parts = (each.split(":") for each in value or ())
        return [
            {"role": role, "number": int(number), "minutes": int(minutes)}
            for role, number, minutes in parts
        ]


def materials(of_place: Words) -> Column:
    """The column of materials."""
    read_word = values.one_of(of_place.codes, of_place.reason)
    return Numbered(
        "宣传品",
        "materials",
        _each(_NUMBERED, of_place.reason, lambda found: f"{read_word(found[1])}:{int(found[2])}"),
        (),
        also=("宣传资料", "发放宣传品数量"),
        texts={of_place.reason: _WITH_NUMBER},
        names=of_place.shown(),
    )


def serving() -> Column:
    """The column of who served."""
    read_word = values.one_of(ROLES, "unknown_role")

    def served(found: re.Match[str]) -> str:
        minutes = int(found[3] or 0) * 60 + int(found[4] or 0) * _TENTH + int(found[5] or 0)
        return f"{read_word(found[1])}:{int(found[2])}:{minutes}"

    return Serving(
        "参与人员",
        "served",
        _each(_SERVED, "unknown_role", served),
        (),
        also=("工作人员", "服务人员"),
        texts={"unknown_role": _WHO_SERVED},
    )


def _for_how_long(minutes: int) -> str:
    """In hours where they are exact, so that what is written is read as the same.

    >>> _for_how_long(210), _for_how_long(50), _for_how_long(0)
    ('3.5小时', '50分钟', '')
    """
    if not minutes:
        return ""
    if minutes % _TENTH:
        return f"{minutes}分钟"
    return f"{minutes / 60:.1f}".removesuffix(".0") + "小时"


def _each(
    pattern: re.Pattern[str], reason: str, take: Callable[[re.Match[str]], str]
) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        plain = fold_number(text)
        if plain in _NOTHING:
            return ()
        found = [pattern.fullmatch(part) for part in _BETWEEN.split(plain) if part]
        if not found or not all(found):
            raise values.Unreadable(reason)
        return tuple(sorted(take(each) for each in found if each))

    return read


_WITH_NUMBER = Text(
    zh="宣传品请写名称和数量，多种用顿号隔开，如“宣传单300、条幅2”；名称见政策中的宣传品目录。",
    en="Write each material with its number, several with 、 between them, as 宣传单300、条幅2; the"
    " names are those of the dictionary.",
)
_WHO_SERVED = Text(
    zh="参与人员请写类别和人数，可写每人时长，如“社工2人3小时、志愿者161人”；类别为专职干部、社工、网格员、"
    "志愿者、其他人员。",
    en="Write each role with its number, and hours of each if known, as 社工2人3小时、志愿者161人;"
    " roles are 专职干部, 社工, 网格员, 志愿者 and 其他人员.",
)
