"""The examples of surveys in the OpenAPI document."""

from typing import Any
from uuid import UUID

from services.outreach.questionnaire.examples import CODE, QUESTIONNAIRE_ID
from services.outreach.streams import survey_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

SURVEY_ID = "0196a1f0-b200-7a37-8d4e-5f6a7b8c9d0e"
HELD_ID = "0196a1f0-b300-7d60-8e71-8c9d0e1f2a3b"
ANSWERS_ID = "0196a1f0-b202-7c59-af60-7b8c9d0e1f2a"
_ENTRY_ID = "0196a1f0-b201-7b48-9e5f-6a7b8c9d0e1f"

PLAN: dict[str, Any] = {
    "region": "410102000000",
    "questionnaire": CODE,
    "edition": 1,
    "title": "2019年上半年居民禁毒知识知晓率调查",
    "since": "2019-06-01",
    "until": "2019-06-30",
    "planned": [
        {"audience": "students", "number": 200},
        {"audience": "residents", "number": 300},
    ],
}
GROUPS: list[dict[str, Any]] = [
    {"audience": "students", "answered": 210, "counting": 205},
    {"audience": "residents", "answered": 300, "counting": 282},
]
HELD: dict[str, Any] = {**PLAN, "groups": GROUPS}
ANSWERS: dict[str, Any] = {
    "occurred_on": "2019-06-20",
    "sheets": [{"audience": "students", "answers": {"hotline": ["a"], "synthetic": ["a", "b"]}}],
}
_LISTED: dict[str, Any] = {
    "survey_id": SURVEY_ID,
    "region": PLAN["region"],
    "questionnaire_id": QUESTIONNAIRE_ID,
    "edition": 1,
    "surveyed": "awareness",
    "title": PLAN["title"],
    "since": PLAN["since"],
    "until": PLAN["until"],
    "state": "closed",
    "version": 4,
    "own": True,
}
_RATE = {"percent": 97.62, "low": 94.54, "high": 98.98}
_BAND = {"number": 2, "name": "95% to under 98%", "name_zh": "95%至不足98%"}
SHOWN = shown(
    {
        **_LISTED,
        "planned": PLAN["planned"],
        "smallest_sample": 30,
        "groups": [
            {
                "audience": "students",
                "planned": 200,
                "answered": 210,
                "counting": 205,
                "rate": _RATE,
                "band": _BAND,
            }
        ],
        "whole": {
            "planned": 500,
            "answered": 510,
            "counting": 487,
            "rate": {"percent": 95.49, "low": 93.32, "high": 96.98},
            "band": _BAND,
        },
        "choices": [{"question": "hotline", "choice": "a", "number": 1}],
        "batches": [
            {"entry_id": ANSWERS_ID, "occurred_on": "2019-06-20", "groups": GROUPS},
        ],
    }
)
LISTED = shown(
    {
        "surveys": [{**_LISTED, "changed_at": "2019-07-02T00:20:11.075412Z"}],
        "next": None,
        "read_at": "2019-07-02T01:02:45.918320Z",
    },
    versioned=False,
)


def wrote(version: int, entry_id: str = _ENTRY_ID) -> Answers:
    """The answers to a write to the survey of the examples."""
    body = {
        "entry_id": entry_id,
        "version": version,
        "position": in_plain(survey_stream(UUID(SURVEY_ID)), version),
    }
    return {**written(body), **responses(409)}


def entered(version: int, survey_id: str = SURVEY_ID) -> Answers:
    """The answers to the entry of a survey."""
    body = {
        "survey_id": survey_id,
        "entry_id": _ENTRY_ID,
        "version": version,
        "position": in_plain(survey_stream(UUID(survey_id)), version),
    }
    return {**written(body), **responses(409)}
