"""The example of an exported file in the OpenAPI document."""

from typing import Any

from services.cases.case import examples as of_case
from services.cases.client.examples import ID_NUMBER, NAME, PHONE
from services.cases.duties.api.examples import MET, POLICIES, UPCOMING
from services.cases.timeline.examples import CONTACT, OPENING, TODAY
from shared.http.openapi import Answers, shown

_NOTHING = {"note": None, "worker": None, "document_number": None, "erased": False}
_FILE: dict[str, Any] = {
    "case_id": of_case.CASE_ID,
    "client_id": of_case.CLIENT_ID,
    "version": 4,
    "region": of_case.REGION,
    "region_name": {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"},
    "agency": of_case.AGENCY,
    "agency_name": {"zh": of_case.AGENCY, "en": of_case.AGENCY},
    "workstation_id": of_case.WORKSTATION_ID,
    "decided_on": "2019-01-10",
    "reference": of_case.REFERENCE,
}
_PERSON = {
    "name": NAME,
    "id_number": ID_NUMBER,
    "identity_document": None,
    "phone": PHONE,
    "sex": "male",
    "born_on": None,
}
_JSON = shown(
    {
        "exported_at": "2019-03-15T00:59:31.402266Z",
        "purpose": "own_request",
        "legal_basis": "pipl_45",
        "file": _FILE,
        "person": _PERSON,
        "today": TODAY,
        "policies": POLICIES,
        "duties": [MET, UPCOMING],
        "items": [
            {**OPENING, "facts": of_case.OPENING["facts"], "kept": _NOTHING},
            {
                **CONTACT,
                "facts": of_case.CONTACT["facts"],
                "kept": {**_NOTHING, "note": of_case.NOTE, "worker": of_case.WORKER},
            },
        ],
    },
    personal=True,
)
EXPORT: Answers = {
    200: {
        **_JSON[200],
        "description": "The file; as a page for callers that accept text/html",
        "content": {**_JSON[200]["content"], "text/html": {"schema": {"type": "string"}}},
    }
}
