"""The examples of this service's OpenAPI document: one client's way, from address to address."""

from typing import Any

from shared.openapi import Answers, shown, written

WORKSTATION_ID = "0196a1f0-5d00-7c11-9a42-6b0d8f3e2c15"
CLIENT_ID = "0196a1f0-6c00-7a3e-8b1d-2f4c5e6a7b80"
CASE_ID = "0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f"
ENTRY_ID = "0196a1f1-0c40-7d08-b7e9-3a5f21c8d64e"
REGISTERED_ID = "0196a1f0-5d01-7b90-8e57-c2d41f0a9b36"
OPENED_ID = "0196a1f0-7a81-7e24-9f13-58b6a0c3d7e1"
REGION = "410102001003"
WORKSTATION = "某街道社区戒毒社区康复工作站"
REFERENCE = "4101-00001"
NAME = "测试甲"
ID_NUMBER = "11010519491231002X"
PHONE = "19900000000"
NOTE = "家访，情况稳定"
WORKER = "社工甲"
PURPOSE = "home%20visit"
LEGAL_BASIS = "%E6%88%92%E6%AF%92%E6%9D%A1%E4%BE%8B%207"


def registered(what: str, identity: str, status: int = 201) -> Answers:
    """The answer to a registration."""
    body = {
        f"{what}_id": identity,
        "entry_id": REGISTERED_ID,
        "version": 1,
        "position": f"{what}-{identity}@1",
    }
    return written(body, status)


def entered(version: int) -> Answers:
    """The answer to the entry that makes this version of the case; the fourth is the contact."""
    entry_id = ENTRY_ID if version == 4 else f"0196a1f1-0c41-7d08-b7e9-3a5f21c8d64{version}"
    return written(
        {"entry_id": entry_id, "version": version, "position": f"case-{CASE_ID}@{version}"}
    )


_CASE = {
    "case_id": CASE_ID,
    "client_id": CLIENT_ID,
    "kind": "community_detoxification",
    "region": REGION,
}
OPENED = written(
    {"case_id": CASE_ID, "entry_id": OPENED_ID, "version": 1, "position": f"case-{CASE_ID}@1"}
)
WORKSTATIONS = shown(
    {"workstations": [{"workstation_id": WORKSTATION_ID, "region": REGION, "name": WORKSTATION}]},
    versioned=False,
)
FOUND = shown({"cases": [{**_CASE, "version": 2}]}, versioned=False)
_CONTACT: dict[str, Any] = {
    "entry_id": ENTRY_ID,
    "type": "cases.ContactRecorded.v1",
    "recorded_at": "2019-03-14T02:11:09.318204+00:00",
    "void": False,
    "facts": {"occurred_on": "2019-03-14", "mode": "home_visit"},
}
CASE = shown({**_CASE, "version": 2, "phase": "ordered", "entries": [_CONTACT]})
CLIENT = shown({"client_id": CLIENT_ID, "version": 1, "open_case_id": CASE_ID})
PERSONAL_DATA = shown(
    {
        "client_id": CLIENT_ID,
        "name": NAME,
        "id_number": ID_NUMBER,
        "phone": PHONE,
        "sex": "male",
    },
    versioned=False,
    personal=True,
)
PARTICULARS = shown(
    {"entry_id": ENTRY_ID, "note": NOTE, "worker": WORKER}, versioned=False, personal=True
)
