"""Many commands of cases in one call; the example shows two entries of the case of the others."""

from services.cases.case.examples import CASE_ID
from shared.http.batch.api import routes, written

router = routes(
    "/v1/batch",
    "cases:write",
    "entries",
    [
        {
            "path": f"/v1/cases/{CASE_ID}/contacts",
            "key": "batch-1-contact",
            "body": {"occurred_on": "2019-04-14", "mode": "office"},
        },
        {
            "path": f"/v1/cases/{CASE_ID}/drug-tests",
            "key": "batch-1-test",
            "body": {"occurred_on": "2019-04-15", "result": "negative"},
        },
    ],
    [
        written(40, entry_id="0196a1f1-0c41-7d08-b7e9-3a5f21c8d640"),
        written(41, entry_id="0196a1f1-0c41-7d08-b7e9-3a5f21c8d641"),
    ],
)
