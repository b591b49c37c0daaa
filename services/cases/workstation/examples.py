"""The examples of workstations in the OpenAPI document."""

from shared.http.openapi import shown

WORKSTATION_ID = "0196a1f0-5d00-7c11-9a42-6b0d8f3e2c15"
REGION = "410102001003"
WORKSTATION = "某街道社区戒毒社区康复工作站"
WORKSTATIONS = shown(
    {
        "workstations": [{"workstation_id": WORKSTATION_ID, "region": REGION, "name": WORKSTATION}],
        "next": None,
    },
    versioned=False,
)
UNDERSTAFFED = shown(
    {
        "workstations": [
            {
                "workstation_id": WORKSTATION_ID,
                "region": REGION,
                "name": WORKSTATION,
                "workers": 0,
                "fewest": 1,
            }
        ],
        "next": None,
    },
    versioned=False,
)
WORKSTATION_SHOWN = shown(
    {
        "workstation_id": WORKSTATION_ID,
        "region": REGION,
        "name": WORKSTATION,
        "kind": "",
        "version": 1,
    }
)
