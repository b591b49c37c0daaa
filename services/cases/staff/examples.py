"""The examples of workers in the OpenAPI document."""

from typing import Any

from services.cases.streams import worker_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

WORKER_ID = "0196a1f0-5d00-7a41-b3c2-9e8f10d7a620"
REGION = "410102001000"
NAME = "社工示例"
TAKER_ID = "0196a1f0-5d06-7f55-9b7a-94dafce83064"
ABSENCE_ID = "0196a1f0-5d03-7c22-8e4d-61a7c9b50f31"
QUALIFICATION_ID = "0196a1f0-5d04-7d33-9f5e-72b8dac61f42"
TRAINING_ID = "0196a1f0-5d05-7e44-8a6f-83c9ebd72f53"
_ENTRY_ID = "0196a1f0-5d01-7b10-9c3d-52b7f8a40e11"

FACTS: dict[str, Any] = {
    "worker_id": WORKER_ID,
    "region": REGION,
    "employment": "social_worker",
    "field": "community",
    "joined_on": "2019-01-02",
    "left_on": None,
    "workstation_id": None,
    "unit": "",
    "area": None,
}
WORKER_SHOWN = shown(
    {
        **FACTS,
        "user_known": False,
        "id_number_known": False,
        "qualifications": [],
        "trainings": [],
        "absences": [],
        "served": [
            {
                "region": REGION,
                "employment": "social_worker",
                "field": "community",
                "since": "2019-01-02",
                "until": None,
                "area": None,
            }
        ],
        "left_for": None,
        "version": 1,
    }
)
LISTED = shown({"workers": [FACTS], "next": None}, versioned=False)
NAMES = shown(
    {"workers": [{"worker_id": WORKER_ID, "name": NAME}], "next": None},
    versioned=False,
    personal=True,
)
MINE = shown({"worker_id": None}, versioned=False)
ABSENCES = shown({"absences": [], "next": None}, versioned=False)
_LOAD = {"worker_id": WORKER_ID, "cases": 0, "allowed": 30, "over": 0}
CASELOAD = shown({**_LOAD, "serves": [], "next": None}, versioned=False)
_SERVES = {"agency": "410102-anti-drug-office", "region": REGION, "employment": "social_worker"}
CASELOADS = shown({"workers": [{**_LOAD, **_SERVES}], "next": None}, versioned=False)
HANDED_OVER: Answers = {
    207: {
        "description": "An outcome for each case",
        "content": {"application/json": {"example": {"outcomes": []}}},
    },
    **responses(404),
}


def wrote(version: int, **more: str) -> Answers:
    """The answers to a write to the worker of the examples."""
    body = {
        **more,
        "entry_id": _ENTRY_ID,
        "version": version,
        "position": in_plain(worker_stream(WORKER_ID), version),
    }
    return {**written(body), **responses(409)}


NAME_SHOWN = shown({"worker_id": WORKER_ID, "name": NAME}, versioned=False, personal=True)
