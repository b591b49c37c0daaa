"""The examples of clients in the OpenAPI document."""

from shared.http.openapi import shown, written

CLIENT_ID = "0196a1f0-6c00-7a3e-8b1d-2f4c5e6a7b80"
NAME = "测试甲"
ID_NUMBER = "11010519491231002X"
PHONE = "19900000000"
CORRECTED_NAME = "测试甲甲"
CLIENT = shown(
    {
        "client_id": CLIENT_ID,
        "version": 1,
        "open_case_id": "0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f",
    }
)
CORRECTED = written(
    {
        "client_id": CLIENT_ID,
        "entry_id": "0196a1f2-3e00-7b55-8c17-9d0e4a6f2b31",
        "version": 2,
        "position": f"client-{CLIENT_ID}@2",
    },
    200,
)
PERSONAL_DATA = shown(
    {
        "client_id": CLIENT_ID,
        "name": NAME,
        "id_number": ID_NUMBER,
        "identity_document": None,
        "phone": PHONE,
        "sex": "male",
        "born_on": None,
    },
    personal=True,
)
MISTAKEN_CLIENT_ID = "0196a1f0-6c01-7a3e-8b1d-2f4c5e6a7b80"  # another client
WITHDRAWN = written(
    {
        "entry_id": "0196a1f2-3e01-7b55-8c17-9d0e4a6f2b31",
        "version": 2,
        "position": f"client-{MISTAKEN_CLIENT_ID}@2",
    },
    200,
)
SEARCHED = shown({"clients": [{"client_id": CLIENT_ID}]}, versioned=False, personal=True)
