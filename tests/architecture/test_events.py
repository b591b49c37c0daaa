"""A published event is whole: a golden file, an example, and one decider that folds it."""

from collections import Counter

import pytest

from shared.events import models, published_types, type_of
from tests.architecture.deciders import deciders, events_folded
from tests.architecture.sources import ROOT
from tests.golden.examples import EXAMPLES


@pytest.mark.parametrize("name", sorted(published_types()))
def test_every_published_event_has_a_golden_file(name: str) -> None:
    """Also a version that only upcasters read; `make golden` writes what is missing."""
    assert (ROOT / "tests" / "golden" / f"{name}.json").is_file()


@pytest.mark.parametrize("name", sorted(models()))
def test_every_published_event_has_an_example(name: str) -> None:
    """One in tests/golden/examples.py, from which its golden file is written and checked."""
    assert [type_of(event) for event in EXAMPLES].count(name) == 1


def test_every_published_event_belongs_to_one_decider() -> None:
    """What no decider folds cannot be read again; what two fold has two meanings."""
    folded = Counter(event for decider in deciders().values() for event in decider.events)
    assert {model.__name__: folded[model] for model in models().values()} == {
        model.__name__: 1 for model in models().values()
    }


@pytest.mark.parametrize("name", sorted(deciders()))
def test_a_decider_names_the_events_that_it_folds(name: str) -> None:
    """Its `events` are the closed union of `evolve`, whose arms mypy checks."""
    decider = deciders()[name]
    assert set(decider.events) == events_folded(decider)
    assert len(set(decider.events)) == len(decider.events)
