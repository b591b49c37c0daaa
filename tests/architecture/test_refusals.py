"""The codes of refusals are published: callers act on them, whatever a class is called."""

from collections.abc import Iterator

from shared.decider import Refused
from tests.architecture.deciders import deciders
from tests.architecture.refusal_codes import PUBLISHED


def _refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def test_the_codes_of_refusals_are_those_that_callers_know() -> None:
    """To rename a class is to rename its code: then the code is declared where it was."""
    assert deciders()  # all rules are imported
    ours = {each for each in _refusals() if each.__module__.startswith(("services", "shared"))}
    assert {refusal.slug() for refusal in ours} == PUBLISHED


def test_the_sentence_of_a_refusal_is_one_line() -> None:
    """It is a docstring, which the code may have on several."""
    assert deciders()
    refusals = [*_refusals()]
    assert any("\n" in (refusal.__doc__ or "") for refusal in refusals)
    for refusal in refusals:
        assert "\n" not in Refused.__str__(refusal.__new__(refusal))
