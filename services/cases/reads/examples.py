"""The examples of the log of reads in the OpenAPI document."""

from typing import Any

from services.cases.case.examples import AGENCY, CASE_ID
from shared.http.openapi import shown

_LOOK: dict[str, Any] = {
    "at": "2019-03-14T02:11:09.318204Z",
    "what": "personal_data",
    "agency": AGENCY,
    "user": "u-17",
    "token_id": "0196a1f0-5b7e-7c52-9c1a-6d3f0b8e2a41",
    "purpose": "support",
    "legal_basis": "narcotics_control_law_34",
}
OF_CASE = shown({"reads": [_LOOK], "next": None}, versioned=False)
IN_REGIONS = shown({"reads": [{**_LOOK, "case_id": CASE_ID}], "next": None}, versioned=False)
