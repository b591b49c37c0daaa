"""The examples of activities in the OpenAPI document."""

from typing import Any

from shared.http.openapi import shown, written

ACTIVITY_ID = "0196a1f0-8b00-7d47-a5e2-0c9f3b6d1a84"
PLAN_ID = "0196a1f0-8b40-7b52-9c61-3e8d5f7a2b19"
CHANGED_ID = "0196a1f0-8b50-7a3d-b1c4-5d7e9f0a2c68"
UNHELD_ID = "0196a1f0-8b60-7c18-8e4f-6a9b1d2c3e57"
PLANNED_ON = "2027-06-26"  # whoever runs the example gives it a day that is still to come
_STREAM, _PLANNED = f"activity-{ACTIVITY_ID}", f"activity-{PLAN_ID}"
_UNHELD, _CHANGED = f"activity-{UNHELD_ID}", f"activity-{CHANGED_ID}"
_ENTRY = "0196a1f0-8b01-7a35-9d08-e4b7f25c6130"

SESSION: dict[str, Any] = {
    "region": "410102001003",
    "occurred_on": "2019-06-26",
    "kind": "session",
    "place_kind": "school",
    "attendance": 320,
    "households": 0,
    "audiences": ["students", "teachers"],
    "forms": ["boards", "lecture"],
    "materials": [{"code": "leaflet", "number": 300}],
    "partners": ["police_station"],
    "occasion": "anti_drug_day",
    "campaign": None,
    "place_id": None,
    "topic": "国际禁毒日校园宣传",
    "served": [{"role": "social_worker", "number": 2, "minutes": 120, "worker_ids": []}],
    "helpers": [],
    "meeting_level": None,
    "people_registered": 0,
    "vehicles_registered": 0,
    "subject": None,
}
PLAN: dict[str, Any] = {
    "region": "410102001003",
    "planned_on": PLANNED_ON,
    "kind": "session",
    "place_kind": "square",
    "audiences": ["residents"],
    "forms": ["performance"],
    "partners": ["police_station"],
    "occasion": "anti_drug_day",
    "campaign": None,
    "place_id": None,
    "topic": "国际禁毒日广场宣传",
}

PLAN_CHANGE: dict[str, Any] = {**PLAN, "place_kind": "park", "change_reason": "place_not_free"}

SESSION_WRITTEN = written(
    {
        "activity_id": ACTIVITY_ID,
        "entry_id": _ENTRY,
        "version": 1,
        "position": f"{_STREAM}@1",
        "proposed_occasions": [],
    }
)
SESSION_VOID = written(
    {
        "entry_id": "0196a1f1-2d00-7f16-b3c9-84a05e7d2f6b",
        "version": 2,
        "position": f"{_STREAM}@2",
    }
)
_SHOWN: dict[str, Any] = {
    **SESSION,
    "activity_id": ACTIVITY_ID,
    "entry_id": _ENTRY,
    "version": 1,
    "state": "held",
    "void": False,
    "compound": "",
}
SESSION_SHOWN = shown(_SHOWN)
SESSIONS = shown(
    {
        "activities": [{**_SHOWN, "changed_at": "2019-06-28T00:20:11.075412Z", "own": True}],
        "next": None,
        "read_at": "2019-06-28T01:02:45.918320Z",
    },
    versioned=False,
)
PLAN_WRITTEN = written(
    {
        "activity_id": PLAN_ID,
        "entry_id": _ENTRY,
        "version": 1,
        "position": f"{_PLANNED}@1",
        "proposed_occasions": [],
    }
)
HELD_AS_PLANNED = written(
    {
        "activity_id": PLAN_ID,
        "entry_id": _ENTRY,
        "version": 2,
        "position": f"{_PLANNED}@2",
        "proposed_occasions": [],
    }
)
PLAN_CHANGED = written({"entry_id": _ENTRY, "version": 2, "position": f"{_CHANGED}@2"})
CALLED_OFF = written({"entry_id": _ENTRY, "version": 2, "position": f"{_UNHELD}@2"})
PLANS = shown(
    {
        "plans": [
            {
                **PLAN,
                "activity_id": PLAN_ID,
                "entry_id": _ENTRY,
                "version": 1,
                "state": "planned",
                "void": False,
                "change_reason": None,
                "calling_off_reason": None,
                "changed_at": "2027-05-28T00:20:11.075412Z",
                "own": True,
            }
        ],
        "next": None,
        "read_at": "2027-05-28T01:02:45.918320Z",
    },
    versioned=False,
)
IMPORTED = {
    "entry_id": _ENTRY,
    "type": "outreach.SessionHeld.v1",
    "stream_id": _STREAM,
    "version": 1,
    "recorded_at": "2019-06-26T08:15:42.530118+00:00",
    "void": False,
    "facts": {"entry_id": _ENTRY, "activity_id": ACTIVITY_ID, **SESSION},
}
