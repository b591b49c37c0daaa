"""The examples of an exchange shop in the OpenAPI document."""

from services.cases.workstation.examples import WORKSTATION_ID
from shared.http.openapi import Answers, shown, written

ITEM_ID = "0196a1f4-2200-7c93-8f1e-5d7a60b3e914"
ITEM = "大米（5千克）"
PRICE = 8
_STREAM = f"shop-{WORKSTATION_ID}"


def entered(version: int) -> Answers:
    """The answer to the entry that makes this version of the shop."""
    return written(
        {
            "entry_id": f"0196a1f4-2201-7c93-8f1e-5d7a60b3e9{version:02}",
            "version": version,
            "position": f"{_STREAM}@{version}",
        }
    )


OFFERED = written(
    {
        "item_id": ITEM_ID,
        "entry_id": "0196a1f4-2201-7c93-8f1e-5d7a60b3e901",
        "version": 1,
        "position": f"{_STREAM}@1",
    }
)
SHOP = shown(
    {
        "workstation_id": WORKSTATION_ID,
        "version": 4,
        "items": [
            {
                "item_id": ITEM_ID,
                "name": ITEM,
                "points": PRICE,
                "since": "2019-01-01",
                "until": None,
                "stock": 39,
            }
        ],
    }
)
CHECKED = shown(
    {
        "workstation_id": WORKSTATION_ID,
        "items": [
            {
                "item_id": ITEM_ID,
                "received": 40,
                "counted": 0,
                "written_off": 1,
                "exchanged": 1,
                "returned": 1,
                "expected": 39,
                "stock": 39,
            }
        ],
        "agrees": True,
    },
    versioned=False,
)
