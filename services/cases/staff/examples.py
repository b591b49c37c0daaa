"""The examples of workers in the OpenAPI document."""

from shared.http.openapi import shown

WORKER_ID = "0196a1f0-5d00-7a41-b3c2-9e8f10d7a620"
REGION = "410102001000"
NAME = "社工示例"
WORKER_SHOWN = shown(
    {
        "worker_id": WORKER_ID,
        "region": REGION,
        "employment": "social_worker",
        "joined_on": "2019-01-02",
        "left_on": None,
        "workstation_id": None,
        "unit": "",
        "version": 1,
    }
)
