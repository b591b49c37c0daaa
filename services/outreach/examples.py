"""The examples of this service's OpenAPI document."""

from typing import Any

from shared.openapi import shown, written

ACTIVITY_ID = "0196a1f0-8b00-7d47-a5e2-0c9f3b6d1a84"
PUBLICATION_ID = "0196a1f0-9c80-7e63-b7f4-5d8a2c0e9b17"
_SESSION_ENTRY = "0196a1f0-8b01-7a35-9d08-e4b7f25c6130"
_ARTICLE_ENTRY = "0196a1f0-9c81-7c92-8a6d-1f3e7b40d5c8"
_VOID_ENTRY = "0196a1f1-2d00-7f16-b3c9-84a05e7d2f6b"

SESSION: dict[str, Any] = {
    "region": "410102001003",
    "occurred_on": "2019-06-26",
    "place_kind": "school",
    "attendance": 320,
    "forms": ["boards", "lecture"],
    "partners": ["police_station"],
    "occasion": "anti_drug_day",
    "topic": "国际禁毒日校园宣传",
}
ARTICLE: dict[str, Any] = {
    "region": "410102001003",
    "occurred_on": "2019-06-27",
    "channel": "website",
    "title": "国际禁毒日宣传活动走进校园",
}


def _written(stream: str, entry_id: str, version: int) -> dict[str, Any]:
    return {"entry_id": entry_id, "version": version, "position": f"{stream}@{version}"}


_SESSION_STREAM = f"activity-{ACTIVITY_ID}"
_ARTICLE_STREAM = f"publication-{PUBLICATION_ID}"
SESSION_WRITTEN = written(
    {"activity_id": ACTIVITY_ID, **_written(_SESSION_STREAM, _SESSION_ENTRY, 1)}
)
ARTICLE_WRITTEN = written(
    {"publication_id": PUBLICATION_ID, **_written(_ARTICLE_STREAM, _ARTICLE_ENTRY, 1)}
)
SESSION_VOID = written(_written(_SESSION_STREAM, _VOID_ENTRY, 2))
ARTICLE_VOID = written(_written(_ARTICLE_STREAM, _VOID_ENTRY, 2))
_STANDING = {"version": 1, "void": False}
SESSION_SHOWN = shown(
    {**SESSION, "activity_id": ACTIVITY_ID, "entry_id": _SESSION_ENTRY, **_STANDING}
)
ARTICLE_SHOWN = shown(
    {**ARTICLE, "publication_id": PUBLICATION_ID, "entry_id": _ARTICLE_ENTRY, **_STANDING}
)
