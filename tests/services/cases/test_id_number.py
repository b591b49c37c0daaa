"""ID numbers: the check digit, the day of birth, and every way of writing them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo import people
from shared.id_number import BadIdNumber, normalise


@given(st.randoms(use_true_random=False), st.booleans())
def test_right_id_numbers(random: Any, male: bool) -> None:
    """A number with the right check digit is taken, and no other digit in its place is."""
    number = people.id_number(random, "410102", male=male)
    assert normalise(number.lower()) == number
    for digit in set("0123456789X") - {number[17]}:
        with pytest.raises(BadIdNumber):
            normalise(number[:17] + digit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1101051949123100",
        "11010519491231002",
        "11010519491231002Y",
        "11010519491331002X",
        "110105194912310020",
        "1.10105E+17",
        "130503670401001",
        "1101051949123100²X",
        "①10105194912310021",
        "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
    ],
)
def test_wrong_id_numbers(text: str) -> None:
    """Too short, too long, no birthday, wrong check digit, digits of another kind."""
    with pytest.raises(BadIdNumber):
        normalise(text)


def test_an_id_number_born_on_no_day() -> None:
    """A right check digit does not make a thirtieth of February."""
    digits = "41010219800230001"
    with pytest.raises(BadIdNumber):
        normalise(digits + people.check_digit(digits))
