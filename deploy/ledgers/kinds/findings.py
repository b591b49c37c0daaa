"""违规情况登记: what a person decided on findings that the entries propose, and the police told."""

import dataclasses

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.kinds.entries import all_of, entries
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import RowValues, Words, day, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_ONE, _NOT_CONFIRMED = "confirmed_or_dismissed", "only_confirmed_told"
_NOTHING_PROPOSED = "nothing_proposed"

CONDITIONS = Words(
    "unknown_condition",
    Text(
        zh="情形请写逾期未报到、逃避拒绝检测、擅自离开、擅自离开累计超期或失去联系。",
        en="Write 逾期未报到, 逃避拒绝检测, 擅自离开, 擅自离开累计超期 or 失去联系.",
    ),
    {
        **dict.fromkeys(("逾期未报到", "拒绝报到", "report_in"), "report_in"),
        **dict.fromkeys(
            ("逃避拒绝检测", "逃避、拒绝检测", "拒绝检测", "逃避检测", "拒检", "tests"), "tests"
        ),
        **dict.fromkeys(("擅自离开", "擅自离开三次以上", "departures"), "departures"),
        **dict.fromkeys(("擅自离开累计超期", "累计超过三十日", "absence"), "absence"),
        **dict.fromkeys(("失去联系", "脱管失联", "失联", "脱管", "not_reached"), "not_reached"),
    },
)
BASES = Words(
    "unknown_basis",
    Text(
        zh="认定依据请写听取本人说明、向家属核实、上门核实、公安通报或台账记录。",
        en="Write 听取本人说明, 向家属核实, 上门核实, 公安通报 or 台账记录.",
    ),
    {
        **dict.fromkeys(("听取本人说明", "本人说明", "client_heard"), "client_heard"),
        **dict.fromkeys(("向家属核实", "家属核实", "family_heard"), "family_heard"),
        **dict.fromkeys(("上门核实", "入户核实", "visited"), "visited"),
        **dict.fromkeys(("公安通报", "公安机关通报", "police_information"), "police_information"),
        **dict.fromkeys(("台账记录", "仅凭台账记录", "entries_alone"), "entries_alone"),
    },
)
REASONS = Words(
    "unknown_reason",
    Text(
        zh="不予认定理由请写有正当理由、记录有误、已取得联系或已告诫。",
        en="Write 有正当理由, 记录有误, 已取得联系 or 已告诫.",
    ),
    {
        **dict.fromkeys(("有正当理由", "正当理由", "excused"), "excused"),
        **dict.fromkeys(("记录有误", "登记有误", "recorded_wrongly"), "recorded_wrongly"),
        **dict.fromkeys(("已取得联系", "已联系上", "client_reached"), "client_reached"),
        **dict.fromkeys(("已告诫", "已批评教育", "dealt_with"), "dealt_with"),
    },
)

DAY = day("认定日期", "occurred_on", also=("日期", "核实日期", "认定时间"))
CONDITION = one_of(CONDITIONS, "情形", "condition", also=("违规情形", "违规情况"))
REASON = one_of(REASONS, "不予认定理由", "reason", needed=False, also=("不认定理由",))
BASIS = dataclasses.replace(
    one_of(BASES, "认定依据", "basis", needed=False, also=("核实方式",)),
    rests_on={_ONE: {REASON.name}},
)
BASIS = dataclasses.replace(
    BASIS,
    texts={
        **BASIS.texts,
        _ONE: Text(
            zh="认定的请填写认定依据，不予认定的请填写不予认定理由；两项填且只填一项。",
            en="Write 认定依据 where it was confirmed, or 不予认定理由 where it was dismissed.",
        ),
    },
)
TOLD_ON = dataclasses.replace(
    day("报告公安日期", "told_on", needed=False, also=("报告日期", "上报公安日期")),
    texts={
        _NOT_CONFIRMED: Text(
            zh="不予认定的不报告公安机关；请清空此格，或填写认定依据。",
            en="The police are told of what was confirmed alone; leave this blank.",
        )
    },
    rests_on={_NOT_CONFIRMED: {REASON.name}},
)
NOTE = text("核实情况", "note", also=("说明", "备注"), private=True)


async def _post(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Confirm or dismiss what is proposed by the condition on the day; then the police are told.

    A dry run does not know of entries that the same folder brings: what they would propose is
    asked when the row is sent.
    """
    is_dismissed = record[REASON.field] is not None
    if is_dismissed is (record[BASIS.field] is not None):
        raise RowRefused([BASIS.fault(_ONE)])
    told_on = record[TOLD_ON.field]
    if is_dismissed and told_on is not None:
        raise RowRefused([TOLD_ON.fault(_NOT_CONFIRMED)])
    path = f"/v1/cases/{case_id}/{'dismissed-findings' if is_dismissed else 'findings'}"
    why = REASON if is_dismissed else BASIS
    try:
        finding = await sender.post(call(path, (DAY, CONDITION, why, NOTE), record))
    except RowRefused as refused:
        if not (sender.dry_run and refused.faults[0].reason == _NOTHING_PROPOSED):
            raise
        return CallAnswer({}, is_new=True, warnings=refused.warnings)
    entry_id = finding.body.get("entry_id")
    if told_on is None or entry_id is None:
        return finding
    notice, body = f"{path}/{entry_id}/police-notice", {"occurred_on": told_on}
    columns = {"occurred_on": TOLD_ON}
    return all_of(
        finding, await sender.post(LedgerCall(notice, body, key_of(notice, body), columns))
    )


LEDGER = entries(
    "违规情况登记",
    "findings",
    "cases.FindingConfirmed",
    DAY,
    CONDITION,
    BASIS,
    REASON,
    TOLD_ON,
    NOTE,
    also_makes=("cases.FindingDismissed", "cases.PoliceToldOfFinding"),
    posts=_post,
)
