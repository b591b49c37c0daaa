"""The examples of questionnaires in the OpenAPI document."""

from typing import Any
from uuid import UUID

from services.outreach.streams import questionnaire_stream
from shared.http.openapi import Answers, shown, written
from shared.http.problems import responses
from shared.positions import in_plain

QUESTIONNAIRE_ID = "0196a1f0-a100-7c15-9e2b-3d4f5a6b7c8d"
CODE = "city-awareness"
_ENTRY_ID = "0196a1f0-a101-7d26-8f3c-4e5a6b7c8d9e"

EDITION: dict[str, Any] = {
    "title": "居民禁毒知识问卷",
    "questions": [
        {
            "code": "hotline",
            "text": "发现涉毒线索应如何举报？",
            "choices": [
                {"code": "a", "text": "拨打110", "right": True},
                {"code": "b", "text": "不予理会", "right": False},
            ],
            "several": False,
        },
        {
            "code": "synthetic",
            "text": "下列哪些属于毒品？",
            "choices": [
                {"code": "a", "text": "冰毒", "right": True},
                {"code": "b", "text": "氯胺酮（K粉）", "right": True},
                {"code": "c", "text": "阿司匹林", "right": False},
            ],
            "several": True,
        },
    ],
    "enough": 2,
}
NEW: dict[str, Any] = {
    "code": CODE,
    "region": "410100000000",
    "surveyed": "awareness",
    **EDITION,
}
_LISTED: dict[str, Any] = {
    "questionnaire_id": QUESTIONNAIRE_ID,
    "code": CODE,
    "agency": "anti-drug-office",
    "region": "410100000000",
    "surveyed": "awareness",
    "title": EDITION["title"],
    "edition": 1,
    "published_on": "2019-05-06",
}
SHOWN = shown({**NEW, **_LISTED, "version": 1})
LISTED = shown({"questionnaires": [_LISTED], "next": None}, versioned=False)


def wrote(version: int, **more: str) -> Answers:
    """The answers to a write to the questionnaire of the examples."""
    stream = questionnaire_stream(UUID(QUESTIONNAIRE_ID))
    body = {
        **more,
        "entry_id": _ENTRY_ID,
        "version": version,
        "position": in_plain(stream, version),
    }
    return {**written(body), **responses(409)}
