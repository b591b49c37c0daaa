"""Numbers and days that are typed: plain digits, and nothing that only looks like them."""

import pytest

from shared import strict

NOT_DIGITS = ["", "-1", "+1", " 1", "1 ", "1_0", "1.0", "1e3", "²", "①", "½", "Ⅳ", "一", "٢", "１"]


@pytest.mark.parametrize("text", NOT_DIGITS)
def test_no_whole_number(text: str) -> None:
    """Signs, blanks, underscores, points, and digits of other kinds are refused."""
    assert not strict.is_digits(text)
    with pytest.raises(ValueError, match="plain digits"):
        strict.whole_number(text)


def test_a_number_has_its_limit() -> None:
    """A number that no machine word holds is refused."""
    with pytest.raises(ValueError, match="plain digits"):
        strict.whole_number("1" * 19)


@pytest.mark.parametrize(
    "text", ["20190314", "2019-3-14", "2019-W11-4", "２０１９-03-14", "2019-02-30", "2019-03-14T00"]
)
def test_no_day(text: str) -> None:
    """A day is YYYY-MM-DD and exists."""
    with pytest.raises(ValueError):  # noqa: PT011 (Python's own for a day that does not exist)
        strict.day(text)


@pytest.mark.parametrize(
    "text",
    ["2020-01-05 08:00:00Z", "2020-01-05T08:00:00", "2020-01-05T08:00Z", "２020-01-05T08:00:00Z"],
)
def test_no_moment(text: str) -> None:
    """A moment has its time of day and its time zone."""
    with pytest.raises(ValueError, match="RFC 3339"):
        strict.moment(text)
