"""Calls that services/cases refuses: bad fields, unknown regions, callers without the right."""

from typing import Any

import pytest

from tests.services.cases.calls import CONTACT, a_case, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres


BAD = [
    ({"occurred_on": "2099-01-01"}, "/occurred_on", "future_date"),
    ({"occurred_on": "2019-02-30"}, "/occurred_on", "bad_date"),
    ({"occurred_on": 20190301}, "/occurred_on", "bad_date"),
    ({"occurred_on": "2019-03-01T00:00:00"}, "/occurred_on", "bad_date"),
    ({"mode": "pigeon"}, "/mode", "not_a_choice"),
    ({"surprise": 1}, "/surprise", "unknown_field"),
    ({"note": 7}, "/note", "not_text"),
    ({"note": "x\x00"}, "/note", "bad_character"),
    ({"note": "  "}, "/note", "missing_value"),
    ({"worker": "\u3164"}, "/worker", "missing_value"),
]


@pytest.mark.parametrize(("change", "pointer", "reason"), BAD, ids=[b[2] for b in BAD])
async def test_a_bad_field_is_named(
    api: Client, change: dict[str, Any], pointer: str, reason: str
) -> None:
    """The field, its fault and the way out, in both languages, and never the value."""
    case = await a_case(api)
    reply = await api.post(f"/v1/cases/{case}/contacts", {**CONTACT, **change})
    (error,) = problem(reply, 422, "invalid-request")["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, reason)
    assert error["detail"]
    assert error["detail_zh"]


@pytest.mark.parametrize("region", ["999999999999", "41010200100", "410102000003", "郑州"])
async def test_an_unknown_region_is_refused(api: Client, region: str) -> None:
    """A region has twelve digits and exists."""
    reply = await api.post("/v1/workstations", {"region": region, "name": "某站"})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_region"


async def test_who_may_not_is_turned_away(api: Client) -> None:
    """No token, a malformed one, a foreign one: 401; without the action: 403."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    for bad in ("", "Bearer", "Bearer x.y.z", "Basic abc", f"Bearer {api.token[:-4]}AAAA"):
        assert (await api.get(path, Authorization=bad)).status == 401, bad
    reader = api.as_agency("agency", "41", actions=("cases:read",))
    assert (await reader.post(f"{path}/contacts", CONTACT)).status == 403
    assert (await api.get(f"{path}?surprise=1")).status == 400
