"""Many records of prevention in one call; the example shows a session and an article."""

from services.outreach.activity.examples import SESSION
from services.outreach.publication.examples import ARTICLE
from shared.http.batch.api import routes, written

TAG = "Many sessions and articles in one call. 一次提交多条宣传活动和稿件。"

router = routes(
    "/v1/outreach/batch",
    "outreach:write",
    "batch",
    [
        {"path": "/v1/activities", "key": "batch-1-session", "body": SESSION},
        {"path": "/v1/publications", "key": "batch-1-article", "body": ARTICLE},
    ],
    [
        written(
            1,
            activity_id="0196a1f0-8b00-7d47-a5e2-0c9f3b6d1a85",
            entry_id="0196a1f0-8b01-7a35-9d08-e4b7f25c6131",
        ),
        written(
            1,
            publication_id="0196a1f0-9c80-7e63-b7f4-5d8a2c0e9b18",
            entry_id="0196a1f0-9c81-7c92-8a6d-1f3e7b40d5c9",
        ),
    ],
)
