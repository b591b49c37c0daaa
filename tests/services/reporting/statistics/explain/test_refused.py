"""What cannot be opened, by whom, and when."""

from datetime import UTC, datetime

import pytest

from shared.http.application import Service
from tests.services.reporting.calling import ACTIONS, get, headers
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.statistics.explain.calling import DAY, OPEN, opened
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("indicator=moons", 422, "unknown_indicator"),
        ("indicator=contacts&part=denominator", 422, "no_denominator"),
        ("indicator=contacts&part=both", 422, None),
        ("indicator=contacts&group=mode", 422, "bad_format"),
        ("indicator=contacts&group=mode:phone&group=mode:office", 422, "bad_format"),
        ("indicator=contacts&group=mode:moon", 422, "unknown_dimension"),
        ("indicator=contacts&group=colour:red", 422, "unknown_dimension"),
        ("indicator=test_rate&group=result:negative", 422, "unknown_dimension"),
        ("indicator=contacts&group=month:2019", 422, "bad_format"),
        ("indicator=contacts&group=month:2019-13", 422, "bad_format"),
        ("indicator=contacts&group=month:2020-01", 422, "outside_period"),
        ("indicator=contacts&group=month:2019-01&group=quarter:2019-Q2", 422, "outside_period"),
        ("indicator=contacts&group=region:420102000000", 422, "not_just_below"),
        ("indicator=contacts&group=region:410102001000", 422, "not_just_below"),
        ("indicator=contacts&group=region:41%C2%B2102", 422, "not_just_below"),
        ("indicator=contacts&person=abc", 422, "no_persons"),
        ("indicator=clients&voided=include", 422, "of_a_stock"),
        ("indicator=contacts&limit=0", 422, None),
        ("indicator=contacts&limit=201", 422, None),
        ("indicator=contacts&format=xml", 422, None),
        ("indicator=contacts&as_of=2019-01-01", 422, "bad_time"),
        ("indicator=contacts&colour=red", 400, "unknown_parameter"),
        ("indicator=contacts&min_position=case-1", 400, "not_a_position"),
    ],
)  # fmt: skip
async def test_what_cannot_be_opened(
    app: Service, query: str, status: int, reason: str | None
) -> None:
    """A problem names the parameter and the way out, in both languages."""
    answer = await get(app, f"{OPEN}&{query}")
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    [error] = answer.json()["errors"]
    assert reason in (None, error["reason"])
    assert error["detail"]
    assert error["detail_zh"]


async def test_only_with_the_action_and_in_the_own_regions(app: Service) -> None:
    """Nothing is opened with statistics:read alone; what is out of scope does not exist."""
    asked = f"{OPEN}&indicator=contacts"
    for actions in (["statistics:read"], ["statistics:detail"], ["cases:read"]):
        refused = await call(app, "GET", asked, headers=headers(actions=actions))
        assert refused.status == 403
        assert refused.json()["type"] == "/problems/action-not-allowed"
    assert (await call(app, "GET", asked, headers=headers(actions=ACTIONS))).status == 200
    for region in ("4201", "41"):
        elsewhere = asked.replace("region=4101", f"region={region}")
        assert (await get(app, elsewhere)).status == 404
    street = await call(app, "GET", asked, headers=headers("410102001", actions=ACTIONS))
    assert street.status == 404


async def test_a_moment_that_is_not_settled_is_not_opened(app: Service) -> None:
    """Never fewer rows than there are: 503 until all that was recorded until then is counted."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    for form in ("", "&format=csv"):
        asked = f"{OPEN}&indicator=contacts&as_of=2020-01-05T00:00:00Z{form}"
        assert (await get(app, asked)).status == 503


async def test_a_period_that_is_not_over_counts_until_today(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, as that of the figure does."""
    pages = "services.reporting.statistics.explain.pages.utc_now"
    monkeypatch.setattr(pages, lambda: datetime(2019, 5, 2, tzinfo=UTC))
    assert (await opened(app, "indicator=contacts"))["until"] == "2019-05-02"
