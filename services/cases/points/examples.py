"""The examples of an account of points in the OpenAPI document."""

from typing import Any

from services.cases.case.examples import CASE_ID
from services.cases.shop.examples import ITEM, ITEM_ID, PRICE
from services.cases.workstation.examples import WORKSTATION_ID
from shared.http.openapi import shown, written

SPENDING_ID = "0196a1f4-4401-7e55-b3d2-9c06f71a8d01"
MERIT_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d641"
_STREAM = f"points-{CASE_ID}"
SPENT = written({"entry_id": SPENDING_ID, "version": 1, "position": f"{_STREAM}@1"})
TAKEN_BACK = written(
    {
        "entry_id": "0196a1f4-4401-7e55-b3d2-9c06f71a8d02",
        "version": 2,
        "position": f"{_STREAM}@2",
    }
)
SPENDING: dict[str, Any] = {
    "occurred_on": "2019-06-03",
    "workstation_id": WORKSTATION_ID,
    "item_id": ITEM_ID,
    "quantity": 1,
}
ACCOUNT = shown(
    {
        "case_id": CASE_ID,
        "year": 2019,
        "carried_over": 0,
        "balance": 2,
        "today": 2,
        "lines": [
            {
                "on": "2019-04-10",
                "what": "earned",
                "points": 10,
                "balance": 10,
                "about": MERIT_ID,
                "occurred_on": "2019-04-10",
                "text": {"zh": "取得：参加培训", "en": "earned: training attended"},
            },
            {
                "on": "2019-06-03",
                "what": "spent",
                "points": -PRICE,
                "balance": 2,
                "about": SPENDING_ID,
                "occurred_on": "2019-06-03",
                "text": {"zh": f"兑换：{ITEM}×1", "en": f"spent: {ITEM} ×1"},
            },
        ],
        "version": 1,
    },
    versioned=False,
)
