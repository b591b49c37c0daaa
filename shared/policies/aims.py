"""Aims of a place: what an indicator is to reach, where and when. Pure.

Indicators are named by their codes: which there are, and which aim fits one, says their service.
"""

from dataclasses import dataclass

from shared.policies.holding import UNSAID, Holding
from shared.text import Text


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
