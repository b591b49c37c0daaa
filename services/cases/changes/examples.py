"""The example of changes in the OpenAPI document: the case of the other examples is followed."""

from services.cases.case.examples import CASE_ID, CLIENT_ID, CONTACT, ENTRY_ID
from shared.http.openapi import shown

_CONTACT = {
    "case_id": CASE_ID,
    "client_id": CLIENT_ID,
    "version": 4,
    "type": "cases.ContactRecorded.v1",
    "entry_id": ENTRY_ID,
    "recorded_at": "2019-03-14T02:11:09.318204+00:00",
    "relation": None,
    "facts": CONTACT["facts"],
}
_NEXT = "Zk4Jq0bYyT9mP1xVQd7sWn3LhKc5uGa8RfEoI2tBvXwMzN6jHCpDlSgUeOiA"
CHANGES = shown({"changes": [_CONTACT], "next": _NEXT, "more": False}, versioned=False)
