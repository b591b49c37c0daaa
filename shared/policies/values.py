"""The numbers that a policy may set, each with its name and what is allowed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.text import Text


class Value(StrEnum):
    """The numbers that a policy may set."""

    TERM_MONTHS = "term_months"  # of a programme, from reporting in
    REHABILITATION_LEAST_MONTHS = "rehabilitation_least_months"  # below it a completion is doubted
    DUE_SOON_DAYS = "due_soon_days"  # before the last day of a duty it is due soon
    FREE_DAYS = "free_days"  # that a client must have had in a window, else it is excused
    LOST_AFTER = "lost_after"  # contacts that were not met one after the other
    LEAVE_REPORT_DAYS = "leave_report_days"  # from so many on an absence is reported in writing
    OBJECTION_DAYS = "objection_days"  # after being told of a test's result
    SERIOUS_TESTS = "serious_tests"  # evaded or refused: a serious violation
    SERIOUS_DEPARTURES = "serious_departures"  # without a report: the same
    SERIOUS_ABSENCE_DAYS = "serious_absence_days"  # altogether, more than these: the same
    NOT_REACHED_DAYS = "not_reached_days"  # and a contact missed: absconded
    CLIENTS_PER_WORKER = "clients_per_worker"
    UNCOVERED_DAYS = "uncovered_days"  # of absence without cover: more, and nobody has the cases
    FEWEST_WORKERS = "fewest_workers"  # full-time ones of a workstation
    POST_DUE_AT = "post_due_at"  # registered users of a workstation
    PUBLIC_BENEFIT_POST_MONTHS = "public_benefit_post_months"
    ABSTINENT_MONTHS = "abstinent_months"  # to count as recovered
    TRANSFER_WORKING_DAYS = "transfer_working_days"  # to send the file
    TRANSFER_REPORT_DAYS = "transfer_report_days"  # to report in at the new place
    POINTS_GOOD_YEARS = "points_good_years"  # that of earning them included; 0: without end
    TIP_ANSWER_WORKING_DAYS = "tip_answer_working_days"
    TIP_REWARD_MONTHS = "tip_reward_months"
    AWARENESS_BANDS = "awareness_bands"  # per cent, the best first
    LEGAL_KNOWLEDGE_BANDS = "legal_knowledge_bands"
    SATISFACTION_BANDS = "satisfaction_bands"
    SMALLEST_SAMPLE = "smallest_sample"  # of a survey: of fewer no rate is shown to others
    EXECUTION_BANDS = "execution_bands"
    SMALLEST_CELL = "smallest_cell"  # of a published table
    CELLS_ROUNDED_TO = "cells_rounded_to"


@dataclass(frozen=True)
class Allowed:
    """What a value is called, and between which numbers it is; `bands` are several, falling."""

    name: Text
    least: int = 1
    most: int = 366
    bands: bool = False


_PER_CENT = 100

ALLOWED: Mapping[Value, Allowed] = {
    Value.TERM_MONTHS: Allowed(Text(zh="执行期限（月）", en="months of a programme"), most=120),
    Value.REHABILITATION_LEAST_MONTHS: Allowed(
        Text(
            zh="社区康复期满解除一般不少于的月数，少于的提示核对",
            en="months of rehabilitation below which a completion is doubted",
        ),
        least=0,
        most=120,
    ),
    Value.DUE_SOON_DAYS: Allowed(
        Text(zh="到期前提醒的天数", en="days before the last one in which something is due soon"),
        least=0,
    ),
    Value.FREE_DAYS: Allowed(
        Text(
            zh="期间内至少可履行的天数，不足则免予要求",
            en="free days, with fewer of which nothing is due",
        ),
        least=0,
    ),
    Value.LOST_AFTER: Allowed(
        Text(zh="连续未见面几次视为失控", en="contacts missed in a row by which a client is lost")
    ),
    Value.LEAVE_REPORT_DAYS: Allowed(
        Text(zh="离开几日以上须书面报告", en="days of absence from which the report is in writing")
    ),
    Value.OBJECTION_DAYS: Allowed(
        Text(zh="对检测结果提出异议的期限（日）", en="days to object to the result of a test"),
        least=0,
    ),
    Value.SERIOUS_TESTS: Allowed(
        Text(
            zh="严重违反协议：逃避、拒绝检测的次数",
            en="serious violation: tests evaded or refused",
        )
    ),
    Value.SERIOUS_DEPARTURES: Allowed(
        Text(
            zh="严重违反协议：擅自离开的次数",
            en="serious violation: departures without a report",
        )
    ),
    Value.SERIOUS_ABSENCE_DAYS: Allowed(
        Text(
            zh="严重违反协议：累计离开超过的天数",
            en="serious violation: more days of absence altogether than",
        )
    ),
    Value.NOT_REACHED_DAYS: Allowed(
        Text(
            zh="脱管失联：失去联系的天数（且有应见面未见面）",
            en="absconded: days in which a client is not reached, with a contact missed",
        )
    ),
    Value.CLIENTS_PER_WORKER: Allowed(
        Text(zh="每名专职人员服务的对象人数", en="clients of one worker"), most=10_000
    ),
    Value.UNCOVERED_DAYS: Allowed(
        Text(
            zh="缺勤且无人顶岗超过的天数，其档案列为无人负责",
            en="days of absence without cover, after more of which cases count as orphaned",
        ),
        least=0,
    ),
    Value.FEWEST_WORKERS: Allowed(
        Text(zh="工作站至少配备的专职人员", en="workers that a workstation has at least"), least=0
    ),
    Value.POST_DUE_AT: Allowed(
        Text(zh="应配购买岗位的登记人数", en="registered users from which a purchased post is due"),
        most=1_000_000,
    ),
    Value.PUBLIC_BENEFIT_POST_MONTHS: Allowed(
        Text(zh="公益性岗位最长月数", en="months of a public-benefit post at most")
    ),
    Value.ABSTINENT_MONTHS: Allowed(
        Text(zh="视为戒断的未复吸月数", en="months of abstinence to count as recovered")
    ),
    Value.TRANSFER_WORKING_DAYS: Allowed(
        Text(zh="转出档案的期限（工作日）", en="working days to send the file on"), least=0
    ),
    Value.TRANSFER_REPORT_DAYS: Allowed(
        Text(zh="变更执行地后报到的期限（日）", en="days to report in after a transfer"), least=0
    ),
    Value.POINTS_GOOD_YEARS: Allowed(
        Text(
            zh="积分有效的自然年数（含取得当年；0为长期有效）",
            en="calendar years in which points are good, that of earning them included; 0: always",
        ),
        least=0,
        most=100,
    ),
    Value.TIP_ANSWER_WORKING_DAYS: Allowed(
        Text(zh="答复举报人的期限（工作日）", en="working days to answer an informant"), least=0
    ),
    Value.TIP_REWARD_MONTHS: Allowed(
        Text(zh="领取举报奖励的期限（月）", en="months to claim a reward")
    ),
    Value.AWARENESS_BANDS: Allowed(
        Text(zh="知晓率分档（%）", en="bands of the awareness rate, %"), most=_PER_CENT, bands=True
    ),
    Value.LEGAL_KNOWLEDGE_BANDS: Allowed(
        Text(zh="法律知识普及率分档（%）", en="bands of the reach of legal knowledge, %"),
        most=_PER_CENT,
        bands=True,
    ),
    Value.SATISFACTION_BANDS: Allowed(
        Text(zh="满意度分档（%）", en="bands of the satisfaction rate, %"),
        most=_PER_CENT,
        bands=True,
    ),
    Value.SMALLEST_SAMPLE: Allowed(
        Text(
            zh="问卷调查对外显示比率的最少有效问卷数",
            en="answers of a survey below which its rate is shown to its own agency alone",
        ),
        most=10_000,
    ),
    Value.EXECUTION_BANDS: Allowed(
        Text(zh="执行率分档（%）", en="bands of the rate of programmes kept, %"),
        most=_PER_CENT,
        bands=True,
    ),
    Value.SMALLEST_CELL: Allowed(
        Text(zh="公开表格中的最小数", en="smallest number in a published table"), most=1_000
    ),
    Value.CELLS_ROUNDED_TO: Allowed(
        Text(zh="公开表格取整到", en="numbers of a published table are rounded to"), most=1_000
    ),
}
