"""Small figures about persons are hidden, and cannot be had by subtracting shown ones."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.few import SmallestShown, about_persons
from shared.events.cases.kinds import CaseKind
from shared.http.application import Service
from tests.services.reporting.calling import headers
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger
from tests.shared.http.calling import call

RULE = SmallestShown(10, 5)
ERROR = 2  # of a shown figure, either way
HIDDEN = 12  # the greatest that is hidden
READS, WITH_DETAIL = ("statistics:read",), ("statistics:read", "statistics:detail")
JINSHUI, ZHONGYUAN, ERQI = "410105", "410102", "410103"
KINDS = [each.value for each in CaseKind]
# Persons-times met in the months of 2019, by county and kind: many, few, none.
MET: Mapping[tuple[str, CaseKind, int], int] = {
    (JINSHUI, DETOX, 1): 12, (JINSHUI, DETOX, 2): 17, (JINSHUI, DETOX, 3): 1,
    (JINSHUI, REHAB, 1): 13, (JINSHUI, AT_LARGE, 2): 9, (JINSHUI, REHAB, 4): 18,
    (ZHONGYUAN, DETOX, 1): 22, (ZHONGYUAN, REHAB, 2): 14, (ZHONGYUAN, AT_LARGE, 3): 5,
    (ERQI, DETOX, 1): 2, (ERQI, DETOX, 4): 33,
}  # fmt: skip


def test_only_public_work_is_not_about_persons() -> None:
    """What is new is about persons until it is declared that it is not."""
    assert {code for code, each in INDICATORS.items() if not about_persons(each)} == {
        "articles", "articles_distinct", "article_reads", "surveys_held", "surveys_sample_met",
        "sessions", "attendance", "sessions_by_form", "sessions_by_partner",
        "sessions_by_audience", "key_group_sessions", "sessions_by_campaign",
        "sessions_by_occasion",
        "sessions_by_place_set", "materials", "households_reached", "people_serving",
        "serving_hours", "trainings_held", "training_attendance", "mobilisation_meetings",
        "meeting_attendance", "emergency_duties", "emergency_duty_hours", "people_registered",
        "vehicles_registered", "other_publicity",
        "places", "named_places", "places_to_enter", "place_uses", "place_person_times",
        "sessions_at_places", "activities_at_places", "attendance_at_places", "kinds_entered",
        "places_entered", "meetings_by_compound",
        "campaign_aims", "campaign_households", "campaign_people",
        "campaigns_launched", "campaigns_running", "special_actions", "stations_due_post",
        "stations_understaffed",
    }  # fmt: skip


def test_what_is_shown_of_shares() -> None:
    """That of the rounded parts; hidden where one is small; all of a whole is 100 %."""
    share = INDICATORS["meeting_rate"]
    assert RULE.figure(share, 33, 47) == 77.78  # 35 of 45
    assert RULE.figure(share, 47, 48) == 90.0
    assert RULE.figure(share, 48, 48) == 100.0
    assert RULE.figure(share, 9, 400) is None
    assert RULE.figure(share, 0, 0) is None
    assert RULE.figure(share, 11, 12) is None


@given(st.integers(1, 50), st.integers(1, 20))
def test_no_shown_count_could_be_a_small_one(smallest: int, step: int) -> None:
    """Whatever a place sets, a shown number stands for none below the smallest."""
    rule = SmallestShown(smallest, step)
    for value in range(200):
        shown = rule.count(value)
        assert shown is None or min(value, shown) > smallest
        assert shown is None or abs(shown - value) <= step / 2
        assert shown is None or shown % step == 0
        assert (shown is None) == (value < rule.least - step // 2)
    assert rule.count(rule.least) == rule.least
    assert rule.sign == f"<{rule.least}", "true of all that is hidden"


def possible(total: int | None, others: Sequence[int | None], exact: bool = False) -> set[int]:
    """What a hidden cell may be, by one subtraction: of a total the other cells."""
    if total is None:
        return {*range(HIDDEN + 1)}
    least = most = total
    if not exact:
        least, most = total - ERROR, total + ERROR
    for other in others:
        low, high = (0, HIDDEN) if other is None else (other - ERROR, other + ERROR)
        least, most = least - high, most - low
    return {value for value in range(HIDDEN + 1) if least <= value <= most}


@given(st.integers(1, 9), st.lists(st.integers(0, 60), min_size=1, max_size=12), st.booleans())
def test_one_subtraction_leaves_two_possible_numbers(
    hidden: int, others: list[int], exact: bool
) -> None:
    """Of a total, shown or even exact, and however many cells; the true one among them."""
    total = hidden + sum(others)
    left = possible(total if exact else RULE.count(total), [*map(RULE.count, others)], exact)
    if exact and RULE.count(max(others)) is None and total <= HIDDEN:
        return  # the year's table says small numbers itself
    assert hidden in left
    assert len(left) >= 2


@pytest.fixture
async def met(app: Service) -> Service:
    """The service, with these contacts."""
    ledger = Ledger()
    for (county, kind, month), times in MET.items():
        file = ledger.case(kind, f"{county}001000", opened=date(2019, 1, 1))
        for _ in range(times):
            file.contact(date(2019, month, 5))
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    return app


async def figures(
    app: Service, query: str, actions: Sequence[str] = READS
) -> dict[str, int | None]:
    """What is answered of contacts, by the group's words."""
    asked = f"/v1/statistics?indicators=contacts&{query}"
    answer = await call(app, "GET", asked, headers=headers("4101", actions=tuple(actions)))
    assert answer.status == 200, answer.json()
    rows = answer.json()["rows"]
    assert all("reason" in row for row in rows if row["value"] is None)
    return {"/".join(row["group"].values()): row["value"] for row in rows}


