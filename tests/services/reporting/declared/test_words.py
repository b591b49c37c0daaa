"""The vocabulary of declarations: what may be stored, and what a stored text stands for."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from services.reporting.declared.collecting import collect
from services.reporting.declared.words import (
    ClosedDimension,
    Fact,
    Grouping,
    Indicator,
    Measure,
    OpenDimension,
    Selection,
    Where,
    stored_text,
    stored_values,
)
from services.reporting.statistics.facts import FIXED, facts_query
from shared.events import MalformedEvent
from shared.events.cases.case import CaseOpened
from shared.text import Text


class Size(StrEnum):
    """Sizes."""

    SMALL = "small"
    LARGE = "large"
    HUGE = "huge"


NAME = Text(zh="名", en="name")
SIZE = ClosedDimension("size", NAME, Size, optional=True)
KIND = ClosedDimension("kind", NAME, Size)
DRUG = OpenDimension("drug", NAME)
BIG = Grouping("big", NAME, KIND, {"small": "no", "large": "yes", "huge": "yes"})


def nothing(event: CaseOpened) -> list[Fact]:
    """Read nothing."""
    return []


THINGS = Measure("things", (KIND, SIZE, DRUG), {CaseOpened: nothing}, (BIG,))
TOTAL = Measure("total", (), {CaseOpened: nothing})


@pytest.mark.parametrize("values", [("huge", "small", "heroin"), ("small", "", "a.b_c-1")])
def test_values_are_stored_and_read_back(values: tuple[str, ...]) -> None:
    """One text; read back, it has the groups too. An optional value may be empty."""
    text = stored_text(THINGS, values)
    assert text == "/".join(values)
    kind, size, drug = values
    big = {"big": "no" if kind == "small" else "yes"}
    assert stored_values(THINGS, text) == {"kind": kind, "size": size, "drug": drug, **big}


def test_a_measure_without_dimensions() -> None:
    """Its facts are stored under an empty text."""
    assert stored_text(TOTAL, ()) == ""
    assert stored_values(TOTAL, "") == {}


@pytest.mark.parametrize(
    "values",
    [("", "small", "heroin"), ("tiny", "", "heroin"), ("small", "", ""), ("small", "", "a/b")],
)
def test_a_value_that_is_not_allowed_is_malformed(values: tuple[str, ...]) -> None:
    """The message names the dimension and does not repeat the value."""
    with pytest.raises(MalformedEvent, match=r"^things: not a value of \w+$"):
        stored_text(THINGS, values)


@pytest.mark.parametrize("text", ["", "small", "small//heroin/more", "tiny//heroin", "small/x/a"])
def test_a_text_of_other_declarations_is_none_of_this_measure(text: str) -> None:
    """Stored when the measure had other dimensions or values, it is selected by nothing."""
    assert stored_values(THINGS, text) is None
    assert Selection(THINGS).values(text, {}) is None


def test_a_selection_filters_twice() -> None:
    """By what it declares, and by what a question narrows it to; a group is a value like others."""
    part = Selection(THINGS, {"big": ("yes",)})
    assert part.values("large//heroin", {}) is not None
    assert part.values("small//heroin", {}) is None
    assert part.values("large//heroin", {"drug": ("ketamine",)}) is None
    assert part.values("huge//heroin", {"big": ("yes", "no"), "drug": ("heroin",)}) is not None
    with pytest.raises(KeyError):
        part.values("large//heroin", {"colour": ("red",)})


def test_an_indicator_has_the_dimensions_of_all_its_parts() -> None:
    """A share is grouped by what its numerator and its denominator both have."""
    declared: dict[str, Any] = {"name": NAME, "formula": NAME, "unit": "%"}
    other = Measure("others", (DRUG, KIND), {CaseOpened: nothing})
    share = Indicator(
        code="share", numerator=Selection(THINGS), denominator=Selection(other), **declared
    )
    assert share.dimensions == (KIND, DRUG)
    assert share.parts == (share.numerator, share.denominator)
    alone = Indicator(code="things", numerator=Selection(THINGS), **declared)
    assert alone.dimensions == (KIND, SIZE, DRUG, BIG)
    assert alone.parts == (alone.numerator,)


def test_a_share_is_not_told_apart_by_what_it_is_made_of() -> None:
    """Nor by what follows from that: the group of it, and what applies by its value."""
    declared: dict[str, Any] = {"name": NAME, "formula": NAME, "unit": "%"}
    depth = ClosedDimension("depth", NAME, Size, optional=True, applies_by=KIND)
    measure = Measure("deep", (KIND, SIZE, DRUG, depth), {CaseOpened: nothing}, (BIG,))

    def share(above: Where, below: Where) -> Indicator:
        numerator, denominator = Selection(measure, above), Selection(measure, below)
        return Indicator(code="s", numerator=numerator, denominator=denominator, **declared)

    for above, below in (
        ({"kind": ("huge",)}, {}),
        ({"kind": ("huge",)}, {"kind": ("huge", "large")}),
        ({"big": ("yes",)}, {}),
        ({"depth": ("small",)}, {}),
        ({"kind": ("huge",)}, {"big": ("yes",)}),
        ({"kind": ("huge",), "size": ("small",)}, {"size": ("small",)}),
    ):
        assert share(above, below).made_of == (KIND, depth, BIG)
        assert share(above, below).dimensions == (SIZE, DRUG)
    alike = share({"kind": ("huge", "large"), "drug": ("a",)}, {"kind": ("large", "huge")})
    assert alike.made_of == (DRUG,)
    assert alike.dimensions == (KIND, SIZE, depth, BIG)
    alone = Indicator(code="a", numerator=Selection(measure, {"kind": ("huge",)}), **declared)
    assert alone.made_of == ()


def test_no_value_is_written_into_the_statement() -> None:
    """Persons are counted by splitting the text; codes travel as parameters only."""
    part = Selection(THINGS, {"big": ("yes",)}, "persons")
    query, parameters = facts_query(part, ("drug", "big"), {"drug": ("x';--",)})
    assert "x';--" not in query
    assert (
        f"ARRAY[split_part(dims, '/', 3), (${FIXED + 1}::jsonb ->> split_part(dims, '/', 1))]"
        in (query)
    )
    assert parameters[1:] == [["large", "huge"], ["x';--"]]
    with pytest.raises(KeyError):
        facts_query(part, ("colour",), {})


def test_declarations_are_collected_from_every_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of the modules; what is imported is not declared again; a code is unique."""
    package = tmp_path / "made_up"
    package.mkdir()
    (package / "__init__.py").write_text("")
    words = "from services.reporting.declared.words import Measure"
    declare = words + "\n{name} = Measure('{code}', (), {{}})\n"
    (package / "first.py").write_text(declare.format(name="ONE", code="one"))
    second = declare.format(name="TWO", code="two") + "from made_up.first import ONE\n"
    (package / "second.py").write_text(second)
    monkeypatch.syspath_prepend(tmp_path)
    assert [*collect("made_up", [str(package)], Measure)] == ["one", "two"]
    assert collect("made_up", [str(package)], Indicator) == {}
    (package / "third.py").write_text(declare.format(name="ANOTHER", code="one"))
    with pytest.raises(ValueError, match="one is declared twice"):
        collect("made_up", [str(package)], Measure)
