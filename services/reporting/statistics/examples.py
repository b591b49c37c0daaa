"""The examples of this service's OpenAPI document."""

from typing import Any

STATISTICS: dict[str, Any] = {
    "region": "4101",
    "region_name": {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"},
    "asked_at": "2020-01-05T01:30:00+00:00",
    "counted_until": "2020-01-05T01:29:58+00:00",
    "rows": [
        {
            "indicator": "sessions",
            "unit": "场",
            "group": {"month": "2019-06"},
            "value": 12,
        }
    ],
}
INDICATORS: dict[str, Any] = {
    "indicators": [
        {
            "code": "articles",
            "name": {"zh": "发布稿件", "en": "Articles"},
            "unit": "篇",
            "counting": "sum",
            "formula": {"zh": "期内发布的稿件篇数", "en": "articles published"},
            "better": "high",
            "about_persons": False,
            "dimensions": [
                {
                    "code": "channel",
                    "name": {"zh": "渠道", "en": "channel"},
                    "values": ["website", "newspaper", "wechat_account", "television"],
                    "open": False,
                }
            ],
        }
    ]
}
ANNUAL: dict[str, Any] = {
    "region": "4101",
    "region_name": {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"},
    "year": 2019,
    "asked_at": "2020-01-05T01:30:00+00:00",
    "counted_until": "2020-01-05T01:29:58+00:00",
    "rows": [
        {
            "indicator": "sessions",
            "name": {"zh": "禁毒宣传活动", "en": "Prevention sessions"},
            "unit": "场",
            "value": 96,
            "aim": {"a_year": 120, "percent": 80.0},
        }
    ],
}
YEARS: dict[str, Any] = {"years": [2020, 2019]}
