"""Ranks: by figures and by schemes, ties, who is not ranked, and the parts that add up."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.comparing.ranking import (
    NO_SENSE,
    OWN,
    TOO_LITTLE,
    Ranked,
    Ranking,
    in_order,
    indicators_of,
    ranked,
    score,
    total,
)
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes import SCHEMES, Scheme
from services.reporting.declared.schemes.scheme import Part
from shared.database import Pool
from shared.regions import RegionYear
from shared.text import Text
from tests.services.reporting.comparing.asking import (
    CITY,
    JINSHUI,
    ZHONGYUAN,
    asked,
    count,
    listed,
    sessions,
)
from tests.services.reporting.deliveries import DETOX, Ledger

ERQI, GUANCHENG = "410103000000", "410104000000"
DAY = date(2019, 3, 4)


async def ranking(
    pool: Pool, by: str | Scheme, *, first: Any = None, with_empty: bool = True, **more: Any
) -> Ranking:
    """A ranking of the city's counties."""
    declared = (INDICATORS.get(by) or SCHEMES[by]) if isinstance(by, str) else by
    codes = [each.code for each in indicators_of(declared)]
    question = asked("2019-Q1", *codes, **more)
    async with pool.acquire() as connection:
        return await ranked(connection, question, declared, first, with_empty=with_empty)


@pytest.mark.postgres
async def test_the_highest_is_first_where_more_is_better(pool: Pool) -> None:
    """Ties share a rank, and the next rank is left out; who has none is last with 0."""
    ledger = Ledger()
    for region, times in ((JINSHUI, 2), (ZHONGYUAN, 5), (ERQI, 2), (GUANCHENG, 1), (CITY, 9)):
        sessions(ledger, region, (DAY, times))
    await count(pool, ledger)
    made = await ranking(pool, "sessions")
    places = [(row.rank, row.region, row.value) for row in made.rows]
    assert places[:4] == [
        (1, ZHONGYUAN, 5), (2, ERQI, 2), (2, JINSHUI, 2), (4, GUANCHENG, 1),
    ]  # fmt: skip
    assert {(rank, value) for rank, _, value in places[4:-1]} == {(5, 0)}
    assert (made.rows[-1].region, made.rows[-1].rank, made.rows[-1].why) == (CITY, None, OWN)
    assert (made.first, made.note) == ("high", None)


@pytest.mark.postgres
async def test_regions_without_figures_are_left_out_and_counted(pool: Pool) -> None:
    """One of which something was counted at another time is ranked, with 0."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (DAY, 2))
    sessions(ledger, ZHONGYUAN, (date(2018, 3, 4), 1))
    await count(pool, ledger)
    made = await ranking(pool, "sessions", with_empty=False)
    assert [(row.rank, row.region, row.value) for row in made.rows] == [
        (1, JINSHUI, 2), (2, ZHONGYUAN, 0),
    ]  # fmt: skip
    whole = await ranking(pool, "sessions")
    assert len(made.left_out) == len(whole.rows) - 2 > 5
    assert not whole.left_out


STRANDS = Scheme(
    code="own",
    version="7",
    name=Text(zh="自有", en="own"),
    since=date(2019, 1, 1),
    strands={"a": Text(zh="甲", en="A"), "b": Text(zh="乙", en="B")},
    parts=(
        Part(indicator=INDICATORS["sessions"], weight=3, scoring="share_of_best", strand="a"),
        Part(indicator=INDICATORS["tests_not_done"], weight=1, scoring="share_of_best", strand="b"),
    ),
)


@pytest.mark.postgres
async def test_each_strand_is_ranked_apart(pool: Pool) -> None:
    """Who is first in one strand need not be in the other, nor by the total."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (DAY, 4))
    sessions(ledger, ZHONGYUAN, (DAY, 3))
    for region, times in ((JINSHUI, 4), (ZHONGYUAN, 1)):
        for _ in range(times):
            ledger.case(DETOX, region).test(DAY, "not_done", "refused")
    await count(pool, ledger)
    made = await ranking(pool, STRANDS, with_empty=False)
    first, second = made.rows
    assert (first.region, first.value, second.value) == (ZHONGYUAN, 81.25, 81.25)
    assert (first.rank, second.rank) == (1, 1)
    assert [(each.code, each.rank, each.value) for each in first.strands] == [
        ("a", 2, 75.0), ("b", 1, 100.0),
    ]  # fmt: skip
    assert [(each.code, each.rank, each.value) for each in second.strands] == [
        ("a", 1, 100.0), ("b", 2, 25.0),
    ]  # fmt: skip
    assert [(each.best, each.rank) for each in first.parts] == [(4, 2), (1, 1)]


