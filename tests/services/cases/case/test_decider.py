"""What holds for all chapters of a case's rules."""

import pytest

from services.cases.case.decider import case
from shared.decider import Refused
from tests.given import given
from tests.services.cases.case.history import agreed


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    for refusal in _all_refusals():
        assert (refusal.__doc__ or "").strip().endswith("."), refusal
        assert "。" in refusal.zh, refusal
        assert refusal.zh != Refused.zh, f"{refusal} has no Chinese of its own"


def _all_refusals() -> list[type[Refused]]:
    return [c for c in Refused.__subclasses__() if c.__module__.startswith(("services", "shared"))]


def test_an_event_that_does_not_fit_is_an_error() -> None:
    """History that the rules cannot have made is never passed over in silence."""
    with pytest.raises(TypeError):
        given(case, agreed)
