"""The year's table as a page: in Chinese or English, to read and to print, nothing from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from services.reporting.declared.annual import ANNUAL
from services.reporting.statistics.annual import AnnualReport
from services.reporting.statistics.completeness import Completeness
from shared.clock import CHINA
from shared.http.language import OTHER, TAG
from shared.http.page_style import STYLE
from shared.region_names import full_name, with_code
from shared.regions import prefix, regions_in_force
from shared.text import Language, Text
from shared.units import UNITS

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="{year}年禁毒社会工作年度统计表", en="Anti-drug social work: the year {year}"),
    "region": Text(zh="地区（名称或代码）", en="Region (name or code)"),
    "year": Text(zh="年份", en="Year"),
    "show": Text(zh="查看", en="Show"),
    "indicator": Text(zh="指标与计算方法", en="Indicator, and what is counted"),
    "value": Text(zh="数值", en="Value"),
    "unit": Text(zh="单位", en="Unit"),
    "data": Text(zh="数据情况：", en="Data:"),
    "counted": Text(zh="计入截止：", en="Counted until:"),
    "unknown": Text(zh="暂时无法确认", en="not known at present"),
    "made": Text(zh="生成时间：", en="Made at:"),
    "other": Text(zh="English", en="中文"),
    "home": Text(zh="首页", en="Start page"),
    "until": Text(
        zh="截至{day}：本年度尚未结束，数值还会变化。",
        en="Until today, {day}: the year is not over, and the figures will change.",
    ),
    "note": Text(
        zh="人次按次计算，与人数不同。已作废的记录不计入。",
        en="Person-times count each time; they are not persons. Void entries do not count.",
    ),
    "below": Text(
        zh="街道（乡镇）和社区（村）的数字不在此列：查看这些数字需要操作权限 statistics:detail。",
        en="Figures of streets and communities are not to be had here: they need the action"
        " statistics:detail.",
    ),
    "which": Text(zh="请选择地区", en="Which region do you mean?"),
    "several": Text(
        zh="“{name}”可能指下列地区：", en="“{name}” may stand for one of these regions:"
    ),
}


def _template(name: str) -> Template:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)


_ANNUAL, _CHOOSE = _template("annual.html"), _template("choose.html")


@dataclass(frozen=True)
class Offered:
    """What the page lets choose: the years, latest first, and the codes (12 digits) of regions.

    `with_detail` says whether regions below the county are among them.
    """

    years: Sequence[int]
    regions: Iterable[str]
    with_detail: bool = False


@dataclass(frozen=True)
class DataState:
    """How complete the figures are: all that was recorded before `counted_until` is in them.

    None: that moment is not known.
    """

    completeness: Completeness
    counted_until: datetime | None = None


def render(
    report: AnnualReport,
    region: str,
    language: Language,
    now: datetime,
    state: DataState,
    offered: Offered,
) -> str:
    """The page of a report; `region` is written as the caller wrote it."""
    return _ANNUAL.render(
        **_common(language),
        report=report,
        region=region,
        place=with_code(report.region, regions_in_force(), language, report.last_day),
        rows=[
            {
                "name": row.name.in_language(language),
                "value": f"{value:,}",
                "unit": UNITS[row.unit].in_language(language),
                "formula": row.formula.in_language(language),
            }
            for row, value in zip(ANNUAL, report.values, strict=True)
        ],
        years=sorted({report.year, *offered.years}, reverse=True),
        regions=_named(offered.regions, language),
        with_detail=offered.with_detail,
        completeness=state.completeness.text().in_language(language),
        counted=_moment(state.counted_until),
        made=_moment(now),
    )


def render_choice(region: str, year: int, codes: Iterable[str], language: Language) -> str:
    """The page that asks which of several regions is meant by what the caller wrote."""
    choices = [(prefix(code), with_code(code, regions_in_force(), language)) for code in codes]
    return _CHOOSE.render(**_common(language), region=region, year=year, choices=choices)


def _common(language: Language) -> dict[str, object]:
    other = OTHER[language]
    return {
        "text": {name: text.in_language(language) for name, text in TEXTS.items()},
        "style": STYLE,
        "language": language,
        "tag": TAG[language],
        "other": other,
        "other_tag": TAG[other],
    }


def _named(codes: Iterable[str], language: Language) -> list[tuple[str, str]]:
    regions = regions_in_force()
    return [(prefix(code), full_name(code, regions).in_language(language)) for code in codes]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S} (UTC+8)"
