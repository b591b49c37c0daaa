"""The examples of articles in the OpenAPI document."""

from typing import Any

from shared.http.openapi import shown, written

PUBLICATION_ID = "0196a1f0-9c80-7e63-b7f4-5d8a2c0e9b17"
_STREAM = f"publication-{PUBLICATION_ID}"
_ENTRY = "0196a1f0-9c81-7c92-8a6d-1f3e7b40d5c8"

ARTICLE: dict[str, Any] = {
    "region": "410102001003",
    "occurred_on": "2019-06-27",
    "channel": "website",
    "title": "国际禁毒日宣传活动走进校园",
    "link": "https://www.example.org/2019/06/27/article.html",
    "reads": 1200,
    "same_as": None,
}

ARTICLE_WRITTEN = written(
    {"publication_id": PUBLICATION_ID, "entry_id": _ENTRY, "version": 1, "position": f"{_STREAM}@1"}
)
ARTICLE_VOID = written(
    {
        "entry_id": "0196a1f1-2d00-7f16-b3c9-84a05e7d2f6b",
        "version": 2,
        "position": f"{_STREAM}@2",
    }
)
_SHOWN: dict[str, Any] = {
    **ARTICLE,
    "publication_id": PUBLICATION_ID,
    "entry_id": _ENTRY,
    "version": 1,
    "void": False,
}
ARTICLE_SHOWN = shown(_SHOWN)
ARTICLES = shown(
    {
        "publications": [{**_SHOWN, "changed_at": "2019-06-28T00:20:11.075412Z", "own": True}],
        "next": None,
        "read_at": "2019-06-28T01:02:45.918320Z",
    },
    versioned=False,
)
