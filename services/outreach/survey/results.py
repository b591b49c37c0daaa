"""What a survey found, by group and as a whole, and what of it others are shown. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.events.outreach.surveys import AnswersRecorded, PlannedGroup
from shared.rates import Band, Rate, band_of, rate


@dataclass(frozen=True)
class Total:
    """How many answered, and how many of them count."""

    answered: int = 0
    counting: int = 0


@dataclass(frozen=True)
class Result:
    """The result of a group, or of the whole (`audience` None).

    Numbers are None to who is shown the rate alone, and the rate to who is shown nothing.
    """

    audience: str | None
    planned: int
    answered: int | None
    counting: int | None
    rate: Rate | None
    band: Band | None


def totals(batches: Iterable[AnswersRecorded]) -> Mapping[str, Total]:
    """What was answered by group, in the order of their codes."""
    answered: Counter[str] = Counter()
    counting: Counter[str] = Counter()
    for batch in batches:
        for each in batch.groups:
            answered[each.audience] += each.answered
            counting[each.audience] += each.counting
    return {code: Total(answered[code], counting[code]) for code in sorted(answered)}


def too_little_changed(
    before: Sequence[AnswersRecorded], now: Sequence[AnswersRecorded], smallest: int
) -> bool:
    """Whether two results, read one after the other, tell what a few people ticked.

    Of each group in which they differ, the answers that were added or taken back are counted.
    """
    was, found = totals(before), totals(now)
    if sum(each.answered for each in was.values()) < smallest:
        return False  # nobody else was shown a rate
    kept = {each.entry_id for each in before} & {each.entry_id for each in now}
    moved = totals(each for each in (*before, *now) if each.entry_id not in kept)
    return any(
        each.answered < smallest and was.get(code) != found.get(code)
        for code, each in moved.items()
    )


def sample_met(planned: Iterable[PlannedGroup], batches: Iterable[AnswersRecorded]) -> bool:
    """Whether as many of each planned group answered as were to be asked."""
    found = totals(batches)
    return all(found.get(each.audience, Total()).answered >= each.number for each in planned)


def choices(batches: Iterable[AnswersRecorded]) -> Mapping[tuple[str, str], int]:
    """How often each choice of each question was ticked, where sheets were counted."""
    ticked: Counter[tuple[str, str]] = Counter()
    for batch in batches:
        for group in batch.groups:
            for each in group.choices:
                ticked[each.question, each.choice] += each.number
    return ticked


def results(
    planned: Sequence[PlannedGroup],
    found: Mapping[str, Total],
    bands: Sequence[int],
    *,
    hidden: Collection[str] = (),
    whole_hidden: bool = False,
    numbers: bool = True,
) -> tuple[list[Result], Result]:
    """The results by group, and of the whole; without `numbers` the rates alone, rounded."""
    to_ask = {each.audience: each.number for each in planned}
    groups = [
        _result(
            code,
            to_ask.get(code, 0),
            found.get(code, Total()),
            bands,
            hidden=code in hidden,
            numbers=numbers,
        )
        for code in dict.fromkeys([*to_ask, *found])
    ]
    whole = _result(
        None,
        sum(to_ask.values()),
        _sum(found.values()),
        bands,
        hidden=whole_hidden,
        numbers=numbers,
    )
    return groups, whole


def _sum(several: Iterable[Total]) -> Total:
    each = [*several]
    return Total(sum(one.answered for one in each), sum(one.counting for one in each))


def _result(
    audience: str | None,
    planned: int,
    total: Total,
    bands: Sequence[int],
    *,
    hidden: bool,
    numbers: bool,
) -> Result:
    if hidden:
        return Result(audience, planned, None, None, None, None)
    answered, counting = (total.answered, total.counting) if numbers else (None, None)
    found = rate(total.counting, total.answered)
    return Result(
        audience,
        planned,
        answered,
        counting,
        found if numbers or found is None else found.rounded,
        band_of(total.counting, total.answered, bands),
    )
