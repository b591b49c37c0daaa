"""Figures over HTTP that need more than a sum: shares of persons, attributes of several values."""

from datetime import date
from typing import Any

import pytest

from shared.http.application import Service
from shared.ids import new_id
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, REHAB, Ledger
from tests.services.reporting.reading import settle

pytestmark = pytest.mark.postgres

COUNTIES = ("410102000000", "410105000000")


async def values(app: Service, indicator: str, query: str = "") -> Any:
    """An indicator's values of the first quarter of 2019 in the city, by the text of the group."""
    period = "from=2019-01-01&to=2019-04-01"
    address = f"/v1/statistics?indicators={indicator}&region=4101&{period}{query}"
    answered = await get(app, address)
    assert answered.status == 200, answered.body
    return {"/".join(row["group"].values()): row["value"] for row in answered.json()["rows"]}


async def test_persons_met_of_persons_in_programme(app: Service) -> None:
    """Each person once above; by month the stock below is that of each month's end."""
    ledger, twice = Ledger(), new_id()
    detox = ledger.case(DETOX, opened=date(2018, 5, 1), client_id=twice)
    detox.end(date(2019, 2, 10))
    rehab = ledger.case(REHAB, opened=date(2019, 2, 10), client_id=twice)
    other = ledger.case(REHAB, opened=date(2019, 2, 20))
    elsewhere = ledger.case(DETOX, COMMUNITY, opened=date(2019, 3, 5))
    at_large = ledger.case(AT_LARGE)
    detox.contact(date(2019, 1, 7))
    rehab.contact(date(2019, 2, 11), "office")
    rehab.contact(date(2019, 2, 12))
    other.contact(date(2019, 2, 25), "phone")
    ledger.void(other.contact(date(2019, 2, 26)))
    at_large.contact(date(2019, 2, 27))
    elsewhere.contact(date(2019, 3, 6), "office")
    await app.state.consumer.apply("cases", 0, 0, ledger.events)

    code = "share_of_clients_met"
    assert await values(app, code) == {"": 66.67}
    assert await values(app, code, "&by=month") == {
        "2019-01": 100.0,
        "2019-02": 50.0,
        "2019-03": 33.33,
    }
    assert await values(app, code, "&by=region") == {COUNTIES[0]: 50.0, COUNTIES[1]: 100.0}
    # Nobody was in a programme there before March: a group without a denominator is left out.
    assert await values(app, code, "&by=region,month") == {
        f"{COUNTIES[0]}/2019-01": 100.0,
        f"{COUNTIES[0]}/2019-02": 50.0,
        f"{COUNTIES[0]}/2019-03": 0.0,
        f"{COUNTIES[1]}/2019-03": 100.0,
    }
    by_kind = {"community_detoxification": 200.0, "community_rehabilitation": 50.0}
    assert await values(app, code, "&by=kind") == by_kind
    assert await values(app, code, "&where=kind:community_rehabilitation") == {"": 50.0}
    await settle(app.state.pool)
    # A phone call, then a meeting, then its void: `other` was met for a moment.
    for event, share in zip(ledger.events[-5:-2], (33.33, 66.67, 33.33), strict=True):
        moment = event.recorded_at.isoformat().replace("+00:00", "Z")
        assert await values(app, code, f"&as_of={moment}") == {"": share}


async def test_a_share_is_declared_with_both_ways_of_counting(app: Service) -> None:
    """It is grouped by what both its parts have: a stock of clients has no mode of contact."""
    indicators = (await get(app, "/v1/indicators")).json()["indicators"]
    declared = {each["code"]: each for each in indicators}
    share = declared["share_of_clients_met"]
    assert (share["counting"], share["denominator_counting"]) == ("persons", "stock")
    assert [dimension["code"] for dimension in share["dimensions"]] == ["kind", "group"]
    assert declared["test_rate"]["denominator_counting"] == "sum"
    assert declared["contacts"]["denominator_counting"] is None
    asked = await get(
        app,
        "/v1/statistics?indicators=share_of_clients_met&region=4101"
        "&from=2019-01-01&to=2019-04-01&by=mode",
    )
    assert asked.status == 422


async def test_sessions_by_form_and_by_partner(app: Service) -> None:
    """A session in two forms is one session and counts for both; a void takes all of it back."""
    ledger = Ledger()
    day = date(2019, 3, 4)
    ledger.session(day, forms=("leaflets", "lecture"), partners=("youth_league",))
    ledger.session(day, forms=("leaflets",), region=COMMUNITY)
    ledger.session(day)
    ledger.void(
        ledger.session(
            day,
            forms=("leaflets", "boards"),
            partners=("police_station", "youth_league", "trade_union", "womens_federation"),
        )
    )
    await app.state.consumer.apply("outreach", 0, 0, ledger.events)
    assert await values(app, "sessions") == {"": 3}
    assert await values(app, "sessions_by_form", "&by=form") == {"leaflets": 2, "lecture": 1}
    by_region = {f"{COUNTIES[0]}/leaflets": 1, f"{COUNTIES[0]}/lecture": 1}
    assert await values(app, "sessions_by_form", "&by=region,form") == {
        **by_region,
        f"{COUNTIES[1]}/leaflets": 1,
    }
    assert await values(app, "sessions_by_form", "&where=form:lecture") == {"": 1}
    assert await values(app, "sessions_by_partner", "&by=partner") == {"youth_league": 1}
