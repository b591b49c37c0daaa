"""Duties: what became of what was due, what is overdue, and the programme kept."""

from services.reporting.declared.dimensions import PROGRAMME
from services.reporting.declared.measures.duties import DONE, DUE, DUTIES, NOT_DONE, Whose
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty, DutyOutcome
from shared.text import Text

# Who is in the denominator of every share of what was due.
AMONG_DUE = Text(
    zh="应办的包括按时完成、逾期完成、已逾期和未完成的，不含免予办理的和无需再办的；按期限最后一天"
    "计入所在期间",
    en="due is what was done in time or late, what is overdue and what was missed; what was excused"
    " or fell away is in neither; each counts on the last day of its time",
)

DUTIES_CLOSED = Indicator(
    code="duties_closed",
    name=Text(zh="到期事项", en="Duties whose time is over"),
    unit="项",
    formula=Text(
        zh="办理期限最后一天在期内的事项数，可按事项、办理情况、责任方分列；含免予办理的和无需再办"
        "的",
        en="duties whose last day is in the period, by what became of them; what was excused or"
        " fell away is among them",
    ),
    numerator=Selection(DUTIES),
)

DUTIES_DONE = Indicator(
    code="duties_done",
    name=Text(zh="应办事项完成率", en="Share of duties done"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"期内到期事项中已完成的（含逾期完成）÷ 应办次数 × 100%；{AMONG_DUE.zh}",
        en=f"duties that were done, in time or late ÷ duties due × 100%; {AMONG_DUE.en}",
    ),
    numerator=Selection(DUTIES, {"duty_outcome": DONE}),
    denominator=Selection(DUTIES, {"duty_outcome": DUE}),
)

DUTIES_IN_TIME = Indicator(
    code="duties_done_in_time",
    name=Text(zh="应办事项按时完成率", en="Share of duties done in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"期内到期事项中按时完成的 ÷ 应办次数 × 100%；{AMONG_DUE.zh}",
        en=f"duties that were done by their last day ÷ duties due × 100%; {AMONG_DUE.en}",
    ),
    numerator=Selection(DUTIES, {"duty_outcome": (DutyOutcome.MET,)}),
    denominator=Selection(DUTIES, {"duty_outcome": DUE}),
)

DUTIES_OVERDUE = Indicator(
    code="duties_overdue",
    name=Text(zh="已逾期事项", en="Duties overdue"),
    unit="项",
    better="low",
    formula=Text(
        zh="期限最后一天不晚于期末、到查询之时（指定登记截止日的，到该日）仍未办理的事项数，与工作清单"
        "的逾期事项一致；一份档案的同一事项至多计一项，危机、预约、请假、终止按件计。补办、补登后不"
        "再计入，以往期间也是如此",
        en="duties whose last day was by the end of the period and that are not done at the moment"
        " of the question, or of as_of, as on the worklist; one at most for each duty of a case, or"
        " for each crisis, appointment, leave or ending. What is done or entered late is overdue no"
        " more, in past periods either",
    ),
    numerator=Selection(DUTIES, {"duty_outcome": (DutyOutcome.OVERDUE,)}, "stock"),
)

TESTS_MISSED = Indicator(
    code="tests_missed",
    name=Text(zh="漏检次数", en="Tests missed"),
    unit="次",
    better="low",
    formula=Text(
        zh="办理期限最后一天在期内、未做的定期检测次数（已逾期的和未完成的）；补做、补登后不再计入；"
        "免予办理的和无需再办的不计入",
        en="regular tests whose last day is in the period and that were not done, overdue or"
        " missed; one that is done or entered late counts no more; what was excused or fell away"
        " does not",
    ),
    numerator=Selection(DUTIES, {"duty": (Duty.TEST,), "duty_outcome": NOT_DONE}),
)

PROGRAMME_KEPT = Indicator(
    code="programme_kept",
    name=Text(zh="执行率", en="Share of the clients' own duties kept"),
    unit="%",
    better="high",
    formula=Text(
        zh="社区戒毒、社区康复人员本人应履行的事项（报到、定期报到、检测、销假）中已履行的次数（含"
        f"逾期履行）÷ 应履行次数 × 100%；按次数计，不按人数计；{AMONG_DUE.zh}",
        en="duties of clients in a programme that are their own (reporting in, regular reports,"
        " tests, returns from leave) and were done, in time or late ÷ such duties due × 100%;"
        f" duties are counted and not persons; {AMONG_DUE.en}",
    ),
    numerator=Selection(
        DUTIES, {"group": (PROGRAMME,), "whose": (Whose.CLIENT,), "duty_outcome": DONE}
    ),
    denominator=Selection(
        DUTIES, {"group": (PROGRAMME,), "whose": (Whose.CLIENT,), "duty_outcome": DUE}
    ),
)

PERSONS_NOT_KEEPING = Indicator(
    code="persons_not_keeping",
    name=Text(zh="有未履行事项的人员", en="Clients who did not keep a duty of their own"),
    unit="人",
    better="low",
    formula=Text(
        zh="社区戒毒、社区康复人员中，本人应履行的事项期内到期、至少有一项逾期未履行或未履行的人"
        "数，同一人只计一次",
        en="clients in a programme of whose own duties one at least, with its last day in the"
        " period, is overdue or was missed, each counted once",
    ),
    numerator=Selection(
        DUTIES,
        {"group": (PROGRAMME,), "whose": (Whose.CLIENT,), "duty_outcome": NOT_DONE},
        "persons",
    ),
)

SHARE_NOT_KEEPING = Indicator(
    code="share_not_keeping",
    name=Text(zh="未履行人员比例", en="Share of clients who did not keep a duty of their own"),
    unit="%",
    better="low",
    formula=Text(
        zh="有未履行事项的人数 ÷ 期内有本人应履行事项到期的社区戒毒、社区康复人数 × 100%，同一人各"
        "只计一次；本期没有事项到期的人不在内",
        en="clients who did not keep a duty of their own ÷ clients in a programme of whose own"
        " duties one at least was due in the period × 100%, each counted once; who had nothing due"
        " is in neither",
    ),
    numerator=Selection(
        DUTIES,
        {"group": (PROGRAMME,), "whose": (Whose.CLIENT,), "duty_outcome": NOT_DONE},
        "persons",
    ),
    denominator=Selection(
        DUTIES,
        {"group": (PROGRAMME,), "whose": (Whose.CLIENT,), "duty_outcome": DUE},
        "persons",
    ),
)
