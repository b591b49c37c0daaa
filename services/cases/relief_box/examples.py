"""The examples of a relief box in the OpenAPI document."""

from services.cases.workstation.examples import WORKSTATION_ID
from shared.http.openapi import Answers, shown, written

PROPOSAL_ID = "0196a1f4-3301-7b27-9a6d-e18c40f52b02"
RELEASE_ID = "0196a1f4-3301-7b27-9a6d-e18c40f52b03"
_STREAM = f"reliefbox-{WORKSTATION_ID}"


def entered(version: int) -> Answers:
    """The answer to the entry that makes this version of the box."""
    return written(
        {
            "entry_id": f"0196a1f4-3301-7b27-9a6d-e18c40f52b{version:02}",
            "version": version,
            "position": f"{_STREAM}@{version}",
        }
    )


BOX = shown(
    {
        "workstation_id": WORKSTATION_ID,
        "version": 3,
        "amount_fen": 470000,
        "amount_yuan": "4700.00",
        "goods": [{"name": "棉被", "quantity": 12}],
        "proposals": [
            {
                "proposal_id": PROPOSAL_ID,
                "occurred_on": "2019-05-06",
                "purpose": "medical",
                "amount_fen": 30000,
                "goods": "",
                "quantity": 0,
                "is_for_a_case": True,
            }
        ],
    }
)
