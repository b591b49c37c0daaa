"""The schemes of risk: what their file may say."""

import re
import tomllib
from importlib.resources import files

import pytest

from services.cases.case import schemes
from services.cases.case.schemes import IN_FORCE, LEVELS, SCHEMES, SchemesBroken, read_schemes
from services.reporting.declared.measures.assessments import SCHEME
from shared.events.cases.assessments import DEFAULT_SCHEME

TEXT = files(schemes.__package__).joinpath("schemes.toml").read_text("utf-8")


def test_the_schemes_that_there_are() -> None:
    """Entries carry these codes: one may be added, none changed, and none stand otherwise."""
    levels = {code: tuple(scheme.levels) for code, scheme in SCHEMES.items()}
    assert (
        levels.items()
        >= {
            "three_levels": ("high", "medium", "low"),
            "four_levels": ("extreme", "high", "medium", "low"),
            "abc": ("a", "b", "c1", "c2"),
        }.items()
    )
    assert DEFAULT_SCHEME in SCHEMES
    assert IN_FORCE.version
    assert LEVELS["extreme"].zh == "极高风险"


def test_figures_can_have_every_code() -> None:
    """A code that reporting could not store would stop the counting."""
    assert all(SCHEME.allows(code) for code in [*SCHEMES, *LEVELS])


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ('version = "2019-1"\n', "", "version: is missing"),
        ("default = ", "usual = ", "default: is missing"),
        ("default = ", "usual = 1\ndefault = ", "usual: is not known"),
        ('"three_levels"\n\n', '"abc"\n\n', "default: must be three_levels"),
        ('code = "three_levels"', 'code = "3"', "default: there is no scheme three_levels"),
        ('code = "abc"', 'code = "four_levels"', "scheme: four_levels stands there 2 times"),
        ('code = "abc"', 'code = "A/B"', "scheme no. 3, code: must be 1 to 64 of"),
        ('code = "c2"', 'code = "c1"', "levels: c1 stands there 2 times"),
        ('code = "c2"', 'code = "high"', "level no. 4, name: high has another name elsewhere"),
        ('en = "B"', 'de = "B"', "scheme no. 3, level no. 2, name.en: is missing"),
        ('name = { zh = "B类", en = "B" }', "name = 5", "level no. 2, name: must be a dict"),
        ('{ code = "b", name = { zh = "B类", en = "B" } }', "7", "level no. 2, must be a table"),
        ("[[scheme]]", "[[scheme", "The file is not valid TOML"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_place(was: str, now: str, fault: str) -> None:
    """Whoever changes it learns where and what."""
    assert was in TEXT
    with pytest.raises(SchemesBroken, match=re.escape(fault)):
        read_schemes(TEXT.replace(was, now, 1).encode())


def test_a_scheme_has_two_levels_or_more() -> None:
    """With one, nothing is told apart."""
    document = tomllib.loads(TEXT)
    assert document["version"] == read_schemes(TEXT.encode()).version
    fewer = re.sub(r'(?m)^    \{ code = "(b|c1|c2)".*\n', "", TEXT)
    with pytest.raises(SchemesBroken, match=re.escape("scheme no. 3, levels: there must be two")):
        read_schemes(fewer.encode())


def test_all_faults_are_told_at_once() -> None:
    """Nobody fixes a file fault by fault."""
    broken = TEXT.replace('en = "A"', 'en = ""').replace('code = "low"', 'code = "LOW"')
    with pytest.raises(SchemesBroken) as caught:
        read_schemes(broken.encode())
    assert len(str(caught.value).splitlines()) == 3
