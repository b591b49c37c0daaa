"""Rates of samples: the Wilson interval against published values and its properties; bands."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rates import band_of, rate, too_small


@pytest.mark.parametrize(
    ("counting", "answered", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
        (29, 29, 88.30, 100.0),
    ],
)
def test_the_interval_is_the_published_one(
    counting: int, answered: int, low: float, high: float
) -> None:
    """As in the comparison of intervals that is quoted most."""
    found = rate(counting, answered)
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_nobody_has_no_rate() -> None:
    """And more cannot count than answered."""
    assert rate(0, 0) is None
    for counting, answered in ((2, 1), (-1, 1)):
        with pytest.raises(ValueError, match="no share"):
            rate(counting, answered)


samples = st.integers(1, 1_000_000).flatmap(
    lambda answered: st.tuples(st.integers(0, answered), st.just(answered))
)


@given(samples)
def test_an_interval_holds_its_rate_within_bounds(sample: tuple[int, int]) -> None:
    """Between 0 and 100 %, around the rate, and as the formula in floats has it."""
    found = rate(*sample)
    assert found is not None
    assert 0 <= found.low <= found.percent <= found.high <= 100
    (k, n), z = sample, 1.959963984540054
    middle, half = k + z * z / 2, z * sqrt(k * (n - k) / n + z * z / 4)
    assert found.low == pytest.approx(100 * (middle - half) / (n + z * z), abs=0.0051)
    assert found.high == pytest.approx(100 * (middle + half) / (n + z * z), abs=0.0051)


@given(samples, st.integers(2, 50))
def test_a_larger_sample_is_surer(sample: tuple[int, int], times: int) -> None:
    """The same share of more answers has an interval that is not wider."""
    small, large = rate(*sample), rate(sample[0] * times, sample[1] * times)
    assert small is not None
    assert large is not None
    assert round(large.high - large.low, 2) <= round(small.high - small.low, 2)


@given(samples)
def test_who_counts_and_who_does_not_mirror_each_other(sample: tuple[int, int]) -> None:
    """The interval of the others is that of the rate, turned round."""
    found, others = rate(*sample), rate(sample[1] - sample[0], sample[1])
    assert found is not None
    assert others is not None
    assert others.low == pytest.approx(100 - found.high, abs=0.011)


def test_bands_go_by_the_rate_itself() -> None:
    """97.999 % is rounded to 98.00, and is not in the band of 98 % and over."""
    bands = (98, 95)
    numbers = {
        sample: band_of(*sample, bands).number  # type: ignore[union-attr]
        for sample in ((98, 100), (97_999, 100_000), (95, 100), (949, 1000), (0, 1))
    }
    assert [*numbers.values()] == [1, 2, 2, 3, 3]
    assert band_of(0, 0, bands) is None
    assert band_of(1, 1, ()) is None
    names = [band_of(*each, bands).name for each in numbers]  # type: ignore[union-attr]
    assert [each.zh for each in names][:3] == ["98%及以上", "95%至不足98%", "95%至不足98%"]


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 200), max_size=8),
    st.integers(1, 60),
)
def test_what_is_left_over_is_no_small_group(answered: dict[str, int], smallest: int) -> None:
    """No shown group is small; the hidden together are nobody, or as many as a sample, or all."""
    hidden = too_small(answered, smallest)
    assert all(number >= smallest for code, number in answered.items() if code not in hidden)
    together = sum(answered[code] for code in hidden)
    assert together == 0 or together >= smallest or hidden == {*answered}
