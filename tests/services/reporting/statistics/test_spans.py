"""Names of periods: what is none is refused as such, however far away."""

import pytest

from services.reporting.statistics.spans import NoSuchSpan, span_named


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31", "9999-12", "9999-Q4", "9999-W52", "9999", "2101", "2101-01-01", "1948-12-31",
        "1948", "0000-W00", "0001-W01", "2026-W54", "2026-13", "2026-02-30",
        "1949-01-01..9999-12-31", "2026-01-01..2101-01-02", "2026-01-02..2026-01-01",
    ],
)  # fmt: skip
def test_a_period_outside_1949_to_2100_is_none(text: str) -> None:
    """Also where its end, or the period before or after it, would be no day of the calendar."""
    with pytest.raises(NoSuchSpan):
        span_named(text)


@pytest.mark.parametrize("text", ["1949", "2100", "2100-12", "2100-12-31", "2100-Q4", "2100-W51"])
def test_the_first_and_the_last_are_periods_with_others_around_them(text: str) -> None:
    """The pages lead to the one before and the one after."""
    span = span_named(text)
    assert span.name == text
    assert span.before().end == span.start
    assert span.after().start == span.end


def test_the_longest_has_one_before_and_after_it() -> None:
    """Of days that are no calendar period, as many before and after."""
    span = span_named("1949-01-01..2101-01-01")
    assert (span.before().start.year, span.after().end.year) == (1796, 2253)
