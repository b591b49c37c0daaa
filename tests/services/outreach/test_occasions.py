"""Occasions over HTTP: by date, and for a day; and which codes an activity may carry."""

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from services.outreach.occasion.fields import check_occasion
from tests.services.cases.calls import problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres


def codes(body: dict[str, Any]) -> list[str]:
    """Which occasions an answer has."""
    return [each["code"] for each in body["occasions"]]


async def test_occasions_are_answered_by_date_and_for_a_day(api: Client) -> None:
    """In order, in both languages; a day on the border of a window is in it."""
    year = await api.get("/v1/occasions?from=2025-01-01&to=2026-01-01")
    assert codes(year.body)[:2] == ["spring_festival", "law_and_order_month"]
    qixi = next(each for each in year.body["occasions"] if each["code"] == "qixi")
    assert (qixi["first"], qixi["name"]["zh"], qixi["when"]["zh"]) == (
        *("2025-08-29", "七夕", "农历七月初七"),
    )
    for day, found in (
        ("2025-08-25", []),
        ("2025-08-26", ["qixi"]),
        ("2025-08-30", ["qixi"]),
        ("2025-08-31", []),
        ("2025-06-26", ["anti_drug_day", "anti_drug_month"]),
    ):
        assert codes((await api.get(f"/v1/occasions?on={day}")).body) == found, day
    assert len(codes((await api.get("/v1/occasions")).body)) >= 9, "a year from today on"


async def test_an_activity_in_a_window_is_answered_with_what_it_may_belong_to(api: Client) -> None:
    """On the first and the last day of the window too; of one that names its occasion none."""
    held = {"region": "410102001003", "place_kind": "community", "attendance": 3}
    for day, proposed in (
        ("2025-08-25", []),
        ("2025-08-26", ["qixi"]),
        ("2025-08-30", ["qixi"]),
        ("2025-08-31", []),
        ("2025-06-26", ["anti_drug_day", "anti_drug_month"]),
    ):
        reply = await api.post("/v1/activities", held | {"occurred_on": day})
        assert (reply.status, reply.body["proposed_occasions"]) == (201, proposed), day
    told = held | {"occurred_on": "2025-08-26", "occasion": "qixi"}
    assert (await api.post("/v1/activities", told)).body["proposed_occasions"] == []


async def test_what_cannot_be_asked_is_refused_by_its_field(api: Client) -> None:
    """A span that ends before it begins, years that are not known, and both at once."""
    for asked, parameter in (
        ("from=2025-01-01&to=2025-01-01", "to"),
        ("from=1999-01-01&to=2025-01-01", "to"),
        ("from=1800-01-01", "from"),
        ("on=2300-01-01", "on"),
        ("on=2025-01-01&from=2025-01-01", "on"),
    ):
        refused = problem(await api.get(f"/v1/occasions?{asked}"), 422, "invalid-request")
        assert [each["parameter"] for each in refused["errors"]] == [parameter], asked


def test_a_code_that_no_policy_has_is_refused() -> None:
    """With where the list is; one that there is, is taken."""
    assert check_occasion("humen_day") == "humen_day"
    with pytest.raises(PydanticCustomError) as refused:
        check_occasion("midsummer")
    assert "GET /v1/occasions" in str(refused.value)
