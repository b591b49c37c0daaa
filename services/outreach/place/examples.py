"""The examples of places in the OpenAPI document."""

from typing import Any

from services.outreach.streams import place_stream, place_use_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

PLACE_ID = "0196a1f0-ad80-7c15-9e42-3f6a0d8b5c71"
USE_ID = "0196a1f0-be80-7d26-8f53-4a7b1e9c6d82"
_ENTRY = "0196a1f0-ad81-7e37-a064-5b8c2fad7e93"

ROOM: dict[str, Any] = {"code": "exhibition", "name": "一号展厅"}
PLACE: dict[str, Any] = {
    "region": "410102001003",
    "kind": "training_base",
    "name": "小营街道禁毒教育基地",
    "opened_on": "2018-06-01",
    "place_kind": None,
    "must_enter": False,
    "offers": ["guided_tour"],
    "rooms": [ROOM],
}
CHANGE: dict[str, Any] = {"changed_on": "2019-01-10", "offers": ["guided_tour", "skills_training"]}
_FACTS: dict[str, Any] = {
    "place_id": PLACE_ID,
    **PLACE,
    "place_kind": "",
    "closed_on": None,
    "version": 1,
    "void": False,
}
PLACE_SHOWN = shown(_FACTS)
LISTED = shown(
    {
        "year": 2019,
        "places": [
            {
                **_FACTS,
                "sessions": 3,
                "activities": 5,
                "attendance": 310,
                "uses": 12,
                "person_times": 260,
                "changed_at": "2019-06-28T00:20:11.075412Z",
            }
        ],
        "next": None,
    },
    versioned=False,
)

USE: dict[str, Any] = {
    "place_id": PLACE_ID,
    "occurred_on": "2019-03-14",
    "purpose": "visit",
    "person_times": 45,
}
_USE_FACTS: dict[str, Any] = {
    "use_id": USE_ID,
    "entry_id": "0196a1f0-be81-7f48-b175-6c9d30be8fa4",
    **USE,
    "region": "410102001003",
    "kind": "training_base",
    "place_kind": "",
    "version": 1,
    "void": False,
}
USE_SHOWN = shown(_USE_FACTS)
USES = shown(
    {
        "uses": [{**_USE_FACTS, "changed_at": "2019-03-15T00:20:11.075412Z", "own": True}],
        "next": None,
        "read_at": "2019-06-28T01:02:45.918320Z",
    },
    versioned=False,
)


def wrote(version: int, **more: str) -> Answers:
    """The answers to a write to the place of the examples."""
    position = in_plain(place_stream(PLACE_ID), version)
    body = {**more, "entry_id": _ENTRY, "version": version, "position": position}
    return {**written(body), **responses(409)}


def wrote_use(version: int, **more: str) -> Answers:
    """The answers to a write to the use of the examples."""
    position = in_plain(place_use_stream(USE_ID), version)
    body = {**more, "entry_id": _USE_FACTS["entry_id"], "version": version, "position": position}
    return {**written(body), **responses(409)}
