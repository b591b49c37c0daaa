"""Schemes of risk: the built-in ones, and those of a place."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

import pytest

from services.cases.case import assessments
from services.cases.case.assessments import AssessRisk
from services.cases.case.decider import case
from services.cases.case.schemes import change_of
from services.cases.timeline.ledger import of_assessment
from services.reporting.declared.measures.assessments import SCHEME
from shared.decider import fold
from shared.events.cases.assessments import DEFAULT_SCHEME, LevelChange, RiskAssessed
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in, read_own_policies
from shared.regions import built_in as built_in_regions
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, opened

Put: TypeAlias = Callable[[str], None]

DAY = date(2019, 9, 2)
OWN = """
version = "own"
[[scheme]]
code = "five"
name = { zh = "五级", en = "five levels" }
levels = [
    { code = "v", name = { zh = "五", en = "five" } },
    { code = "iv", name = { zh = "四", en = "four" } },
]
"""


@pytest.fixture
def put() -> Iterator[Put]:
    """A function that puts a place's policies in force; after the test the built-in ones are."""
    yield lambda text: use_policies(read_own_policies(text.encode(), built_in_regions()))
    use_policies(None)


def assess(scheme: str, level: str) -> AssessRisk:
    """The risk of the client in Zhengzhou, assessed by a scheme."""
    return AssessRisk(an_id(30), DAY, level, scheme)


def test_the_schemes_that_there_are() -> None:
    """Entries carry these codes: one may be added, none changed, and none stand otherwise."""
    levels = {scheme.code: tuple(scheme.levels) for scheme in built_in().schemes}
    assert (
        levels.items()
        >= {
            "three_levels": ("high", "medium", "low"),
            "four_levels": ("extreme", "high", "medium", "low"),
            "abc": ("a", "b", "c1", "c2"),
        }.items()
    )
    assert DEFAULT_SCHEME in levels
    assert built_in().levels["extreme"].zh == "极高风险"


def test_figures_can_have_every_code() -> None:
    """A code that reporting could not store would stop the counting."""
    codes = [each.code for each in built_in().schemes]
    assert all(SCHEME.allows(code) for code in [*codes, *built_in().levels, "9_.-"])


def test_a_place_assesses_by_its_own_scheme(put: Put) -> None:
    """It is known with its order as the built-in ones are, from the start of the process on."""
    given(case, opened).when(assess("five", "v")).refused(assessments.SchemeUnknown)
    put(OWN)
    given(case, opened).when(assess("five", "vi")).refused(assessments.LevelNotOfScheme)
    [entry] = case.decide(assess("five", "v"), fold(case, [opened]), DAY)
    assert isinstance(entry, RiskAssessed)
    assert change_of("five", "v", before="iv") is LevelChange.ROSE


def test_a_scheme_is_used_where_and_when_its_place_says(put: Put) -> None:
    """Elsewhere, before and after, it is refused with those that are used."""
    for held in ('regions = ["33"]', "since = 2019-09-03", "until = 2019-09-02"):
        put(OWN + held)
        given(case, opened).when(assess("five", "v")).refused(assessments.SchemeNotUsed)
    put(OWN + 'regions = ["4101"]\nsince = 2019-09-02\nuntil = 2019-09-03')
    assert case.decide(assess("five", "v"), fold(case, [opened]), DAY)
    told = assessments.SchemeNotUsed(built_in().schemes).text
    assert "三级（three_levels）" in told.zh
    assert "abc (classes A, B, C1 and C2)" in told.en


def test_what_was_assessed_by_a_scheme_that_is_gone_is_still_read(put: Put) -> None:
    """By its name while the place's file has it, though it is used no more; else by its code."""
    entry = RiskAssessed(**ON_CASE, entry_id=an_id(30), occurred_on=DAY, level="v", scheme="five")
    put(OWN + "until = 2019-01-01")
    assert of_assessment(entry)[0].zh == "风险评估：五"
    use_policies(None)
    assert of_assessment(entry)[0].zh == "风险评估：v"
    assert change_of("five", "v", before="iv") is LevelChange.NOT_COMPARED
