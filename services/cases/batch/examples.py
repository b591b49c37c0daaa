"""The example of a batch in the OpenAPI document: two entries of the case of the other examples."""

from typing import Any

from services.cases.case.examples import CASE_ID
from shared.http.openapi import SEALED, Answers

COMMANDS: list[dict[str, Any]] = [
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
]


def _outcome(entry_id: str, version: int) -> dict[str, Any]:
    return {
        "status": 201,
        "replayed": False,
        "body": {"entry_id": entry_id, "version": version, "position": SEALED},
    }


_OUTCOMES = [
    _outcome("0196a1f1-0c41-7d08-b7e9-3a5f21c8d640", 40),
    _outcome("0196a1f1-0c41-7d08-b7e9-3a5f21c8d641", 41),
]
ANSWERED: Answers = {
    207: {
        "description": "An outcome for each command",
        "content": {"application/json": {"example": {"outcomes": _OUTCOMES}}},
    }
}
