"""The figures of one period, of one region or of several, on the boundaries of then or of now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.reporting.comparing.boundaries import Moves, split
from services.reporting.comparing.period_question import PeriodQuestion, Sees, Value
from services.reporting.declared.rounding import rounded
from services.reporting.declared.words import Indicator
from services.reporting.statistics.few import SmallestShown, about_persons
from services.reporting.statistics.figures import answer_within
from services.reporting.statistics.population import Residents, residents_together, year_of
from services.reporting.statistics.samples import smallest_sample, why_withheld
from services.reporting.statistics.spans import Span
from shared.database import Connection
from shared.policies.in_force import policies_in_force
from shared.regions import regions_in_force
from shared.text import Text

NOTHING_DUE = Text(
    zh="期内没有可计入分母的内容。", en="Nothing in this period counts in its denominator."
)
OUT_OF_SCOPE = Text(
    zh="并入的原代码不在您可以查看的范围内，无法按现在的区划计算。",
    en="A code that was merged into this region is not one whose figures you may see.",
)
ONCE_EACH = Text(
    zh="同一人可能在原代码和现代码下各计一次，人数不能相加。",
    en="A person may be counted under both the old code and the new one: persons cannot be added"
    " up.",
)


@dataclass(frozen=True)
class Side:
    """One figure: `value` is it, or None because of `why`.

    With residents, `count` is the figure and `value` what it is per 10,000 of them. `codes` are
    those that have anything of it, where that is not the region's own code alone: on the boundaries
    of now it is what these have together.
    """

    value: Value
    why: Text | None = None
    count: Value = None
    residents: Residents | None = None
    codes: tuple[str, ...] = ()


Key = tuple[str, str]  # the codes of an indicator and of a region
Sides = dict[Key, Side]


async def sides_of(
    connection: Connection,
    asked: PeriodQuestion,
    span: Span,
    moves: Mapping[str, Moves],
    sees: Sees,
) -> Sides:
    """The figures of a period that there are, within a snapshot; `moves` by region."""
    by = ("region",) if asked.by_region else ()
    sides: Sides = {}
    for figure in await answer_within(connection, asked.question(span, by=by)):
        why = figure.why or (NOTHING_DUE if figure.value is None else None)
        sides[figure.indicator.code, (*figure.group, asked.region)[0]] = Side(figure.value, why)
    small = {key for key, side in sides.items() if side.why not in (None, NOTHING_DUE)}
    for region, moved in moves.items():
        now = await _moved(connection, asked, span, region, moved, sees)
        # What a sample of then would not say, the difference of both boundaries may not either.
        samples = {each.code for each in asked.indicators if each.of_a_sample}
        sides |= {key: now[key] for key in now if key[0] not in samples or key not in small}
    return sides


def side_of(
    asked: PeriodQuestion,
    span: Span,
    moves: Mapping[str, Moves],
    sides: Sides,
    key: tuple[Indicator, str],
) -> Side:
    """The figure of an indicator and a region: what was not counted is 0 of a number, no share."""
    indicator, region = key
    nothing = Side(0) if indicator.denominator is None else Side(None, NOTHING_DUE)
    if asked.rule is not None and about_persons(indicator):
        nothing = Side(None, asked.rule.why)
    side = sides.get((indicator.code, region), nothing)
    if not asked.per or indicator.denominator is not None:
        return side
    moved = moves.get(region, Moves())
    held = residents_together(
        regions_in_force(),
        year_of(span.last_day, asked.today),
        (region, *(row.code for row in moved.added)),
        [row.code for row in moved.taken],
    )
    return Side(held.rate(side.value), side.why or held.why, side.value, held, side.codes)


async def _moved(
    connection: Connection, asked: PeriodQuestion, span: Span, region: str, moves: Moves, sees: Sees
) -> Sides:
    """The figures of a region to which others belong now, or that others have left."""
    sides: Sides = {}
    unclear = {
        indicator.code: row
        for indicator in asked.indicators
        if (row := moves.unclear_in(_first_that_counts(indicator, span), span.last_day))
    }
    sides |= {(code, region): Side(None, split(row)) for code, row in unclear.items()}
    clear = [each for each in asked.indicators if each.code not in unclear]
    if not moves.codes or not clear:
        return sides
    if not all(map(sees, moves.codes)):
        return sides | {(each.code, region): Side(None, OUT_OF_SCOPE) for each in clear}
    # Own figures of a region with others below it: as any other's, by the question for its code.
    parts = [part for each in clear for part in _parts(each)]
    own = await _values(connection, asked, span, region, parts)
    others = {code: await _values(connection, asked, span, code, parts) for code in moves.codes}
    taken = {row.code for row in moves.taken}
    for indicator in clear:
        sums = []
        for part in _parts(indicator):
            amounts = [own[part.code]]
            amounts += [-v[part.code] if c in taken else v[part.code] for c, v in others.items()]
            once = part.numerator.counting == "persons" and sum(map(bool, amounts)) > 1
            sums.append(None if once else sum(amounts))
        its_codes = (region, *moves.codes)
        withheld = await _withheld(connection, asked, span, indicator, its_codes)
        smallest = smallest_sample(policies_in_force(), its_codes, span.last_day)
        together = _together(indicator, sums, asked.rule, smallest)
        if withheld is not None:
            together = Side(None, withheld)
        made_of = [code for code in its_codes if _has_any(indicator, {region: own, **others}[code])]
        if together.value is not None and made_of not in ([], [region]):
            together = replace(together, codes=tuple(made_of))
        sides[indicator.code, region] = together
    return sides


async def _withheld(
    connection: Connection,
    asked: PeriodQuestion,
    span: Span,
    indicator: Indicator,
    codes: Iterable[str],
) -> Text | None:
    """Why a rate of a sample is not shown: where it is not of one of the codes that it is made of.

    The sum is large, but each code's own figure may be asked for on the boundaries of then.
    """
    if not indicator.of_a_sample:
        return None
    for code in codes:
        question = replace(asked.question(span, code), indicators=(indicator,), rule=None)
        for figure in await answer_within(connection, question):
            if figure.why is not None:
                return figure.why
    return None


def _has_any(indicator: Indicator, values: Mapping[str, int]) -> bool:
    """Whether a code has something of a figure or of what it is divided by."""
    return any(values[part.code] for part in _parts(indicator))


def _first_that_counts(indicator: Indicator, span: Span) -> date:
    stock = all(part.counting == "stock" for part in indicator.parts)
    return span.last_day if stock else span.start


def _parts(indicator: Indicator) -> tuple[Indicator, ...]:
    """The numerator and the denominator, each as a figure of its own."""
    names = (indicator.code, f"{indicator.code} of")
    return tuple(
        replace(indicator, code=code, numerator=part, denominator=None)
        for code, part in zip(names, indicator.parts, strict=False)
    )


async def _values(
    connection: Connection,
    asked: PeriodQuestion,
    span: Span,
    region: str,
    parts: Iterable[Indicator],
) -> dict[str, int]:
    # What is added up is exact; the sum is what is shown, or hidden.
    question = replace(asked.question(span, region), indicators=tuple(parts), rule=None)
    return {
        figure.indicator.code: int(figure.value or 0)
        for figure in await answer_within(connection, question)
    }


def _together(
    indicator: Indicator, sums: list[int | None], rule: SmallestShown | None, smallest: int
) -> Side:
    if any(amount is None for amount in sums):
        return Side(None, ONCE_EACH)
    amount, of = (*(each or 0 for each in sums), 0)[:2]
    if indicator.of_a_sample and 0 < of < smallest:
        return Side(None, why_withheld(smallest))
    if rule is not None and about_persons(indicator):
        shown = rule.figure(indicator, amount, None if indicator.denominator is None else of)
        return Side(shown, rule.why if shown is None else None)
    if indicator.denominator is None:
        return Side(amount)
    return Side(rounded(indicator.times * amount, of)) if of else Side(None, NOTHING_DUE)
