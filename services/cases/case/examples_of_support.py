"""The examples of support in the OpenAPI document: the team, kinds of help, findings, the plan."""

from services.cases.case.examples import AGENCY, CASE_ID, GOAL_ID, JOINING_ID
from shared.http.openapi import perhaps_versioned, shown

TEAM = shown(
    {
        "case_id": CASE_ID,
        "members": [
            {
                "joining_id": JOINING_ID,
                "role": "social_worker",
                "joined_on": "2019-03-20",
                "agency": AGENCY,
                "worker_id": None,
                "paired": True,
                "family": None,
            }
        ],
        "lacking": [
            {
                "role": "volunteer",
                "role_name": {"zh": "志愿者", "en": "volunteer"},
                "number": 1,
            }
        ],
    },
    versioned=False,
)
HELP_KINDS = shown(
    {
        "version": "2026-1",
        "needs": [
            {
                "code": "livelihood",
                "name": {"zh": "基本生活", "en": "livelihood"},
                "regions": [],
                "since": None,
                "until": None,
            }
        ],
        "help": [
            {
                "code": "temporary_relief",
                "name": {"zh": "临时救助", "en": "temporary relief"},
                "regions": [],
                "since": None,
                "until": None,
                "form": "once",
            }
        ],
    },
    versioned=False,
)
FINDINGS = perhaps_versioned(
    shown(
        {
            "case_id": CASE_ID,
            "version": 9,
            "today": "2019-05-28",
            "proposals": [
                {
                    "finding": "serious_violation",
                    "finding_name": {
                        "zh": "严重违反协议",
                        "en": "serious violation of the agreement",
                    },
                    "condition": "absence",
                    "condition_name": {
                        "zh": "擅自离开累计天数",
                        "en": "days of absence without a report",
                    },
                    "entries": ["0196a1f1-0c41-7d08-b7e9-3a5f21c8d661"],
                    "count": 36,
                    "number": 30,
                    "met_on": "2019-05-21",
                    "rule": "serious_absence",
                    "policies": "2026-1",
                    "proposal_id": "1b7f3f0e-63a5-5f0c-9a55-0a3b0f4a1d20",
                }
            ],
            "findings": [],
        }
    )
)
PLAN = perhaps_versioned(
    shown(
        {
            "case_id": CASE_ID,
            "today": "2019-05-28",
            "goals_set": 1,
            "goals_met": 0,
            "goals": [
                {
                    "goal_id": GOAL_ID,
                    "goal": "work",
                    "goal_name": {"zh": "就业", "en": "work"},
                    "set_on": "2019-03-20",
                    "due_on": "2019-10-31",
                    "owner": "social_worker",
                    "worker_id": None,
                    "state": "open",
                    "closed_on": None,
                    "reason": None,
                }
            ],
        }
    )
)
