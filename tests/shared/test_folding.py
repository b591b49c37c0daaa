"""Folding: which texts say nothing, and which numbers are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.folding import fold_number, fold_reference, says_something, squeeze, tidy

NOTHING = {
    "blanks": " \t\r\n\u00a0\u3000\u2003\u2028",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "directions": "\u200e\u202e\u2066",
    "Braille blank": "\u2800",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "joiners and selectors": "\u034f\u180b\ufe00\ufe0f\U000e0100",
    "tags": "\U000e0001\U000e0041",
    "controls": "\x00\x07\x7f\x85",
    "accents on nothing": "\u0301\u0323",
    "no characters": "\ufdd0\uffff",
    "interlinear marks": "\ufff9\ufffc",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_text_that_shows_nothing_says_nothing(text: str) -> None:
    """Not one of these characters is seen, nor are all of them together."""
    assert not any(says_something(character) for character in text)
    assert not says_something(text * 3)
    assert says_something(f"{text}甲")


@pytest.mark.parametrize(
    "text", ["张", "a", "—", "1", "😀", "\U00031350", "\ue000", "e\u0301", "゛"]
)
def test_a_text_that_shows_something_says_something(text: str) -> None:
    """Letters, signs and figures; letters that are younger than this Python, and private ones."""
    assert says_something(text)


@pytest.mark.parametrize(
    "spelling", ["zz-001", "ZZ－００１", " ZZ 001".replace(" 0", "-0"), "Zz—001", "zz-\u200b0 0 1"]
)
def test_a_reference_is_one_however_it_is_typed(spelling: str) -> None:
    """Width, blanks, dashes, capitals and invisible characters do not make another number."""
    assert fold_reference(spelling) == "ZZ-001"


@pytest.mark.parametrize("other", ["10²", "1⓪2", "10₂", "①0②", "١٠٢", "1𝟎2", "10½"])
def test_other_signs_are_never_digits(other: str) -> None:
    """A power, a circled number or another script's digits do not fold into plain digits."""
    assert not fold_number(other).isascii()
    assert not fold_reference(other).isascii()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Text that was folded is folded."""
    for fold in (fold_number, fold_reference, tidy, squeeze):
        assert fold(fold(text)) == fold(text)
