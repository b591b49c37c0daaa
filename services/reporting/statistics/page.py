"""The year's table as a page: in Chinese or English, to read and to print, nothing from outside."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, StrictUndefined

from services.reporting.declared.annual import ANNUAL
from services.reporting.statistics.annual import AnnualReport
from shared.clock import CHINA
from shared.regions import built_in

Language = Literal["zh", "en"]

CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "title": "{year}年禁毒社会工作年度统计表",
        "region": "地区",
        "indicator": "指标",
        "value": "数值",
        "unit": "单位",
        "formula": "计算方法",
        "position": "数据位置",
        "made": "生成时间",
        "late": "数据延迟",
        "seconds": "{seconds}秒",
        "other": "English",
        "nothing": "尚无数据",
        "note": "人次按次计算，与人数不同。已作废的记录不计入。",
    },
    "en": {
        "title": "Anti-drug social work: the year {year}",
        "region": "Region",
        "indicator": "Indicator",
        "value": "Value",
        "unit": "Unit",
        "formula": "What is counted",
        "position": "Data up to",
        "made": "Made at",
        "late": "Data late by",
        "seconds": "{seconds} s",
        "other": "中文",
        "nothing": "no data yet",
        "note": "Person-times count each time; they are not persons. Void entries do not count.",
    },
}

UNITS_EN = {"人次": "person-times", "人": "persons", "场": "sessions", "篇": "articles"}

_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    files(__package__).joinpath("annual.html").read_text("utf-8")
)


def language_of(requested: Language | None, accept_language: str) -> Language:
    """The language to answer in: the requested one, else the caller's first, else Chinese.

    >>> language_of(None, "en-GB,en;q=0.9,zh;q=0.8"), language_of("zh", "en"), language_of(None, "")
    ('en', 'zh', 'zh')
    """
    if requested is not None:
        return requested
    for part in accept_language.lower().split(","):
        match part.strip()[:2]:
            case "en":
                return "en"
            case "zh":
                return "zh"
    return "zh"


def render(
    report: AnnualReport, region: str, language: Language, now: datetime, lag: str | None
) -> str:
    """The page of a report; `region` is written as the caller wrote it, `lag` in seconds."""
    return _TEMPLATE.render(
        text=TEXTS[language],
        language=language,
        other_language="en" if language == "zh" else "zh",
        report=report,
        region=region,
        place=built_in().name(report.region, language) or "",
        rows=[
            {
                "name": row.name.in_language(language),
                "value": f"{value:,}",
                "unit": row.unit if language == "zh" else UNITS_EN[row.unit],
                "formula": row.formula.in_language(language),
            }
            for row, value in zip(ANNUAL, report.values, strict=True)
        ],
        position="; ".join(
            f"{source} {', '.join(map(str, offsets)) or '–'}"
            for source, offsets in report.position.offsets.items()
        ),
        lag=lag,
        made=now.astimezone(CHINA),
    )
