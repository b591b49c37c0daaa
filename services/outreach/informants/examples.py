"""The examples of informants in the OpenAPI document."""

from typing import Any

from services.outreach.streams import informants_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

REGION = "410102001003"
COUNT: dict[str, Any] = {"region": REGION, "occurred_on": "2019-03-31", "number": 18}
COUNTS = shown({"region": REGION, "counts": [{"occurred_on": "2019-03-31", "number": 18}]})
LISTED = shown({"communities": [COUNT], "next": None}, versioned=False)


def wrote(version: int) -> Answers:
    """The answers to a write about the community of the examples."""
    body = {
        "entry_id": "0196a1f0-cf80-7a59-8e86-7dae41cf90b5",
        "version": version,
        "position": in_plain(informants_stream(REGION), version),
    }
    return {**written(body), **responses(409)}
