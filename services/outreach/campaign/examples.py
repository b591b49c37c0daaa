"""The examples of campaigns in the OpenAPI document."""

from typing import Any
from uuid import UUID

from services.outreach.streams import campaign_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

CAMPAIGN_ID = "0196a1f0-9a00-7c11-8d22-5e6f7a8b9c0d"
_ENTRY = "0196a1f0-9a01-7d33-9e44-6f7a8b9c0d1e"

DRAFT: dict[str, Any] = {
    "region": "410102000000",
    "code": "2019-june",
    "name": "6·26宣传月",
    "kind": "campaign",
    "since": "2019-06-01",
    "until": "2019-07-01",
    "aims": {"sessions": 40, "households": 2000},
}
LONGER: dict[str, Any] = {**DRAFT, "until": "2019-07-08"}
AIMS = {
    "sessions": 40,
    "place_kinds": None,
    "people": None,
    "households": 2000,
    "contacts": None,
    "tests": None,
    "assessments": None,
}
_LISTED: dict[str, Any] = {
    **LONGER,
    "aims": AIMS,
    "campaign_id": CAMPAIGN_ID,
    "state": "launched",
    "launched_on": "2019-05-20",
    "ending": None,
    "version": 3,
    "own": True,
}
CAMPAIGN_SHOWN = shown(
    {
        **_LISTED,
        "progress": [
            {"of": "sessions", "aim": 40, "reached": 17},
            {"of": "place_kinds", "aim": None, "reached": 6},
            {"of": "people", "aim": None, "reached": 2310},
            {"of": "households", "aim": 2000, "reached": 860},
        ],
    }
)
CAMPAIGNS = shown({"campaigns": [_LISTED], "next": None}, versioned=False)


def wrote(version: int, **more: str) -> Answers:
    """The answers to a write to the campaign of the examples."""
    position = in_plain(campaign_stream(UUID(CAMPAIGN_ID)), version)
    body = {**more, "entry_id": _ENTRY, "version": version, "position": position}
    return {**written(body), **responses(409)}
