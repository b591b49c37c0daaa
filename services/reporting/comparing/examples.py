"""The examples of comparisons in the OpenAPI document."""

from typing import Any

_NAME = {"zh": "河南省郑州市", "en": "Zhengzhou, Henan"}
_MOMENTS = {"asked_at": "2020-01-05T01:30:00+00:00", "counted_until": "2020-01-05T01:29:58+00:00"}
_QUARTER = {
    "name": "2019-Q1",
    "text": {"zh": "2019年第1季度", "en": "quarter 1 of 2019"},
    "from": "2019-01-01",
    "to": "2019-04-01",
    "days": 90,
}
COMPARISON: dict[str, Any] = {
    **_MOMENTS,
    "region": "4101",
    "region_name": _NAME,
    "period": _QUARTER,
    "before": {
        "name": "2018-Q4",
        "text": {"zh": "2018年第4季度", "en": "quarter 4 of 2018"},
        "from": "2018-10-01",
        "to": "2019-01-01",
        "days": 92,
    },
    "year_before": {
        "name": "2018-Q1",
        "text": {"zh": "2018年第1季度", "en": "quarter 1 of 2018"},
        "from": "2018-01-01",
        "to": "2018-04-01",
        "days": 90,
    },
    "boundaries": {
        "asked": "then",
        "text": {
            "zh": "按当时的区划：每个代码只含当时以该代码登记的数据",
            "en": "on the boundaries of then: each code has what was recorded under it",
        },
    },
    "rows": [
        {
            "indicator": "sessions",
            "name": {"zh": "禁毒宣传活动", "en": "Prevention sessions"},
            "unit": "场",
            "difference_unit": {"zh": "场", "en": "sessions"},
            "region": "410100000000",
            "region_name": _NAME,
            "value": 48,
            "before": {"value": 32, "difference": 16, "percent": 50.0},
            "year_before": {
                "value": 0,
                "difference": 48,
                "percent": None,
                "reason": {
                    "zh": "当时为0，不能计算变化百分比。",
                    "en": "It was 0 then: there is no change in percent from nothing.",
                },
            },
        }
    ],
}
_MEETING_RATE: dict[str, Any] = {
    "indicator": "meeting_rate",
    "name": {"zh": "见面率", "en": "Share of meetings held"},
    "weight": 30,
    "scoring": "percent",
    "scoring_text": {
        "zh": "得分为该比率的数值，最高100分",
        "en": "the score is the share in per cent, at most 100",
    },
    "better": "high",
}
_SCHEME_NAME = {"zh": "帮教服务工作（2026年版）", "en": "Work with clients (2026)"}
_FORMULA = {
    "zh": "见面率，权重30：得分为该比率的数值，最高100分；……",
    "en": "Share of meetings held, weight 30: the score is the share in per cent, at most 100; …",
}
SCHEMES: dict[str, Any] = {
    "schemes": [
        {
            "code": "clients-2026",
            "version": "1",
            "name": _SCHEME_NAME,
            "since": "2026-01-01",
            "formula": _FORMULA,
            "parts": [_MEETING_RATE],
        }
    ]
}
_RANKED: dict[str, Any] = {
    **_MOMENTS,
    "region": "4101",
    "region_name": _NAME,
    "period": _QUARTER,
    "scheme": "clients-2026",
    "version": "1",
    "name": _SCHEME_NAME,
    "formula": _FORMULA,
    "first": "high",
}
RANK_OPENED: dict[str, Any] = {
    **_RANKED,
    "of": "410105000000",
    "of_name": {"zh": "河南省郑州市金水区", "en": "Jinshui, Zhengzhou, Henan"},
    "rank": 1,
    "ranked": 12,
    "value": 96.43,
    "reason": None,
    "total": {"points": 2892.9, "weight": 30},
    "strands": [],
    "parts": [
        {
            **_MEETING_RATE,
            "value": 96.43,
            "rank": 1,
            "best": 96.43,
            "score": 96.43,
            "points": 2892.9,
        }
    ],
}
RANKING: dict[str, Any] = {
    **_RANKED,
    "left_out": 3,
    "rows": [
        {
            "rank": 1,
            "region": "410105000000",
            "region_name": {"zh": "河南省郑州市金水区", "en": "Jinshui, Zhengzhou, Henan"},
            "value": 96.43,
            "parts": [{**_MEETING_RATE, "value": 96.43, "score": 96.43}],
        }
    ],
}
OUTLIERS: dict[str, Any] = {
    **_MOMENTS,
    "region": "4101",
    "region_name": _NAME,
    "period": _QUARTER,
    "history": {
        "name": "2013-01-01..2019-01-01",
        "text": {"zh": "2013-01-01至2018-12-31", "en": "2013-01-01 to 2018-12-31"},
        "from": "2013-01-01",
        "to": "2019-01-01",
        "days": 2191,
    },
    "threshold": 3.5,
    "formula": {
        "zh": "与本地区此前最多24个同类期间比较……",
        "en": "compared with at most 24 periods …",
    },
    "rows": [
        {
            "indicator": "sessions",
            "name": {"zh": "禁毒宣传活动", "en": "Prevention sessions"},
            "unit": "场",
            "region": "410100000000",
            "region_name": _NAME,
            "value": 48,
            "periods": 12,
            "median": 30.0,
            "mad": 2.0,
            "z": 6.07,
            "outlier": True,
        }
    ],
}
