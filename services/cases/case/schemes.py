"""The schemes of risk: which levels there are. Data; a place names the one it assesses by."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events.cases.assessments import DEFAULT_SCHEME
from shared.text import Text


@dataclass(frozen=True)
class Scheme:
    """The levels of a scheme by their codes, the gravest first."""

    name: Text
    levels: Mapping[str, Text]


_EXTREME = Text(zh="极高风险", en="extreme")
_HIGH = Text(zh="高风险", en="high")
_MEDIUM = Text(zh="中风险", en="medium")
_LOW = Text(zh="低风险", en="low")
SCHEMES: Mapping[str, Scheme] = {
    DEFAULT_SCHEME: Scheme(
        Text(zh="三级", en="three levels"), {"high": _HIGH, "medium": _MEDIUM, "low": _LOW}
    ),
    "four_levels": Scheme(
        Text(zh="四级（含极高）", en="four levels, with extreme"),
        {"extreme": _EXTREME, "high": _HIGH, "medium": _MEDIUM, "low": _LOW},
    ),
    "abc": Scheme(
        Text(zh="A、B、C1、C2 类", en="classes A, B, C1 and C2"),
        {code: Text(zh=f"{code.upper()}类", en=code.upper()) for code in ("a", "b", "c1", "c2")},
    ),
}
LEVELS: Mapping[str, Text] = {
    code: name for scheme in SCHEMES.values() for code, name in scheme.levels.items()
}
