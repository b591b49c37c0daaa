"""The pieces of a page by themselves: numbers, moments, addresses, where one begins."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from services.reporting.dashboard.asked import Asked, Written
from services.reporting.dashboard.freshness import State, Verified, moment
from services.reporting.dashboard.home import home_of
from services.reporting.dashboard.numbers import change, shown, with_unit
from services.reporting.statistics.completeness import Completeness
from services.reporting.statistics.spans import span_named
from shared.agencies import AgencyKind
from shared.http.problems import Problem
from shared.identity.claims import Caller
from tests.services.reporting.calling import ACTIONS

NOW = datetime(2026, 11, 29, 17, 30, tzinfo=UTC)  # in China the 30th has begun


def test_figures_as_people_read_them() -> None:
    """Thousands apart, no noughts behind the point, a dash for a share of nothing."""
    assert shown(1234567) == "1,234,567"
    assert shown(0) == "0"
    assert shown(0.0, "%") == "0 %"
    assert shown(100.0, "%") == "100 %"
    assert shown(33.3, "%") == "33.3 %"
    assert shown(1e6) == "1,000,000"
    assert shown(None, "%") == "–"
    assert with_unit(None, "人", "zh") == "<15", "there is a number, which is too small to be shown"
    assert with_unit(3, "人", "zh") == "3 人"
    assert with_unit(50.0, "%", "en") == "50 %"


@pytest.mark.parametrize(
    ("value", "before", "unit", "expected"),
    [
        (3, 0, "人", None),
        (None, 3, "人", None),
        (3, None, "%", None),
        (0, 3, "人", "−100 %"),
        (3, 3, "人", "±0 %"),
        (1005, 1000, "人", "+0.5 %"),
        (104, 100, "人", "+4 %"),
        (1115, 1000, "人", "+12 %"),
        (66.67, 33.33, "%", "+33.34 points"),
        (80.0, 80.0, "%", "±0 points"),
    ],
)
def test_what_has_changed(value: Any, before: Any, unit: str, expected: str | None) -> None:
    """Shares in points, all else in per cent, nothing where there is nothing to compare with."""
    assert change(value, before, unit, "en") == expected


def test_a_moment_is_said_by_the_day_in_china() -> None:
    """Today, yesterday, or the date."""
    assert moment(datetime(2026, 11, 29, 16, 5, tzinfo=UTC), NOW, "en") == "00:05 today"
    assert moment(datetime(2026, 11, 29, 15, 59, tzinfo=UTC), NOW, "zh") == "昨天23:59"
    assert moment(datetime(2026, 11, 28, 15, 59, tzinfo=UTC), NOW, "zh") == "2026-11-28 23:59"


def test_the_foot_of_a_page_says_how_complete_it_is() -> None:
    """Complete, late or not known; proved equal, found to differ, or never proved."""
    whole = State(Completeness(True), NOW, Verified(NOW, equal=True)).words(NOW, "en")
    assert whole["ok"] is True
    assert whole["counted"] == "Counted up to 01:30 today"
    assert "equal" in str(whole["verified"])
    unknown = State(Completeness(None), None).words(NOW, "zh")
    assert unknown["ok"] is False
    assert "无法确认" in str(unknown["counted"])
    assert "尚未" in str(unknown["verified"])
    late = State(Completeness(False, 60.0), NOW, Verified(NOW, equal=False)).words(NOW, "zh")
    assert late["ok"] is False
    assert "不一致" in str(late["verified"])


def asked(as_of: date | None = None, period: str = "2026-11") -> Asked:
    """A view of a county."""
    return Asked(
        path="/regions",
        region="410105000000",
        span=span_named(period),
        as_of=as_of,
        language="en",
        now=NOW,
        more=(("indicator", "articles"), ("where", "a:b")),
    )


def test_an_address_says_all_of_a_view() -> None:
    """Short codes; words of a view stay in it and do not go on to others."""
    own = "/regions?region=410105&period=2026-11&lang=en&indicator=articles&where=a%3Ab"
    assert asked().address() == own
    assert asked().address("/clients") == "/clients?region=410105&period=2026-11&lang=en"
    assert asked().address(indicator="", where="", language="zh").endswith("2026-11&lang=zh")
    assert "region=4101&" in asked().address(region="410100000000")
    assert "as_of=2026-11-02" in asked(date(2026, 11, 2)).address("/year")


def test_only_days_that_have_come_count() -> None:
    """Up to today in China, or up to the day as of which it is asked."""
    assert asked().days.name == "2026-11"
    assert asked().until == date(2026, 11, 30), "today is not over"
    assert asked(period="2026-10").until is None
    assert asked(date(2026, 11, 29), "2026-11-29").until is None
    assert asked(period="2026-Q4").until == date(2026, 11, 30)
    assert asked(date(2026, 11, 2)).days.last_day == date(2026, 11, 2)
    moment_of = asked(date(2026, 11, 2)).moment
    assert moment_of is not None
    assert moment_of.isoformat() == "2026-11-02T23:59:59.999999+08:00"


def test_the_period_of_an_address() -> None:
    """The present one where none is said; none that begins after all that is known."""
    assert Written(None, None, None, "en").span(NOW).name == "2026-11"
    assert Written(None, None, date(2025, 2, 3), "en").span(NOW, "year").name == "2025"
    assert Written(None, "2026-11-30", None, "en").span(NOW).name == "2026-11-30"
    for period, as_of in (
        ("2026-12", None),
        ("2026-12-01", None),
        ("2026-03", date(2026, 2, 28)),
        ("26-03", None),
    ):
        with pytest.raises(Problem) as refused:
            Written(None, period, as_of, "en").span(NOW)
        assert refused.value.errors[0].parameter == "period"
    for day in (date(2026, 11, 30), date(2027, 1, 1)):
        with pytest.raises(Problem):
            Written(None, None, day, "en").check_day(NOW)
    Written(None, None, date(2026, 11, 29), "en").check_day(NOW)


class Tree:
    """A database that knows which regions have figures below others."""

    def __init__(self, *regions: str) -> None:
        self._below: dict[str, set[str]] = {}
        for region in regions:
            codes = ["", *(region[:n].ljust(12, "0") for n in (2, 4, 6, 9, 12) if len(region) >= n)]
            for parent, child in pairwise(codes):
                self._below.setdefault(parent, set()).add(child)

    async def fetch(self, _: str, parent: str, *_within: object) -> list[tuple[str]]:
        """The regions just below one."""
        return [(code,) for code in sorted(self._below.get(parent, ()))]


def caller(*regions: str, actions: Sequence[str] = ACTIONS) -> Caller:
    """Who may see some regions."""
    kind = AgencyKind.ANTI_DRUG_OFFICE
    return Caller("tests", regions, frozenset(actions), kind=kind)


@pytest.mark.parametrize(
    ("figures", "own", "home"),
    [
        (("410105", "410102"), ("41",), ["41"]),
        (("410105", "410102"), ("41", "33"), ["4101"]),
        (("410105",), ("41", "33"), ["410105"]),
        (("410105", "330102"), ("41", "33"), ["33", "41"]),
        (("410105", "410102"), ("410102", "410105"), ["410102", "410105"]),
        (("410105001", "410105002"), ("41", "33"), ["410105"]),
        (("410105001003",), ("41", "33"), ["410105001003"]),
        ((), ("41", "33"), ["41", "33"]),
    ],
)
async def test_one_begins_where_all_is_that_one_may_see(
    figures: tuple[str, ...], own: tuple[str, ...], home: list[str]
) -> None:
    """In the smallest region that holds it; several are there to choose from."""
    found = await home_of(Tree(*figures), caller(*own))  # type: ignore[arg-type]
    assert found == [code.ljust(12, "0") for code in home]


async def test_nobody_begins_where_one_may_not_look() -> None:
    """All there is may be in one street: without statistics:detail one begins with its county."""
    reader = caller("41", "33", actions=("statistics:read",))
    found = await home_of(Tree("410105001003"), reader)  # type: ignore[arg-type]
    assert found == ["410105000000"]
