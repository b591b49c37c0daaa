"""Figures that differ from a region's own history, by its median and its absolute deviations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from services.reporting.comparing.period_question import PeriodQuestion, Value
from services.reporting.declared.rounding import exact, rounded_fraction
from services.reporting.declared.words import Indicator
from services.reporting.statistics.figures import answer_within, snapshot
from services.reporting.statistics.population import NoRate
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Grain, Span
from shared.database import Connection
from shared.text import Text

PERIODS = 24  # of the history, at most
LEAST = 8  # of them in which there is a figure
THRESHOLD = Fraction(7, 2)
# For figures that vary as the normal distribution does, these make both kinds of deviation one
# standard deviation (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
MAD_FACTOR, MEAN_FACTOR = Fraction(6745, 10_000), Fraction(1_253_314, 1_000_000)

FORMULA = Text(
    zh=f"与本地区此前最多{PERIODS}个同类期间比较：z = 0.6745 ×（本期数值 − 中位数）÷ MAD，MAD 为"
    "各期与中位数之差的绝对值的中位数；MAD 为0时，z =（本期数值 − 中位数）÷（1.253314 × 上述绝对值"
    "的平均数）。"
    f"|z| ≥ 3.5 的为异常。历史自首个不为0的期间算起，少于{LEAST}期的不作判断；历史各期完全相同的，"
    "本期与其不同即为异常，没有 z 值",
    en=f"compared with at most {PERIODS} periods of the same kind just before it, in the same"
    " region: z = 0.6745 × (figure − median) ÷ the median of the absolute differences from the"
    " median (MAD); where MAD is 0, z = (figure − median) ÷ (1.253314 × the mean of these absolute"
    " differences). From |z| ≥ 3.5 on it is an outlier. The history begins with the first period"
    f" that is not 0; with fewer than {LEAST} periods nothing is said. Where the history was always"
    " the same, any other figure is an outlier, without a z",
)
NO_HISTORY = Text(
    zh=f"此前有数据的期间不足{LEAST}个，不作判断。",
    en=f"Fewer than {LEAST} periods before have a figure: nothing is said.",
)
NO_FIGURE = Text(
    zh="本期没有可计入分母的内容。", en="Nothing counts in the denominator of this period."
)


class NoHistory(ValueError):
    """A period that is no calendar one, or is not over, has no periods of its kind before it."""


@dataclass(frozen=True)
class Judged:
    """A figure beside its history: `periods` of them, their median and MAD, and z.

    `z` is None where the history was always the same; `is_outlier` is None where nothing is said,
    and `why` says why.
    """

    indicator: Indicator
    region: str
    value: Value
    periods: int
    median: float | None = None
    mad: float | None = None
    z: float | None = None
    is_outlier: bool | None = None
    why: Text | None = None


@dataclass(frozen=True)
class Outliers:
    """Every figure that was looked at: outliers first, those that differ most at the top."""

    asked: PeriodQuestion
    history: Span
    rows: tuple[Judged, ...]


def history_of(asked: PeriodQuestion) -> tuple[Grain, list[Span]]:
    """The grain of the period, and the periods before it, the latest first. Raises `NoHistory`."""
    grain = asked.span.grain
    if grain is None or asked.span.last_day >= asked.today:
        raise NoHistory(asked.span.name)
    return grain, asked.span.before().with_earlier(PERIODS)[::-1]


async def outliers(
    connection: Connection, asked: PeriodQuestion, *, settled_only: bool = False
) -> Outliers:
    """The figures of a region, with `by_region` of those just below it too.

    Raises `NoHistory`, and what `answer` does.
    """
    if asked.per:
        raise NoRate
    grain, spans = history_of(asked)
    names = [span.name for span in spans]
    found: dict[tuple[str, str], dict[str, Value]] = {}
    withheld: dict[tuple[str, str], Text] = {}  # why the figure itself is not shown
    async with snapshot(connection):
        await check_settled(connection, asked.as_of, settled_only)
        for by in ((grain,), (grain, "region"))[: 1 + asked.by_region]:
            question = asked.question(Span(spans[-1].start, asked.span.end), by=by)
            for figure in await answer_within(connection, question):
                name, *rest = figure.group
                if rest != [asked.region]:
                    key = (figure.indicator.code, (*rest, asked.region)[0])
                    found.setdefault(key, {})[name] = figure.value
                    if figure.why is not None and name == asked.span.name:
                        withheld[key] = figure.why
    by_code = {each.code: each for each in asked.indicators}
    keys = dict.fromkeys([*product(by_code, [asked.region]), *found])
    rows = [
        _judged(by_code[code], region, found.get((code, region), {}), asked.span.name, names)
        for code, region in keys
    ]
    rows = [
        replace(row, why=why) if (why := withheld.get((row.indicator.code, row.region))) else row
        for row in rows
    ]
    return Outliers(asked, Span(spans[-1].start, asked.span.start), tuple(sorted(rows, key=_most)))


def judged(indicator: Indicator, region: str, value: Value, history: Sequence[float]) -> Judged:
    """A figure against the figures of its history, in whatever order."""
    if value is None:
        return Judged(indicator, region, None, len(history), why=NO_FIGURE)
    if len(history) < LEAST:
        return Judged(indicator, region, value, len(history), why=NO_HISTORY)
    numbers, own = [exact(each) for each in history], exact(value)
    middle = median(numbers)
    apart = [abs(each - middle) for each in numbers]
    mad, mean = median(apart), sum(apart, Fraction(0)) / len(apart)
    shown = (rounded_fraction(middle), rounded_fraction(mad))
    if mad:
        z = MAD_FACTOR * (own - middle) / mad
    elif mean:
        z = (own - middle) / (MEAN_FACTOR * mean)
    else:
        differs = own != middle
        return Judged(indicator, region, value, len(history), *shown, None, differs)
    is_outlier = abs(z) >= THRESHOLD
    return Judged(indicator, region, value, len(history), *shown, rounded_fraction(z), is_outlier)


def median(numbers: Sequence[Fraction]) -> Fraction:
    """The one in the middle, or halfway between the two that are.

    >>> median([Fraction(3), Fraction(1), Fraction(2)]), median([Fraction(1), Fraction(2)])
    (Fraction(2, 1), Fraction(3, 2))
    """
    ordered, half = sorted(numbers), len(numbers) // 2
    return (ordered[half] + ordered[~half]) / 2


def _judged(
    indicator: Indicator,
    region: str,
    values: dict[str, Value],
    own: str,
    names: Sequence[str],
) -> Judged:
    """A figure among those of its periods, the latest first; what was not counted is 0 of a number.

    Before the first that is not 0 nothing was recorded.
    """
    if indicator.denominator is not None or None in values.values():  # also where few are hidden
        history = [value for name in names if (value := values.get(name)) is not None]
        return judged(indicator, region, values.get(own), history)
    numbers = [values.get(name) or 0 for name in names]
    while numbers and not numbers[-1]:
        numbers.pop()
    return judged(indicator, region, values.get(own) or 0, numbers)


def _most(row: Judged) -> tuple[int, float, str, str]:
    order = 0 if row.is_outlier else 1 if row.is_outlier is False else 2
    return order, -abs(row.z if row.z is not None else 1e9), row.indicator.code, row.region