@pytest.mark.postgres
async def test_the_lowest_is_first_where_less_is_better(pool: Pool) -> None:
    """And where neither is, the highest is, which is no judgement; a caller may turn it round."""
    ledger = Ledger()
    for region, times in ((JINSHUI, 2), (ZHONGYUAN, 1)):
        for _ in range(times):
            ledger.case(DETOX, region).test(DAY, "not_done", "refused")
    await count(pool, ledger)
    made = await ranking(pool, "tests_not_done")
    assert (made.first, made.rows[0].value, made.rows[-1].region) == ("low", 0, JINSHUI)
    made = await ranking(pool, "clients")
    assert (made.first, made.note, made.rows[0].region) == ("high", NO_SENSE, JINSHUI)
    assert (await ranking(pool, "clients", first="low")).rows[-1].region == JINSHUI


@pytest.mark.postgres
async def test_a_region_with_nothing_due_is_not_ranked(pool: Pool) -> None:
    """It has no share, and the answer says so."""
    ledger = Ledger()
    ledger.case(DETOX, JINSHUI).test(DAY)
    await count(pool, ledger)
    made = await ranking(pool, "test_rate")
    assert [(row.rank, row.region, row.value) for row in made.rows if row.rank] == [
        (1, JINSHUI, 100.0)
    ]
    others = [row for row in made.rows if not row.rank]
    assert ZHONGYUAN in {row.region for row in others}
    assert all(row.why is not None for row in others)
    by_scheme = await ranking(pool, "clients-2026")
    assert {row.why for row in by_scheme.rows} == {TOO_LITTLE}


