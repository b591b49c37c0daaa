"""The examples of a case in the OpenAPI document: one case, from its opening on."""

from typing import Any

from services.cases.client.examples import CLIENT_ID, ID_NUMBER, NAME, PHONE
from services.cases.workstation.examples import REGION, WORKSTATION_ID
from shared.http.openapi import Answers, perhaps_versioned, shown, written

__all__ = ["CLIENT_ID", "REGION", "WORKSTATION_ID"]

CASE_ID = "0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f"
ENTRY_ID = "0196a1f1-0c40-7d08-b7e9-3a5f21c8d64e"
# Other cases: one that waits to be confirmed, one to annul, one to withdraw, one to pass on.
REQUESTED_ID = "0196a1f0-7b80-7f52-a3c6-91e04d7b5a2f"
MISTAKEN_ID = "0196a1f0-7b81-7f52-a3c6-91e04d7b5a2f"
WITHDRAWN_ID = "0196a1f0-7b82-7f52-a3c6-91e04d7b5a2f"
REASSIGNED_ID = "0196a1f0-7b83-7f52-a3c6-91e04d7b5a2f"
# The entries that others name in their path.
LEAVE_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d624"
TREATMENT_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d630"
NEED_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d634"
REQUEST_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d636"
HELP_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d638"
GOAL_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d666"
FINDING_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d662"
OPENED_ID = "0196a1f0-7a81-7e24-9f13-58b6a0c3d7e1"
AGENCY = "410102-anti-drug-office"
WORKSTATION_AGENCY = "410102001-workstation"
LABORATORY = "410102-laboratory"
PROVIDER = "410102-social-workers"  # whose openings wait
REFERENCE = "4101-00001"
NOTE = "家访，情绪低落，已建议心理咨询"
FOLLOWED_UP_NOTE = "已陪同就医，情绪平稳"
WORKER = "社工甲"
# The test and the appointment of this case, as their answers show them.
TEST_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d605"
APPOINTMENT_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d607"
DOCUMENT_NUMBER = "示例字〔2019〕第12号"


def entered(version: int, case_id: str = CASE_ID) -> Answers:
    """The answer to the entry that makes this version of the case; the fourth is the contact."""
    entry_id = ENTRY_ID if version == 4 else f"0196a1f1-0c41-7d08-b7e9-3a5f21c8d6{version:02}"
    return written(
        {"entry_id": entry_id, "version": version, "position": f"case-{case_id}@{version}"}
    )


# The number of the follow-up of the crisis that the contact shows, and its id.
FOLLOW_UP = 15
FOLLOW_UP_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d615"
CONFIRMED = entered(2, REQUESTED_ID)
ANNULLED = entered(2, MISTAKEN_ID)
WITHDRAWN = entered(2, WITHDRAWN_ID)
REASSIGNED = entered(2, REASSIGNED_ID)
_CASE = {
    "case_id": CASE_ID,
    "client_id": CLIENT_ID,
    "kind": "community_detoxification",
    "region": REGION,
}
OPENED = written(
    {
        "case_id": CASE_ID,
        "confirmed": True,
        "entry_id": OPENED_ID,
        "version": 1,
        "position": f"case-{CASE_ID}@1",
    }
)
# Of who joins, and of who takes over.
JOINING_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d651"
TAKING_OVER_ID = "0196a1f1-0c41-7d08-b7e9-3a5f21c8d653"
LISTED = shown(
    {
        "cases": [
            {
                **_CASE,
                "version": 2,
                "agency": AGENCY,
                "workstation_id": WORKSTATION_ID,
                "phase": "ordered",
                "level": None,
                "opened_at": "2019-01-11T01:30:42.120377Z",
                "changed_at": "2019-03-14T02:11:09.318204Z",
                "relations": ["responsible", "overseeing"],
                "appointments": [],
            }
        ],
        "next": None,
        "read_at": "2019-03-15T00:59:31.402266Z",
    },
    versioned=False,
)
OPENING: dict[str, Any] = {
    "entry_id": OPENED_ID,
    "type": "cases.CaseOpened.v1",
    "recorded_at": "2019-01-11T01:30:42.120377+00:00",
    "void": False,
    "facts": {
        "workstation_id": WORKSTATION_ID,
        "occurred_on": "2019-01-10",
        "agency": AGENCY,
        "confirmed_by": AGENCY,
        "person": {"sex": "female", "age_band": "36_to_59", "substance": "heroin"},
    },
}
CONTACT: dict[str, Any] = {
    "entry_id": ENTRY_ID,
    "type": "cases.ContactRecorded.v1",
    "recorded_at": "2019-03-14T02:11:09.318204+00:00",
    "void": False,
    "facts": {
        "occurred_on": "2019-03-14",
        "mode": "home_visit",
        "direction": "worker_to_client",
        "place": "home",
        "present": ["social_worker", "grid_administrator"],
        "observations": {"living": "fair", "mind": "poor"},
        "advice": ["counselling"],
        "agreed": ["medical_visit", "next_contact"],
        "crisis": "danger_to_self",
        "safety": None,
        "arranged_with_police": False,
        "worker_ids": [],
    },
}
CASE = perhaps_versioned(
    shown(
        {
            **_CASE,
            "version": 2,
            "agency": AGENCY,
            "workstation_id": WORKSTATION_ID,
            "decided_on": "2019-01-10",
            "reference": REFERENCE,
            "phase": "ordered",
            "level": None,
            "open_crises": [ENTRY_ID],
            "entries": [OPENING, CONTACT],
        }
    )
)
PERSON = shown(
    {
        "case_id": CASE_ID,
        "client_id": CLIENT_ID,
        "name": NAME,
        "id_number": ID_NUMBER,
        "identity_document": None,
        "phone": PHONE,
        "sex": "male",
        "born_on": None,
    },
    versioned=False,
    personal=True,
)
PARTICULARS = shown(
    {"entry_id": ENTRY_ID, "note": NOTE, "worker": WORKER, "document_number": None},
    versioned=False,
    personal=True,
)
SCHEMES = shown(
    {
        "version": "2026-1",
        "schemes": [
            {
                "code": "three_levels",
                "name": {"zh": "三级", "en": "three levels"},
                "is_default": True,
                "levels": [
                    {"code": "high", "name": {"zh": "高风险", "en": "high"}},
                    {"code": "medium", "name": {"zh": "中风险", "en": "medium"}},
                    {"code": "low", "name": {"zh": "低风险", "en": "low"}},
                ],
                "regions": [],
                "since": None,
                "until": None,
            }
        ],
    },
    versioned=False,
)
IMPORTED = {
    "entry_id": ENTRY_ID,
    "type": CONTACT["type"],
    "stream_id": f"case-{CASE_ID}",
    "version": 4,
    "recorded_at": CONTACT["recorded_at"],
    "void": False,
    "facts": {"entry_id": ENTRY_ID, "case_id": CASE_ID, "kind": _CASE["kind"], "region": REGION}
    | CONTACT["facts"],
}
