"""Age bands that no row need say: the import finds the one that the service finds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.ledgers.ages import band_follows, band_of
from services.cases.case.ages import age_band_on

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_the_band_is_that_of_the_service(born_on: date, day: date) -> None:
    """On every day, birthdays and 29 February too."""
    assert band_of(f"110105{born_on:%Y%m%d}002X", day) == age_band_on(born_on, day)


@pytest.mark.parametrize("number", ["", "110105", "110105194913310021", "A123456789"])
def test_a_number_without_a_birth_has_no_band(number: str) -> None:
    """Nothing follows from it, and nothing fails."""
    assert band_of(number, date(2019, 1, 1)) is None
    assert not band_follows("60_and_over", number, "2019-01-01")


def test_nothing_follows_from_what_is_not_said() -> None:
    """Without a band, a number or a day."""
    number = "11010519491231002X"
    assert band_follows("60_and_over", number, "2019-01-01")
    assert not band_follows("36_to_59", number, "2019-01-01")
    for said in ((None, number, "2019-01-01"), ("60_and_over", None, "2019-01-01")):
        assert not band_follows(*said)
    assert not band_follows("60_and_over", number, None)