@pytest.mark.postgres
async def test_a_scheme_opens_to_its_parts(pool: Pool) -> None:
    """Per 10,000 residents where the scheme says so; the parts add up to the total."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (DAY, 6))
    sessions(ledger, ZHONGYUAN, (DAY, 6))
    ledger.article(DAY, region=ZHONGYUAN)
    await count(pool, ledger)
    with listed([], [RegionYear(JINSHUI, 2019, 30_000), RegionYear(ZHONGYUAN, 2019, 60_000)]):
        made = await ranking(pool, "prevention-2026")
    first, second = made.rows[:2]
    assert (first.region, first.rank, second.region, second.rank) == (JINSHUI, 1, ZHONGYUAN, 2)
    assert [(each.side.value, each.side.count, each.score) for each in first.parts] == [
        (2.0, 6, 100.0), (60.0, 180, 100.0), (0, None, 0.0),
    ]  # fmt: skip
    assert [each.score for each in second.parts] == [50.0, 50.0, 100.0]
    assert (first.value, second.value) == (80.0, 60.0)
    assert {row.why for row in made.rows[2:]} == {TOO_LITTLE}, "their population is not known"


def test_scores() -> None:
    """A share as it is, at most 100; in proportion to the best, or to an aim."""
    share, number = INDICATORS["meeting_rate"], INDICATORS["sessions"]
    percent = Part(indicator=share, weight=1, scoring="percent")
    best = Part(indicator=number, weight=1, scoring="share_of_best")
    aim = Part(indicator=number, weight=1, scoring="aim", aim=8)
    assert score(percent, 66.67, None) == 66.67
    assert score(percent, 120.0, None) == 100.0
    assert score(best, 1, 8) == 12.5
    assert score(best, 0, 0) == 0.0
    assert score(aim, 10, None) == 100.0
    assert score(aim, 1, None) == 12.5
    assert score(aim, None, None) is None


def test_scores_where_less_is_better() -> None:
    """A share is taken from 100; else the best, or the aim, is divided by the figure."""
    share, number = INDICATORS["lost_rate"], INDICATORS["tests_missed"]
    percent = Part(indicator=share, weight=1, scoring="percent")
    best = Part(indicator=number, weight=1, scoring="share_of_best")
    aim = Part(indicator=number, weight=1, scoring="aim", aim=8)
    assert percent.low
    assert score(percent, 5.5, None) == 94.5
    assert (score(best, 8, 2), score(best, 2, 2)) == (25.0, 100.0)
    assert (score(best, 0, 0), score(best, 4, 0)) == (100.0, 0.0)
    assert (score(aim, 0, None), score(aim, 8, None), score(aim, 16, None)) == (100.0, 100.0, 50.0)
    stated = Part(indicator=INDICATORS["clients"], weight=1, scoring="share_of_best", better="low")
    assert stated.low


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("sessions", {"scoring": "percent"}),
        ("sessions", {"scoring": "aim"}),
        ("meeting_rate", {"scoring": "percent", "per": True}),
        ("clients", {"scoring": "share_of_best"}),
        ("lost_rate", {"scoring": "percent", "better": "high"}),
        ("sessions", {"scoring": "share_of_best", "weight": 0}),
    ],
)
def test_a_part_that_cannot_be_scored_is_not_declared(code: str, more: dict[str, Any]) -> None:
    """A number in per cent, no aim, a share by residents, no direction or the other one."""
    with pytest.raises(ValueError, match=code):
        Part(**{"indicator": INDICATORS[code], "weight": 1, **more})


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 10_000)), min_size=1, max_size=6),
)
def test_the_total_is_the_weighted_mean(parts: list[tuple[int, int]]) -> None:
    """Of the scores as they are shown, half up."""
    shown = [(weight, hundredths / 100) for weight, hundredths in parts]
    weight = sum(own for own, _ in parts)
    exact = Fraction(sum(own * hundredths for own, hundredths in parts), weight)
    made = total(shown, weight)
    assert made is not None
    assert round(Fraction(str(made)) * 100) == (exact + Fraction(1, 2)).__floor__()


@given(st.lists(st.integers(0, 5) | st.none(), max_size=12), st.booleans())
def test_ranks(values: list[int | None], highest: bool) -> None:
    """A region's rank is one more than how many are before it; ties are equal."""
    rows = [Ranked(f"{number:012}", None, value) for number, value in enumerate(values)]
    made = in_order("", rows, "high" if highest else "low")
    known = [value for value in values if value is not None]
    for row in made:
        if row.value is None:
            assert row.rank is None
        else:
            before = [v for v in known if (v > row.value if highest else v < row.value)]
            assert row.rank == len(before) + 1
    assert [row.rank for row in made if row.rank] == sorted(row.rank for row in made if row.rank)
    assert len(made) == len(rows)


def test_the_schemes_are_published() -> None:
    """What stands under a code never changes: another weight is another scheme."""
    weights = {
        code: {part.indicator.code: (part.weight, part.scoring, part.per) for part in each.parts}
        for code, each in SCHEMES.items()
    }
    assert weights == {
        "clients-2026": {
            "meeting_rate": (30, "percent", False),
            "due_tests_rate": (25, "percent", False),
            "assessment_rate": (15, "percent", False),
            "duties_done_in_time": (20, "percent", False),
            "crises_followed_up_in_time": (10, "percent", False),
        },
        "prevention-2026": {
            "sessions": (40, "share_of_best", True),
            "attendance": (40, "share_of_best", True),
            "articles": (20, "share_of_best", False),
        },
        "prevention-2027": {
            "sessions": (10, "share_of_best", True),
            "attendance": (15, "share_of_best", True),
            "kinds_entered": (15, "share_of_best", True),
            "key_group_sessions": (10, "share_of_best", True),
            "households_reached": (10, "share_of_best", True),
            "activities_at_places": (5, "share_of_best", True),
            "place_person_times": (5, "share_of_best", True),
            "awareness_rate": (20, "percent", False),
            "articles_distinct": (10, "share_of_best", False),
        },
    }
    for each in SCHEMES.values():
        assert each.weight == 100
        assert each.code.endswith(f"-{each.since.year}")
        assert all(part.indicator.name.zh in each.formula.zh for part in each.parts)
        assert "half up" in each.formula.en


def test_no_code_is_both_an_indicators_and_a_schemes() -> None:
    """A ranking names either by its code alone."""
    assert not SCHEMES.keys() & INDICATORS.keys()
    assert replace(asked("2019", "sessions"), per=True).of((), by_region=True).per
