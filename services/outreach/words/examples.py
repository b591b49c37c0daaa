"""The example of the dictionaries in the OpenAPI document."""

from shared.http.openapi import shown

WORDS = shown(
    {
        "version": "2026-1",
        "sets": [
            {"code": "six_enterings", "name": {"zh": "六进", "en": "six enterings"}},
            {"code": "ten_enterings", "name": {"zh": "十进", "en": "ten enterings"}},
        ],
        "lists": [
            {
                "code": "place_kind",
                "name": {"zh": "场所类别", "en": "kind of place"},
                "words": [
                    {
                        "code": "school",
                        "name": {"zh": "学校", "en": "schools"},
                        "sets": ["six_enterings", "ten_enterings"],
                        "regions": [],
                        "since": None,
                        "until": None,
                    }
                ],
            }
        ],
    },
    versioned=False,
)
