"""The example of the OpenAPI document: what a figure of prevention sessions is made of."""

from typing import Any

OPENED: dict[str, Any] = {
    "indicator": "sessions",
    "name": {"zh": "禁毒宣传活动", "en": "Prevention sessions"},
    "unit": "场",
    "region": "4101",
    "region_name": {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"},
    "asked_at": "2020-01-05T01:30:00+00:00",
    "counted_until": "2020-01-05T01:29:58+00:00",
    "group": {},
    "value": 1,
    "numerator": 1,
    "part": "numerator",
    "counting": "sum",
    "rows_are": "entries",
    "total": 1,
    "rows": [
        {
            "day": "2019-06-26",
            "region": "410105003000",
            "region_name": {
                "zh": "河南省郑州市金水区人民路街道",
                "en": "Renminlu, Jinshui, Zhengzhou, Henan",
            },
            "values": [
                {
                    "dimension": "place_kind",
                    "name": {"zh": "场所类别", "en": "kind of place"},
                    "value": "school",
                    "value_name": {"zh": "学校", "en": "schools"},
                }
            ],
            "amount": 1,
            "recorded_at": "2019-06-26T08:15:00+00:00",
            "entry_id": "0196a1f2-3e00-7b6c-8d25-f0c94a71e840",
            "entry_type": "outreach.SessionHeld.v1",
            "record": "/v1/activities/0196a1f2-3e00-7b6c-8d25-f0c94a71e841",
        }
    ],
    "next": None,
}
