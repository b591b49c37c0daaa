"""No declaration can be left out: every event, measure and indicator is accounted for."""

import ast
import re
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from types import ModuleType

import pytest

from services.reporting.declared import indicators, measures
from services.reporting.declared.annual import ANNUAL
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import MEASURES, fingerprint
from services.reporting.declared.uncounted import ADDS_NOTHING
from services.reporting.declared.words import (
    ClosedDimension,
    Dimension,
    Grouping,
    Indicator,
    Selection,
    stored_text,
)
from services.reporting.statistics.spans import GRAINS
from shared.events import models
from shared.events.corrections import TakenBack

# What a read model of before holds: these lines may be added to, not changed.
READ_MODELS_HOLD = """\
agreements(kind) <- cases.AgreementSigned.v1
articles(channel) <- outreach.ArticlePublished.v1
attendance(place_kind) <- outreach.SessionHeld.v1
cases_opened(kind) <- cases.CaseOpened.v1
contacts(kind, mode) <- cases.ContactRecorded.v1
reported_in(kind) <- cases.ReportedIn.v1
risk_assessments(kind, level) <- cases.RiskAssessed.v1
sessions(place_kind) <- outreach.SessionHeld.v1
tests(kind, method, result, not_done_reason) <- cases.DrugTestRecorded.v1
"""


def test_every_event_is_read_or_adds_nothing() -> None:
    """A new event is read by a measure, or stands in the list of those that add nothing."""
    published = {model for model in models().values() if not issubclass(model, TakenBack)}
    read = {model for measure in MEASURES.values() for model in measure.reads}
    read = {model for model in read if not issubclass(model, TakenBack)}
    assert read | ADDS_NOTHING.keys() == published
    assert not read & ADDS_NOTHING.keys()
    assert all(ADDS_NOTHING.values()), "each has a reason"


def test_every_measure_is_used() -> None:
    """What is counted can be asked for."""
    used = {part.measure for indicator in INDICATORS.values() for part in indicator.parts}
    assert used == {*MEASURES.values()}


@pytest.mark.parametrize(
    ("package", "kind", "collected"),
    [(measures, "Measure", len(MEASURES)), (indicators, "Indicator", len(INDICATORS))],
)
def test_every_declaration_is_collected(package: ModuleType, kind: str, collected: int) -> None:
    """As many are offered as are written down, in the modules of the package and nowhere else."""
    declared = Path(package.__path__[0]).parent
    written = {
        path.relative_to(declared).parts[0]
        for path in declared.rglob("*.py")
        for _ in declarations(path, kind)
    }
    assert written == {package.__name__.rpartition(".")[2]}
    paths = Path(package.__path__[0]).glob("*.py")
    assert sum(1 for path in paths for _ in declarations(path, kind)) == collected


def declarations(path: Path, kind: str) -> Iterator[ast.Call]:
    """The declarations of a kind in a source file: calls of it, or of a function that makes one.

    What such a function itself calls is no declaration.
    """
    tree = ast.parse(path.read_text("utf-8"))
    makers = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.returns, ast.Name)
        and node.returns.id == kind
    ]
    names = {kind, *(maker.name for maker in makers)}
    inside = {id(node) for maker in makers for node in ast.walk(maker)}
    for node in ast.walk(tree):
        if id(node) not in inside and isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in names:
                yield node


def test_every_indicator_has_its_test() -> None:
    """A new indicator is one declaration and one test."""
    here = Path(__file__).parent / "indicators"
    texts = "\n".join(path.read_text("utf-8") for path in here.glob("test_*.py"))
    tests = set(re.findall(r"^def test_(\w+)\(", texts, re.MULTILINE))
    assert INDICATORS.keys() <= tests


def test_every_indicator_is_named_in_both_languages() -> None:
    """Its name, its formula, and the names of its dimensions."""
    for indicator in INDICATORS.values():
        texts = [indicator.name, indicator.formula, *(d.name for d in indicator.dimensions)]
        assert all(text.zh and text.en for text in texts), indicator.code
        assert indicator.unit


def test_the_annual_rows_add_up() -> None:
    """The year's table is read from rollups alone, so its rows must be plain sums."""
    for indicator in ANNUAL:
        assert indicator.numerator.counting == "sum"
        assert indicator.denominator is None


def test_every_selection_names_values_that_there_are() -> None:
    """A dimension or value misspelt in a declaration would select nothing."""
    for part in chain(*(indicator.parts for indicator in INDICATORS.values())):
        for dimension, values in part.where.items():
            assert values
            assert all(map(part.dimension(dimension).allows, values))


# By how soon it was recorded no text of a fact is told apart.
SHARES = [each for each in INDICATORS.values() if each.denominator and not each.numerator.delay]


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share.code)
def test_no_share_is_offered_by_what_it_is_made_of(share: Indicator) -> None:
    """Whatever group is asked for, what counts below can count above; and it need not.

    What counts persons of two kinds, workers for clients, has nothing to be grouped by but places.
    """
    above, below = share.parts
    if not {*above.dimensions} & {*below.dimensions}:
        assert above.measure is not below.measure
        return
    assert share.dimensions
    for dimension in share.dimensions:
        counted, due = selected(above, dimension), selected(below, dimension)
        for group in due:
            assert counted.get(group), f"always 0 % by {dimension.code}"
            if above.measure is below.measure:
                assert counted[group] < due[group], f"always 100 % by {dimension.code}"


def selected(part: Selection, dimension: Dimension) -> dict[tuple[str, ...], set[str]]:
    """The stored texts that a part selects, by their values of a dimension and its like."""
    own = part.measure.dimensions
    texts: dict[tuple[str, ...], set[str]] = {}
    for values in product(*(([""] if empty(each) else []) + [*each.values] for each in own)):
        text = stored_text(part.measure, values)
        if part.values(text, {}) is not None:
            like = [v for v, d in zip(values, own, strict=True) if d.root is dimension.root]
            texts.setdefault(tuple(like), set()).add(text)
    return texts


def empty(dimension: Dimension) -> bool:
    """Whether a dimension does not apply to every fact."""
    return isinstance(dimension, ClosedDimension) and dimension.optional


def test_a_dimension_that_does_not_apply_says_by_what() -> None:
    """So that a share is not offered by the reason of that by which it is told apart."""
    for dimension in dimensions():
        assert empty(dimension) == (getattr(dimension, "applies_by", None) is not None)


def dimensions() -> Iterator[Dimension]:
    """Every dimension of every measure, groupings included."""
    for measure in MEASURES.values():
        yield from measure.dimensions
        yield from measure.groupings


def test_every_grouping_places_every_value() -> None:
    """A new value of the dimension below belongs to a group, and the measure has that dimension."""
    for measure in MEASURES.values():
        for grouping in measure.groupings:
            assert grouping.of in measure.dimensions
            assert {*grouping.groups} == {*grouping.of.values}


def test_dimensions_of_one_code_are_one() -> None:
    """Parts of an indicator are grouped alike; no value contains the separator."""
    by_code: dict[str, Dimension] = {}
    for dimension in dimensions():
        assert by_code.setdefault(dimension.code, dimension) is dimension
        assert dimension.code not in ("region", *GRAINS)
        assert not any("/" in value for value in dimension.values)
        assert isinstance(dimension, Grouping) or all(map(dimension.allows, dimension.values))


def test_older_read_models_stay_valid() -> None:
    """The measures that are stored keep their codes, dimensions and events."""
    assert {*READ_MODELS_HOLD.splitlines()} <= {*fingerprint().splitlines()}
