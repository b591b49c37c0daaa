"""The example of the worklist in the OpenAPI document."""

from services.cases.case.examples import AGENCY, CASE_ID, CLIENT_ID, REGION, WORKSTATION_ID
from shared.http.openapi import shown

WORKLIST = shown(
    {
        "items": [
            {
                "case_id": CASE_ID,
                "client_id": CLIENT_ID,
                "region": REGION,
                "agency": AGENCY,
                "workstation_id": WORKSTATION_ID,
                "duty": "contact",
                "duty_name": {"zh": "见面", "en": "contact in person"},
                "subject": None,
                "to_whom": None,
                "since": "2019-03-01",
                "last_day": "2019-03-31",
                "state": "due_soon",
                "state_name": {"zh": "即将到期", "en": "due soon"},
                "days_late": None,
                "days_left": 4,
                "rule": "contact",
                "lacking": None,
            },
            {
                "case_id": CASE_ID,
                "client_id": CLIENT_ID,
                "region": REGION,
                "agency": AGENCY,
                "workstation_id": WORKSTATION_ID,
                "duty": "team",
                "duty_name": {"zh": "组建帮教小组", "en": "support team complete"},
                "subject": None,
                "to_whom": None,
                "since": "2019-03-20",
                "last_day": "2019-04-04",
                "state": "due",
                "state_name": {"zh": "待办", "en": "due"},
                "days_late": None,
                "days_left": 8,
                "rule": "team",
                "lacking": [
                    {
                        "role": "volunteer",
                        "role_name": {"zh": "志愿者", "en": "volunteer"},
                        "number": 1,
                    }
                ],
            },
        ],
        "next": None,
        "today": "2019-03-27",
        "up_to": "2019-03-27T01:30:00.104205Z",
    },
    versioned=False,
)
SUMMARY = shown(
    {
        "crisis": 0,
        "overdue": 2,
        "due_soon": 5,
        "due": 11,
        "today": "2019-03-27",
        "up_to": "2019-03-27T01:30:00.104205Z",
    },
    versioned=False,
)
