"""Rates of samples that are too small: which groups are withheld, and that none follows."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes.of_a_place import check_indicators
from services.reporting.statistics.groups import Values
from services.reporting.statistics.question import NoSuchDimension, Question, check
from services.reporting.statistics.samples import with_the_rest, withheld
from shared.http.application import Service
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.rates import too_small, too_small_cells
from shared.regions import regions_in_force
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.statistics.explain.calling import count
from tests.services.reporting.surveyed import answers

SMALLEST = 30
MONTHS = ("2019-05", "2019-06", "2019-07")
GROUPS = ("residents", "students", "women")


def asked(by: tuple[str, ...] = (), **where: tuple[str, ...]) -> Question:
    """A question about the awareness rate of a year."""
    one = INDICATORS["awareness_rate"]
    return Question((one,), "410100000000", date(2019, 1, 1), date(2020, 1, 1), by, where)


def test_a_figure_is_withheld_where_too_few_have_answered() -> None:
    """Exactly as many as the smallest sample are enough; nobody is no small sample."""
    for answered, hidden in ((29, {()}), (30, set()), (0, set())):
        assert withheld(asked(), Values({(): answered}), SMALLEST) == hidden


def test_a_group_that_gives_another_away_goes_with_it() -> None:
    """Five students are the whole without sixty residents."""
    found: Values = {("students",): 5, ("residents",): 60, ("women",): 70}
    assert withheld(asked(("audience",)), found, SMALLEST) == {("students",), ("residents",)}


def test_what_a_filter_leaves_out_is_withheld_too() -> None:
    """Asked for residents alone, and for all but the students: the rest are five."""
    found: Values = {("students",): 5, ("residents",): 60, ("women",): 70}
    for audience in ("residents", "women"):
        question = asked(audience=(audience,))
        assert with_the_rest(question).by == ("audience",)
        assert not withheld(question, found, SMALLEST)  # the rest are 65 and more
    for audiences in (("students",), ("residents", "women")):
        assert withheld(asked(audience=audiences), found, SMALLEST) == {()}


def test_by_and_filter_together() -> None:
    """By month of the residents: a month whose other answers are few is withheld, with another."""
    found: Values = {("2019-05", "residents"): 60, ("2019-05", "students"): 5}
    found |= {("2019-06", "residents"): 70, ("2019-06", "students"): 80}
    question = asked(("month",), audience=("residents",))
    assert withheld(question, found, SMALLEST) == {("2019-05",), ("2019-06",)}


def test_answers_are_not_told_apart_by_what_was_found() -> None:
    """Else the number of those who count, and of all, would be the rate that is withheld."""
    [answers] = [INDICATORS["survey_answers"]]
    for question in (
        Question((answers,), "41", date(2019, 1, 1), date(2020, 1, 1), ("counts",)),
        Question((answers,), "41", date(2019, 1, 1), date(2020, 1, 1), (), {"counts": ("yes",)}),
    ):
        with pytest.raises(NoSuchDimension):
            check(question)


def test_only_rates_of_surveys_are_of_a_sample() -> None:
    """And each of these."""
    rates = {code for code, each in INDICATORS.items() if each.of_a_sample}
    assert rates == {"awareness_rate", "legal_knowledge_rate", "satisfaction_rate"}
    for each in INDICATORS.values():
        for part in each.parts:
            if part.measure.finding is not None:
                assert part.measure.dimensions[-1] is part.measure.finding, "as rows are read"


cells = st.dictionaries(
    st.sampled_from([*product(GROUPS, MONTHS)]), st.integers(1, 90), min_size=1, max_size=9
)


@given(cells)
def test_no_small_sample_follows_from_those_that_are_shown(
    answered: dict[tuple[str, ...], int],
) -> None:
    """Of each sum over a line: what it lacks is nothing, or several groups, together a sample."""
    hidden = too_small_cells(answered, SMALLEST)
    assert {cell for cell, number in answered.items() if number < SMALLEST} <= hidden
    for at in range(2):
        for value in {cell[at] for cell in answered}:
            line = [cell for cell in answered if cell[at] == value]
            lacks = [answered[cell] for cell in line if cell in hidden]
            if lacks and len(lacks) < len(line):
                assert len(lacks) > 1
                assert sum(lacks) >= SMALLEST


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 90)))
def test_of_one_word_it_is_what_the_page_hides(answered: dict[str, int]) -> None:
    """The smallest groups, until together they are a sample."""
    by_size = sorted(answered, key=lambda code: (answered[code], code))
    expected = [code for code in by_size if answered[code] < SMALLEST]
    while (
        expected and len(expected) < len(by_size) and sum(answered[e] for e in expected) < SMALLEST
    ):
        expected.append(by_size[len(expected)])
    assert too_small(answered, SMALLEST) == {*expected}


STRICTER = """
version = "stricter"
[[number]]
code = "county.smallest_sample"
value = "smallest_sample"
number = 60
regions = ["410105"]
"""


@pytest.mark.postgres
async def test_a_place_that_asks_for_more_is_not_had_from_above(app: Service) -> None:
    """Its city is asked for the counties: the county's own number holds there too, on the page and
    over HTTP."""
    ledger = Ledger()
    for county, answered in (("410105", 40), ("410102", 90), ("410103", 100)):
        answers(ledger, date(2019, 3, 4), {"residents": (30, answered)}, f"{county}000000")
    await count(app, ledger)
    year = "from=2019-01-01&to=2020-01-01&indicators=awareness_rate"
    use_policies(read_own_policies(STRICTER.encode(), regions_in_force(), check_indicators))
    try:
        own = (await get(app, f"/v1/statistics?region=410105&{year}")).json()["rows"]
        rows = (await get(app, f"/v1/statistics?region=4101&{year}&by=region")).json()["rows"]
        page = (await get(app, "/surveys?region=4101&period=2019&format=json")).json()
    finally:
        use_policies(None)
    assert [row["value"] for row in own] == [None]
    found = {row["group"]["region"][:6]: row["value"] for row in rows}
    assert found == {"410105": None, "410102": None, "410103": 30.0}, "the next smallest goes too"
    [table] = [
        each
        for section in page["sections"]
        for each in section["tables"]
        if each["caption"] == "禁毒知识知晓率 · 按地区"
    ]
    assert [row[1] for row in table["rows"]] == ["*", 30.0, "*"]
