"""Findings that were decided on, and plans with the reports that close a file: two sections."""

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.grouped import by_values, listed
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.sections import Section
from services.reporting.declared.indicators import INDICATORS
from shared.text import Text

FINDINGS = Text(zh="违规核实与认定", en="Findings")
FINDINGS_NOTE = Text(
    zh="只统计经人员认定或不予认定的；系统提示尚待认定的见工作清单。",
    en="Counted is what a person confirmed or dismissed; what waits for a decision is on the"
    " worklist.",
)
PLANS = Text(zh="帮教计划与结案报告", en="Plans and closing reports")
FIGURES = Text(zh="指标", en="Figure")
HOW = Text(zh="办理情况", en="Figures of the period")

OF_FINDINGS = tuple(
    INDICATORS[code]
    for code in (
        "serious_violations",
        "absconded",
        "departures",
        "findings_decided_in_time",
        "police_told_in_time",
    )
)
OF_PLANS = tuple(
    INDICATORS[code]
    for code in (
        "goals_set",
        "goals_met_share",
        "plan_reviews",
        "closing_reports",
        "closing_reports_in_time",
    )
)


async def findings(figures: Figures, asked: Asked) -> Section:
    """What was found and by which condition, what was decided, and how soon the police knew."""
    confirmed, decided = INDICATORS["findings_confirmed"], INDICATORS["findings_decided"]
    tables, drawn = [], []
    for one, code in ((confirmed, "finding"), (confirmed, "condition"), (decided, "decided")):
        table, chart = await by_values(figures, asked, one, code)
        if table.rows:
            tables.append(table)
            drawn += [chart] if len(table.rows) > 1 else []
    shares = await listed(figures, asked, asked.say(HOW), asked.say(FIGURES), OF_FINDINGS)
    title, note = asked.say(FINDINGS), asked.say(FINDINGS_NOTE)
    return Section(title, [*tables, shares], drawn, note)


async def plans(figures: Figures, asked: Asked) -> Section:
    """What became of goals, the share met, and whether files were closed with a report in time."""
    closed = INDICATORS["goals_closed"]
    tables, drawn = [], []
    for code in ("goal", "goal_outcome"):
        table, chart = await by_values(figures, asked, closed, code)
        if table.rows:
            tables.append(table)
            drawn += [chart] if len(table.rows) > 1 else []
    shares = await listed(figures, asked, asked.say(HOW), asked.say(FIGURES), OF_PLANS)
    return Section(asked.say(PLANS), [*tables, shares], drawn)
