"""Declarations that exist in tests only, and software of before some were declared."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from services.reporting.counting.fold import own_readers, readers_of
from services.reporting.counting.persons import scopes, scopes_of
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import MEASURES, readers
from services.reporting.declared.words import Indicator


@contextmanager
def declared(*indicators: Indicator) -> Iterator[None]:
    """Let these indicators and their measures be declared, for the length of a ``with``."""
    with pytest.MonkeyPatch.context() as patch:
        for indicator in indicators:
            patch.setitem(INDICATORS, indicator.code, indicator)
            for part in indicator.parts:
                patch.setitem(MEASURES, part.measure.code, part.measure)
        _forget()
        yield
    _forget()


@contextmanager
def undeclared(*measures: str) -> Iterator[None]:
    """Let there be no such measures, as in the software of before, for the length of a ``with``."""
    with pytest.MonkeyPatch.context() as patch:
        for code in measures:
            patch.delitem(MEASURES, code)
        _forget()
        yield
    _forget()


def _forget() -> None:
    readers.cache_clear()
    own_readers.cache_clear()
    readers_of.cache_clear()
    scopes.cache_clear()
    scopes_of.cache_clear()
