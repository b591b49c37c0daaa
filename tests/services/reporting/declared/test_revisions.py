"""A measure whose readers say something else gets a new revision, so that models are rebuilt."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.reporting.declared.measures import MEASURES, fingerprint, outdated
from shared.events.cases.drug_tests import DrugTestRechecked
from tests.golden.facts import FACTS, facts_of
from tests.golden.growth import type_in

EVENTS = sorted(FACTS.parent.glob("*.json"))


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: path.stem)
def test_readers_say_what_they_said_of_every_golden_event(event: Path) -> None:
    """If this fails, readers have changed what read models must hold.

    Raise the `revision` of those measures, delete the file in tests/golden/facts, and write it
    anew with `make golden`.
    """
    assert facts_of(type_in(event), event.read_text()) == (FACTS / event.name).read_text()


def test_a_new_revision_makes_a_model_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure of that code only; the first one is not written, as before there were any."""
    before = fingerprint()
    assert "#" not in before
    revised = replace(MEASURES["contacts"], revision=2)
    monkeypatch.setitem(MEASURES, "contacts", revised)
    assert outdated(before) == {"contacts"}


def test_a_model_that_came_with_its_reader_outdates_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No read model of before lacks facts of an event that there was none of."""
    tests = MEASURES["tests"]
    assert DrugTestRechecked in tests.reads
    assert tests.never_without == {DrugTestRechecked}
    reads = {model: read for model, read in tests.reads.items() if model is not DrugTestRechecked}
    monkeypatch.setitem(MEASURES, "tests", replace(tests, reads=reads))
    before = fingerprint()
    monkeypatch.undo()
    assert outdated(before) == set()
    assert all(each.never_without <= each.reads.keys() for each in MEASURES.values())
