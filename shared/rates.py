"""Rates of samples: in per cent, with the Wilson interval, and in which band they lie. Pure.

The interval is the one of E. B. Wilson (1927) for a share of a sample, at 95 %. It stays within 0
and 100 %, also where nobody or everybody counts, and for small samples.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from shared.rounding import rounded
from shared.text import Text

Cell = tuple[str, ...]  # a group of a sample, by one word or several

_EXACT = Context(prec=50)
Z = Decimal("1.959963984540054")  # of the normal distribution: 2.5 % lie above
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """A share of a sample and the bounds of its interval, in per cent with two decimals."""

    percent: float
    low: float
    high: float

    @property
    def rounded(self) -> "Rate":
        """As it is shown without numbers: exact bounds would say of how many it is.

        Whole per cent, and an interval that holds the exact one, in steps of five.

        >>> rate(27, 30).rounded, rate(28, 31).rounded, rate(0, 40).rounded
        (Rate(percent=90.0, low=70.0, high=100.0), Rate(percent=90.0, low=75.0, high=100.0), \
Rate(percent=0.0, low=0.0, high=10.0))
        """
        return Rate(
            float((round(100 * self.percent) + 50) // 100),
            5 * (self.low // 5),
            -5 * (-self.high // 5),
        )


def rate(counting: int, answered: int) -> Rate | None:
    """The rate of those who count among those who answered; None where nobody answered.

    Raises ValueError for numbers of which there can be no share.

    >>> rate(81, 263)
    Rate(percent=30.8, low=25.53, high=36.62)
    >>> rate(10, 10), rate(0, 0)
    (Rate(percent=100.0, low=72.25, high=100.0), None)
    """
    if not 0 <= counting <= answered:
        raise ValueError(f"no share: {counting} of {answered}")
    if not answered:
        return None
    low, high = _wilson(counting, answered)
    return Rate(rounded(100 * counting, answered), low, high)


def _wilson(counting: int, answered: int) -> tuple[float, float]:
    c = _EXACT
    n, k = Decimal(answered), Decimal(counting)
    square = c.multiply(Z, Z)
    whole = c.add(n, square)
    middle = c.add(k, c.divide(square, Decimal(2)))
    spread = c.add(c.divide(c.multiply(k, n - k), n), c.divide(square, Decimal(4)))
    half = c.multiply(Z, c.sqrt(spread))
    # At the ends the bound is exactly 0 or 100 %; the root is only near that.
    low = Decimal(0) if not counting else c.divide(c.subtract(middle, half), whole)
    high = Decimal(1) if counting == answered else c.divide(c.add(middle, half), whole)
    return _percent(low), _percent(high)


def _percent(share: Decimal) -> float:
    return float((share * 100).quantize(_HUNDREDTH, ROUND_HALF_UP))


@dataclass(frozen=True)
class Band:
    """Where a rate lies among the bands of a policy: 1 is the best, and the last is below all."""

    number: int
    name: Text


def band_of(counting: int, answered: int, bands: Sequence[int]) -> Band | None:
    """The band of a rate, by itself and not as it is rounded; None where nobody answered.

    `bands` are the least of each in per cent, the best first.

    >>> band_of(97, 100, (98, 95)).name.en, band_of(9_799_999, 10_000_000, (98, 95)).number
    ('95% to under 98%', 2)
    """
    if not answered or not bands:
        return None
    for at, least in enumerate(bands):
        if 100 * counting >= least * answered:
            return Band(at + 1, _name(bands, at))
    return Band(len(bands) + 1, _name(bands, len(bands)))


def _name(bands: Sequence[int], at: int) -> Text:
    if at == len(bands):
        return Text(zh=f"低于{bands[-1]}%", en=f"under {bands[-1]}%")
    if at == 0:
        return Text(zh=f"{bands[0]}%及以上", en=f"{bands[0]}% and over")
    return Text(
        zh=f"{bands[at]}%至不足{bands[at - 1]}%", en=f"{bands[at]}% to under {bands[at - 1]}%"
    )


def too_small(answered: Mapping[str, int], smallest: int) -> frozenset[str]:
    """The groups of a sample whose rates are not shown to others than who asked them.

    Those of fewer than `smallest` answers. What is hidden is the difference between the whole and
    the groups that are shown: so that this is no small group, the next smallest is hidden too,
    until together they are large enough.

    >>> sorted(too_small({"a": 40, "b": 5, "c": 90}, 30))
    ['a', 'b']
    """
    cells: dict[Cell, int] = {(code,): number for code, number in answered.items()}
    return frozenset(code for (code,) in too_small_cells(cells, smallest))


def too_small_cells(answered: Mapping[Cell, int], smallest: int) -> frozenset[Cell]:
    """The same of a sample by several words, such as audience and month: along each of them.

    >>> sample = {("a", "May"): 40, ("a", "June"): 5, ("b", "May"): 50, ("b", "June"): 60}
    >>> sorted(too_small_cells(sample, 30) ^ {*sample})
    []
    >>> wider = sample | {("c", "May"): 70, ("c", "June"): 80}
    >>> sorted({*wider} - too_small_cells(wider, 30))
    [('c', 'June'), ('c', 'May')]
    """
    hidden = {cell for cell, number in answered.items() if number < smallest}
    lines = _lines(answered)
    while more := {
        cell for line in lines if (cell := _also_hidden(line, hidden, answered, smallest))
    }:
        hidden |= more
    return frozenset(hidden)


def _lines(cells: Iterable[Cell]) -> Collection[Collection[Cell]]:
    """The cells that add up to one: those that differ in one word alone."""
    lines: defaultdict[tuple[int, Cell], list[Cell]] = defaultdict(list)
    for cell in cells:
        for at in range(len(cell)):
            lines[at, cell[:at] + cell[at + 1 :]].append(cell)
    return lines.values()


def _also_hidden(
    line: Iterable[Cell],
    hidden: Collection[Cell],
    answered: Mapping[Cell, int],
    smallest: int,
) -> Cell | None:
    """The smallest cell of a line that is hidden too, so that no hidden one follows from it."""
    by_size = sorted(line, key=lambda cell: (answered[cell], cell))
    inside = [cell for cell in by_size if cell in hidden]
    together = sum(answered[cell] for cell in inside)
    if not together or (len(inside) > 1 and together >= smallest):
        return None
    return next((cell for cell in by_size if cell not in hidden), None)
