"""The examples of occasions in the OpenAPI document."""

from typing import Any

from shared.http.openapi import shown

_QIXI: dict[str, Any] = {
    "code": "qixi",
    "name": {"zh": "七夕", "en": "Qixi"},
    "when": {"zh": "农历七月初七", "en": "day 7 of lunar month 7"},
    "first": "2025-08-29",
    "until": "2025-08-30",
    "proposed_since": "2025-08-26",
    "proposed_until": "2025-08-31",
}
OCCASIONS = shown({"version": "2026-1", "occasions": [_QIXI]}, versioned=False)
