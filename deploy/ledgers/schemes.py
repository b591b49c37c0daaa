"""The schemes of risk of a place, as the service answers them: their words, and which is meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.ledgers.sending import Api
from shared.folding import squeeze
from shared.text import Text

USUAL = "three_levels"  # the service's own, of an entry that names none


@dataclass(frozen=True)
class Scheme:
    """A scheme, and its levels by their codes; used for days from `since` until before `until`."""

    code: str
    name: Text
    levels: Mapping[str, Text]
    since: str = ""
    until: str = "9999-12-31"

    def is_used_on(self, day: str) -> bool:
        """Whether it is used somewhere on a day, written as YYYY-MM-DD."""
        return self.since <= day < self.until


def _levels(*codes: str) -> dict[str, Text]:
    names = {
        "extreme": Text(zh="极高风险", en="extreme"),
        "high": Text(zh="高风险", en="high"),
        "medium": Text(zh="中风险", en="medium"),
        "low": Text(zh="低风险", en="low"),
    }
    return {code: names.get(code) or _class(code) for code in codes}


def _class(code: str) -> Text:
    return Text(zh=f"{code.upper()}类", en=code.upper())


# Those of a service that does not say which it has.
BUILT_IN = (
    Scheme(USUAL, Text(zh="三级", en="three levels"), _levels("high", "medium", "low")),
    Scheme(
        "four_levels",
        Text(zh="四级（含极高）", en="four levels, with extreme"),
        _levels("extreme", "high", "medium", "low"),
    ),
    Scheme(
        "abc",
        Text(zh="A、B、C1、C2类", en="classes A, B, C1 and C2"),
        _levels("a", "b", "c1", "c2"),
    ),
)
# As ledgers write what is built in; a place that has other words for it says so in its names.
_USUAL_WORDS: Mapping[str, Sequence[str]] = {
    USUAL: ("三级", "高中低"),
    "four_levels": ("四级",),
    "abc": ("ABC", "ABC类", "A、B、C1、C2类", "A、B、C1、C2"),
    "high": ("高",),
    "medium": ("中",),
    "low": ("低",),
    "extreme": ("极高",),
    **{
        code: (code.upper(), code, f"{code.upper()}类", f"{code}类")
        for code in ("a", "b", "c1", "c2")
    },
}


async def schemes_of(api: Api) -> Sequence[Scheme]:
    """The schemes of the place that a service is of; an older one has those that are built in."""
    answer = await api.get("/v1/schemes", [])
    found = (answer or {}).get("schemes")
    return BUILT_IN if not found else [_scheme(each) for each in found]


def _scheme(shown: Mapping[str, Any]) -> Scheme:
    return Scheme(
        shown["code"],
        Text(**shown["name"]),
        {level["code"]: Text(**level["name"]) for level in shown["levels"]},
        shown["since"] or "",
        shown["until"] or "9999-12-31",
    )


def scheme_words(schemes: Iterable[Scheme]) -> dict[str, str]:
    """The words for each scheme, with its code: its name, its code, and the usual words.

    Of a word for several the scheme that is called so has it; where two are, nobody knows.
    """
    return _only_one({scheme.code: scheme.name for scheme in schemes})


def level_words(schemes: Sequence[Scheme]) -> dict[str, str]:
    """The words for each level of all schemes, with its code.

    One that stands for other levels in other schemes has itself: see `level_in`.
    """
    codes: dict[str, dict[str, str]] = {}
    for scheme in schemes:
        for word, code in _only_one(scheme.levels).items():
            codes.setdefault(word, {})[code] = code
    return {word: next(iter(its)) if len(its) == 1 else word for word, its in codes.items()}


def level_in(scheme: Scheme, level: str) -> str:
    """The level of a scheme that a word of several schemes stands for there; others as they are."""
    if level in scheme.levels:
        return level
    folded = {squeeze(word): code for word, code in _only_one(scheme.levels).items()}
    return folded.get(squeeze(level), level)


def meant_by(schemes: Sequence[Scheme], level: str, day: str) -> Scheme | None:
    """The scheme of a row that names none: the service's own, unless another one is certain.

    So it is where of those that are used on the day one alone has the level, and no level of it is
    one of the service's own: then no row of such a file can say something else than it means.
    """
    own = next((each for each in schemes if each.code == USUAL), None)
    if own is None or level_in(own, level) in own.levels:
        return own
    others = [
        each
        for each in schemes
        if each.is_used_on(day)
        and level_in(each, level) in each.levels
        and own.levels.keys().isdisjoint(each.levels)
    ]
    return others[0] if len(others) == 1 else own


def _only_one(names: Mapping[str, Text]) -> dict[str, str]:
    """Words with the code that they stand for; names and codes go before usual words."""
    words = {word: code for code in names for word in _USUAL_WORDS.get(code, ())}
    said: dict[str, list[str]] = {}
    for code, name in names.items():
        for word in dict.fromkeys((name.zh, name.en, code)):
            said.setdefault(word, []).append(code)
    named = {word: codes[0] for word, codes in said.items() if len(codes) == 1}
    several = {word for word, codes in said.items() if len(codes) > 1}
    return {word: code for word, code in (words | named).items() if word not in several}
