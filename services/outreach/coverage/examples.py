"""The example of coverage in the OpenAPI document."""

from shared.http.openapi import shown

COVERAGE = shown(
    {
        "year": 2019,
        "kinds": ["school", "workplace", "family", "venue", "community", "village"],
        "sets": [
            {
                "set": "six_enterings",
                "kinds": ["school", "workplace", "family", "venue", "community", "village"],
            }
        ],
        "communities": [
            {
                "region": "410102001003",
                "name": "",
                "listed": False,
                "sessions": {"school": 2},
                "not_entered": ["workplace", "family", "venue", "community", "village"],
                "sets": [{"set": "six_enterings", "entered": 1, "of": 6}],
            }
        ],
        "next": None,
    },
    versioned=False,
)
