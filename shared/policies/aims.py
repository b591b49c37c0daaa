"""The table [[aim]]: what an indicator is to reach, where and when. Pure.

Indicators are named by their codes: which there are, and which aim fits one, says their service.
"""

from dataclasses import dataclass

from shared.policies.field_values import NO_CODE, is_code
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fields, Table
from shared.text import Text

AIMS = ("a_year", "percent", "number")
_MOST = 100_000_000
_PER_CENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What an indicator is to reach: one of three, by what it counts.

    `a_year` is of what adds up, for a whole calendar year. `percent` are the bands of a share, the
    best first; one band is the aim. `number` is of all else: a stock, an average.
    """

    code: str
    indicator: str
    a_year: int | None = None
    percent: tuple[int, ...] = ()
    number: int | None = None
    holding: Holding
    source: Text = UNSAID
    note: str = ""


def in_words(aim: Aim) -> Text:
    """What is to be reached.

    >>> in_words(Aim(code="a", indicator="sessions", a_year=400, holding=Holding())).en
    '400 a year'
    >>> in_words(Aim(code="a", indicator="test_rate", percent=(95, 90), holding=Holding())).zh
    '95/90 %'
    """
    if aim.a_year is not None:
        return Text(zh=f"每年{aim.a_year:,}", en=f"{aim.a_year:,} a year")
    text = f"{aim.number:,}" if aim.number is not None else f"{'/'.join(map(str, aim.percent))} %"
    return Text(zh=text, en=text)


def _read(entry: Entry) -> Aim:
    said = [each for each in AIMS if entry.has(each)]
    if len(said) != 1:
        entry.fault(
            said[1] if said else "a_year",
            "a_year（全年总数）、percent（比率分档）、number（其他数值）写且只写一项。",
            "say one of a_year (of a sum, in a calendar year), percent (the bands of a share) and"
            " number (of anything else).",
        )
        said = []
    if said != ["percent"] and not entry.has("regions"):
        entry.fault(
            "regions",
            "请写明地区：数量目标只对所写的地区有效，不适用于其下级。",
            "say of which regions: an amount is that of each of these, and of none below them.",
        )
    return Aim(
        code=entry.code(),
        indicator=_indicator(entry),
        a_year=entry.number("a_year", 1, _MOST) if said == ["a_year"] else None,
        percent=_bands(entry) if said == ["percent"] else (),
        number=entry.number("number", 0, _MOST) if said == ["number"] else None,
        **entry.held(),
    )


def _indicator(entry: Entry) -> str:
    given = entry.get("indicator")
    if entry.has("indicator") and not is_code(given):
        entry.fault("indicator", *NO_CODE)
    return given if is_code(given) else ""


def _bands(entry: Entry) -> tuple[int, ...]:
    numbers = entry.numbers("percent", 0, _PER_CENT)
    falling = sorted({*numbers}, reverse=True)
    if numbers not in (falling, falling[::-1]):
        entry.fault(
            "percent",
            "各档应依次排列、不重复，最好的一档在前，如 [95, 90]。",
            "must be in order, the best first and none twice, as [95, 90].",
        )
    return tuple(numbers)


def _own_fields(aim: Aim) -> Fields:
    numbers = {"a_year": aim.a_year, "number": aim.number}
    return {
        "indicator": aim.indicator,
        **{name: number for name, number in numbers.items() if number is not None},
        "percent": [*aim.percent],
    }


AIM = Table(
    table="aim",
    attribute="aims",
    name=Text(zh="目标", en="aim"),
    fields=("code", "indicator", *AIMS, *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    alike=("indicator", lambda one, other: one.indicator == other.indicator),
)
