"""Findings: what was proposed and decided on, serious violations, and the reports to the police."""

from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.indicators.duties_rates import due, in_time
from services.reporting.declared.measures.findings import (
    DEPARTURES,
    FINDINGS,
    POLICE_NOTICES,
    Decided,
)
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty
from shared.events.cases.findings import Finding
from shared.text import Text

CONFIRMED = {"decided": (Decided.CONFIRMED,)}

FINDINGS_DECIDED = Indicator(
    code="findings_decided",
    name=Text(zh="违规核实", en="Findings decided on"),
    unit="件",
    formula=Text(
        zh="认定日期在期内的违规核实件数，含认定和不予认定；系统提示而未经人员认定的不计",
        en="findings that a person confirmed or dismissed in the period; what is proposed and was"
        " not decided on is none",
    ),
    numerator=Selection(FINDINGS),
)

FINDINGS_CONFIRMED = Indicator(
    code="findings_confirmed",
    name=Text(zh="认定的违规", en="Findings confirmed"),
    unit="件",
    better="low",
    formula=Text(
        zh="认定日期在期内、经人员认定的违规件数，可按认定事项、情形分列",
        en="findings that a person confirmed in the period, by what was found and by which"
        " condition",
    ),
    numerator=Selection(FINDINGS, CONFIRMED),
)

SERIOUS_VIOLATIONS = Indicator(
    code="serious_violations",
    name=Text(zh="严重违反协议人数", en="Clients found in serious violation"),
    unit="人",
    better="low",
    formula=Text(
        zh="期内被认定严重违反协议的人数，同一人只计一次",
        en="clients of whom a serious violation of the agreement was confirmed in the period, each"
        " counted once",
    ),
    numerator=Selection(
        FINDINGS, {**CONFIRMED, "finding": (Finding.SERIOUS_VIOLATION,)}, "persons"
    ),
)

ABSCONDED = Indicator(
    code="absconded",
    name=Text(zh="脱管失联人数", en="Clients found to have absconded"),
    unit="人",
    better="low",
    formula=Text(
        zh="期内被认定脱管失联的人数，同一人只计一次；失控率另按连续未见面的次数统计",
        en="clients of whom it was confirmed in the period that they had absconded, each counted"
        " once; the share of clients lost follows from contacts missed in a row instead",
    ),
    numerator=Selection(FINDINGS, {**CONFIRMED, "finding": (Finding.ABSCONDED,)}, "persons"),
)

DEPARTURES_FOUND = Indicator(
    code="departures",
    name=Text(zh="擅自离开", en="Departures without a report"),
    unit="人次",
    better="low",
    formula=Text(
        zh="期内发现的擅自离开次数，按发现日期计",
        en="departures without a report, on the days on which they were found",
    ),
    numerator=Selection(DEPARTURES),
)

POLICE_TOLD = Indicator(
    code="findings_told_to_police",
    name=Text(zh="违规报告公安", en="Findings told to the police"),
    unit="件",
    formula=Text(
        zh="期内就认定的违规向公安机关报告的件数",
        en="reports of confirmed findings to the police in the period",
    ),
    numerator=Selection(POLICE_NOTICES),
)

POLICE_TOLD_IN_TIME = Indicator(
    code="police_told_in_time",
    name=Text(zh="违规报告公安及时率", en="Share of findings told to the police in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按时向公安机关报告的违规认定件数 ÷ 应报告件数 × 100%；{AMONG_DUE.zh}",
        en="confirmed findings of which the police were told by the last day for it ÷ those of"
        f" which they were to be told × 100%; {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.POLICE_NOTICE),
    denominator=due(Duty.POLICE_NOTICE),
)

FINDINGS_DECIDED_IN_TIME = Indicator(
    code="findings_decided_in_time",
    name=Text(zh="违规核实及时率", en="Share of proposed findings decided on in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按时认定或不予认定的件数 ÷ 应核实件数 × 100%；{AMONG_DUE.zh}",
        en="proposed findings that were confirmed or dismissed by the last day for it ÷ those that"
        f" were to be decided on × 100%; {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.FINDING),
    denominator=due(Duty.FINDING),
)
