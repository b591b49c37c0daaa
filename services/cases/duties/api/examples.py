"""The examples of a schedule and of a calendar in the OpenAPI document."""

from typing import Any

from services.cases.case.examples import CASE_ID, ENTRY_ID
from shared.http.openapi import Answers, perhaps_versioned, shown

POLICIES: dict[str, Any] = {
    "version": "2026-1",
    "digest": "3b0c6a9a8f1e4f6a5b1f0f6f1d5be6a1c1d7b5f29c0d3ce0d3b8d5a66c3f0e17",
}
MET: dict[str, Any] = {
    "duty": "contact",
    "duty_name": {"zh": "见面", "en": "contact in person"},
    "category": "contacts",
    "subject": None,
    "to_whom": None,
    "since": "2019-03-01",
    "last_day": "2019-03-31",
    "state": "met",
    "state_name": {"zh": "已完成", "en": "done in time"},
    "outcome": None,
    "met_by": ENTRY_ID,
    "met_on": "2019-03-14",
    "overdue_since": None,
    "days_late": None,
    "days_left": None,
    "rule": "contact",
    "rule_source": {"zh": "S", "en": "S"},
    "text": {
        "zh": "3月的见面：已完成，3月14日",
        "en": "Contact in person in March: done on 14 March",
    },
}
UPCOMING: dict[str, Any] = {
    **MET,
    "since": "2019-04-01",
    "last_day": "2019-04-30",
    "state": "upcoming",
    "state_name": {"zh": "未到期", "en": "upcoming"},
    "met_by": None,
    "met_on": None,
    "days_left": 46,
    "text": {
        "zh": "4月的见面：4月1日起可办，期限4月30日",
        "en": "Contact in person in April: from 1 April, due by 30 April",
    },
}
SCHEDULE = perhaps_versioned(
    shown(
        {
            "case_id": CASE_ID,
            "version": 4,
            "today": "2019-03-15",
            "policies": POLICIES,
            "items": [MET, UPCOMING],
        }
    )
)
_CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waystation//Worklist//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Duties",
        "X-WR-CALNAME:Duties",
        "BEGIN:VEVENT",
        "UID:d9b2d63d-a233-5123-847a-7e6c0b7d5c1f",
        "DTSTAMP:20190315T005931Z",
        "DTSTART;VALUE=DATE:20190331",
        "DTEND;VALUE=DATE:20190401",
        "SUMMARY:Contact in person 91e04d7b5a2f",
        f"DESCRIPTION:Case id: {CASE_ID}\\nTo be done: 201",
        " 9-03-01 to 2019-03-31",
        "TRANSP:TRANSPARENT",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
)
CALENDAR: Answers = {
    200: {
        "description": "The calendar, in one language",
        "content": {
            "text/calendar": {"schema": {"type": "string"}, "example": _CALENDAR},
        },
    }
}