PERIODS = {
    "2019": ("2019-01-01", "2020-01-01"),
    "2019-Q1": ("2019-01-01", "2019-04-01"),
    **{
        f"2019-{month:02}": (f"2019-{month:02}-01", f"2019-{month + 1:02}-01")
        for month in range(1, 12)
    },
    "2019-12": ("2019-12-01", "2020-01-01"),
}
MONTHS = [each for each in PERIODS if len(each) == 7 and "Q" not in each]
REGIONS = ("4101", JINSHUI, ZHONGYUAN, ERQI)


@pytest.mark.postgres
async def test_an_attack_by_subtraction_finds_no_small_number(met: Service) -> None:
    """Over neighbouring periods, regions and values of a dimension, all that is answered at once.

    Every figure is asked for by itself and in every table; each hidden one is then narrowed by
    every sum that it is a part of. Of each small one at least two numbers stay possible.
    """
    shown: dict[tuple[str, str, str], int | None] = {}
    true: dict[tuple[str, str, str], int | None] = {}
    for actions, found in ((READS, shown), (WITH_DETAIL, true)):
        for region, (name, (start, end)) in product(REGIONS, PERIODS.items()):
            query = f"region={region}&from={start}&to={end}"
            [found[region, name, ""]] = (await figures(met, query, actions)).values()
            by_kind = await figures(met, f"{query}&by=kind", actions)
            for kind in KINDS:
                found[region, name, kind] = by_kind.get(kind, 0 if found is true else None)
    by_month = await figures(met, f"region={JINSHUI}&from=2019-01-01&to=2020-01-01&by=month")
    assert by_month == {month: shown[JINSHUI, month, ""] for month in MONTHS}
    by_region = await figures(met, "region=4101&from=2019-01-01&to=2020-01-01&by=region")
    assert by_region == {f"{each}000000": shown[each, "2019", ""] for each in sorted(REGIONS[1:])}
    where = f"region={ERQI}&from=2019-01-01&to=2019-02-01&where=kind:community_detoxification"
    assert [*(await figures(met, where)).values()] == [None]

    assert all(value is None for key, value in shown.items() if (true[key] or 0) < 10)
    small = [key for key, value in true.items() if value in range(1, 10)]
    assert len(small) > 15
    for region, period, kind in small:
        left = {*range(HIDDEN + 1)}
        if region != "4101":
            others = [shown[each, period, kind] for each in REGIONS[1:] if each != region]
            left &= possible(shown["4101", period, kind], others)
        for whole, months in (("2019", MONTHS), ("2019-Q1", MONTHS[:3])):
            if period in months:
                others = [shown[region, each, kind] for each in months if each != period]
                left &= possible(shown[region, whole, kind], others)
        if kind:
            others = [shown[region, period, each] for each in KINDS if each != kind]
            left &= possible(shown[region, period, ""], others)
        assert true[region, period, kind] in left
        assert len(left) >= 2, (region, period, kind, left)


@pytest.mark.postgres
async def test_no_answer_says_more_than_the_figures(met: Service) -> None:
    """Comparisons, ranks and what stands out are made of what is shown; nothing is exact."""
    period = "region=4101&period=2019-Q1"
    own = headers("4101", actions=READS)
    compared = f"/v1/statistics/compare?indicators=contacts&by=region&{period}"
    for asked in (
        compared,
        f"{compared}&boundaries=now",
        f"/v1/statistics/ranking?by=contacts&{period}",
        f"/v1/statistics/outliers?indicators=contacts&by=region&{period}",
    ):
        rows = (await call(met, "GET", asked, headers=own)).json()["rows"]
        values = {row["region"][:6]: row["value"] for row in rows}
        assert (values[JINSHUI], values[ZHONGYUAN], values[ERQI]) == (50, 40, None), asked
        [hidden] = [row for row in rows if row["region"].startswith(ERQI)]
        assert "<15" in hidden["reason"]["en"] or "outliers" in asked
    csv = f"/v1/statistics?indicators=contacts&{period.partition('&')[0]}&from=2019-01-01"
    file = await call(met, "GET", f"{csv}&to=2019-04-01&by=region&format=csv&lang=en", headers=own)
    text = file.body.decode("utf-8-sig")
    assert "410103000000,<15" in text, text
    assert "less than 15" in text


@pytest.mark.postgres
async def test_the_years_table_and_public_work_are_exact(met: Service) -> None:
    """Both are published as they are."""
    own = headers("4101", actions=READS)
    report = await call(met, "GET", f"/v1/reports/annual?region={ERQI}&year=2019", headers=own)
    assert report.json()["rows"][0]["value"] == 35
    asked = f"/v1/statistics?indicators=sessions&region={ERQI}&from=2019-01-01&to=2020-01-01"
    assert (await call(met, "GET", asked, headers=own)).json()["rows"][0]["value"] == 0
