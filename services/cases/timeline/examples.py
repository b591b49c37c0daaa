"""The example of a timeline in the OpenAPI document."""

from typing import Any

from services.cases.case.examples import AGENCY, CASE_ID, ENTRY_ID, OPENED_ID
from shared.http.openapi import perhaps_versioned, shown

TODAY: dict[str, Any] = {
    "phase": "agreed",
    "phase_name": {"zh": "执行中", "en": "under agreement"},
    "kind": "community_detoxification",
    "kind_name": {"zh": "社区戒毒", "en": "community detoxification"},
    "since": "2019-01-15",
    "days": 59,
    "level": "medium",
    "in_maintenance": False,
    "overdue": 0,
    "proposed": 0,
}
OPENING: dict[str, Any] = {
    "entry_id": OPENED_ID,
    "type": "cases.CaseOpened.v1",
    "category": "opening",
    "occurred_on": "2019-01-10",
    "recorded_at": "2019-01-11T01:30:42.120377Z",
    "void": False,
    "void_reason": None,
    "text": {
        "zh": f"建档：社区戒毒；女，36至59岁，主要使用海洛因；责任单位：{AGENCY}",
        "en": "Opened: community detoxification; female; 36 to 59; mainly used: heroin;"
        f" responsible: {AGENCY}",
    },
}
CONTACT: dict[str, Any] = {
    "entry_id": ENTRY_ID,
    "type": "cases.ContactRecorded.v1",
    "category": "contacts",
    "occurred_on": "2019-03-14",
    "recorded_at": "2019-03-14T02:11:09.318204Z",
    "void": False,
    "void_reason": None,
    "text": {
        "zh": "入户走访，社工与网格员在场；心理状况差；建议心理咨询",
        "en": "Home visit; present: social worker, grid administrator; mind: poor;"
        " advised: counselling",
    },
}
TIMELINE = perhaps_versioned(
    shown({"case_id": CASE_ID, "version": 4, "today": TODAY, "items": [OPENING, CONTACT]})
)
