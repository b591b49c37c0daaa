"""The examples of posts in the OpenAPI document."""

from typing import Any

from services.cases.case import examples as case_examples
from services.cases.streams import post_stream
from services.cases.workstation.examples import WORKSTATION_ID
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

POST_ID = "0196a1f0-5e00-7b42-a4d3-8f9e21c8b731"
REGION = "410102001000"
PROVIDER = case_examples.PROVIDER  # it provides the workers of the post
WORKER_ID = "0196a1f0-5e02-7d64-86f5-ab1043e4d953"  # one of them
_ENTRY_ID = "0196a1f0-5e01-7c53-b5e4-9a0f32d9c842"

FACTS: dict[str, Any] = {
    "post_id": POST_ID,
    "agency": case_examples.AGENCY,
    "own": True,
    "provider": PROVIDER,
    "region": REGION,
    "bought_on": "2017-12-01",
    "since": "2018-01-01",
    "until": "2021-01-01",
    "funds": "city",
    "year": 2017,
    "reference": "",
    "workstation_id": None,
    "worker_id": None,
    "ended_on": None,
}
POST_SHOWN = shown(
    {
        **FACTS,
        "placements": [],
        "fillings": [],
        "bought_in": REGION,
        "ended_for": None,
        "version": 1,
    }
)
LISTED = shown({"posts": [FACTS], "next": None}, versioned=False)
DUE = shown({"due_at": 100, "workstations": []}, versioned=False)
PLACED = {"workstation_id": WORKSTATION_ID, "placed_on": "2018-01-01"}


def wrote(version: int, **more: str) -> Answers:
    """The answers to a write to the post of the examples."""
    body = {
        **more,
        "entry_id": _ENTRY_ID,
        "version": version,
        "position": in_plain(post_stream(POST_ID), version),
    }
    return {**written(body), **responses(409)}
