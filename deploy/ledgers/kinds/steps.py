"""阶段变更: what changes the phase of a client's file, its term, and who was told of its end.

The first 报到 and 协议 stand in the row of 服务对象; those that came after another change have rows
here, in the order of the days.
"""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.client_columns import KINDS
from deploy.ledgers.kinds.entries import CLIENT, file_of, post
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues, Words, day, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

CHANGES = Words(
    "unknown_change",
    Text(
        zh="变更请写报到、签订协议、中止执行、恢复执行、类别变更、折抵期限、终止、恢复档案或终止通知。",
        en="Write 报到, 签订协议, 中止执行, 恢复执行, 类别变更, 折抵期限, 终止, 恢复档案 or "
        "终止通知.",
    ),
    {
        "报到": "reporting-in",
        "重新报到": "reporting-in",
        "签订协议": "agreement",
        "签协议": "agreement",
        "中止执行": "suspension",
        "中止": "suspension",
        "恢复执行": "resumption",
        "类别变更": "kind",
        "变更类别": "kind",
        "折抵期限": "time-served",
        "期限折抵": "time-served",
        "终止": "ending",
        "解除": "ending",
        "恢复档案": "reopening",
        "终止通知": "notices",
        "通知": "notices",
    },
)
DOCUMENTS = Words(
    "unknown_document",
    Text(
        zh="文书请写文书全称，如责令社区康复决定书、拘留通知书、解除社区戒毒通知书。",
        en="Write the document's full name, such as 责令社区康复决定书, 拘留通知书.",
    ),
    {
        "责令社区戒毒（康复）决定书": "decision",
        "责令社区戒毒决定书": "decision",
        "责令社区康复决定书": "decision",
        "社区戒毒决定书": "decision",
        "社区康复决定书": "decision",
        "撤销社区戒毒（康复）决定书": "revocation_decision",
        "撤销社区戒毒决定书": "revocation_decision",
        "撤销社区康复决定书": "revocation_decision",
        "撤销决定书": "revocation_decision",
        "强制隔离戒毒决定书": "isolation_decision",
        "拘留通知书": "detention_notice",
        "逮捕证": "arrest_warrant",
        "解除（释放）证明书": "release_certificate",
        "释放证明书": "release_certificate",
        "解除证明书": "release_certificate",
        "解除社区戒毒（康复）通知书": "completion_certificate",
        "解除社区戒毒通知书": "completion_certificate",
        "解除社区康复通知书": "completion_certificate",
        "刑事判决书": "judgment",
        "判决书": "judgment",
        "死亡证明": "death_certificate",
        "出境证明": "exit_record",
        "转移函": "transfer_letter",
        "解除动态管控审批表": "removal_approval",
        "医疗机构证明": "medical_certificate",
        "医院证明": "medical_certificate",
    },
)
CAUSES = Words(
    "unknown_cause",
    Text(
        zh="事由请写拘留、逮捕、住院（中止执行），或返回、释放、撤销终止、复吸、解除后仍在册（恢复档案）。",
        en="Write 拘留, 逮捕 or 住院 for 中止执行; 返回, 释放, 撤销终止, 复吸 or 解除后仍在册 for"
        " 恢复档案.",
    ),
    {
        "拘留": "detained",
        "被拘留": "detained",
        "逮捕": "arrested",
        "被逮捕": "arrested",
        "住院": "in_hospital",
        "住院治疗": "in_hospital",
        "返回": "returned",
        "返回本地": "returned",
        "释放": "released",
        "撤销终止": "ending_lifted",
        "复吸": "used_again",
        "解除后仍在册": "stays_registered",
        "仍在册": "stays_registered",
    },
)
ENDINGS = Words(
    "unknown_ending",
    Text(
        zh="去向请写期满解除、强制隔离戒毒、收监、死亡、出国（境）、迁往外地或解除动态管控。",
        en="Write 期满解除, 强制隔离戒毒, 收监, 死亡, 出国, 迁往外地 or 解除动态管控.",
    ),
    {
        "期满解除": "completed",
        "强制隔离戒毒": "compulsory_isolation",
        "强戒": "compulsory_isolation",
        "收监": "imprisoned",
        "判刑": "imprisoned",
        "死亡": "died",
        "出国（境）": "went_abroad",
        "出国": "went_abroad",
        "出境": "went_abroad",
        "迁往外地": "moved_away",
        "解除动态管控": "taken_off_register",
    },
)
SERVED_WHERE = Words(
    "unknown_place_served",
    Text(
        zh="折抵来源请写强制隔离戒毒、原执行地或羁押。",
        en="Write 强制隔离戒毒, 原执行地 or 羁押.",
    ),
    {
        "强制隔离戒毒": "compulsory_isolation",
        "强戒": "compulsory_isolation",
        "原执行地": "other_region",
        "外地执行": "other_region",
        "羁押": "detention",
        "拘留": "detention",
    },
)
DRUG_USES = Words(
    "unknown_drug_use",
    Text(zh="吸毒情况请写未复吸、复吸或不详。", en="Write 未复吸, 复吸 or 不详."),
    {"未复吸": "abstinent", "复吸": "relapsed", "不详": "not_known"},
)
WORKS = Words(
    "unknown_work",
    Text(
        zh="就业请写已就业、公益性岗位、培训、求职中或无劳动能力。",
        en="Write 已就业, 公益性岗位, 培训, 求职中 or 无劳动能力.",
    ),
    {
        "已就业": "employed",
        "就业": "employed",
        "公益性岗位": "public_benefit_post",
        "公益岗": "public_benefit_post",
        "培训": "in_training",
        "求职中": "looking",
        "未就业": "looking",
        "无劳动能力": "unable",
    },
)
HOUSEHOLDS = Words(
    "unknown_household",
    Text(zh="居住请写与家人同住、独居或无固定住所。", en="Write 与家人同住, 独居 or 无固定住所."),
    {"与家人同住": "with_family", "独居": "alone", "无固定住所": "no_home"},
)
VIEWS = Words(
    "unknown_view",
    Text(
        zh="本人评价请写有帮助、有一些帮助或没有帮助。",
        en="Write 有帮助, 有一些帮助 or 没有帮助.",
    ),
    {"有帮助": "helpful", "有一些帮助": "partly_helpful", "没有帮助": "not_helpful"},
)
NOTICED = Words(
    "unknown_noticed",
    Text(zh="通知对象请写公安、家属、街道或乡镇。", en="Write 公安, 家属, 街道 or 乡镇."),
    {
        **dict.fromkeys(("公安", "公安机关", "派出所"), "police"),
        "家属": "family",
        **dict.fromkeys(("街道", "街道办事处", "街道办", "街道（乡镇）"), "street"),
        **dict.fromkeys(("乡镇", "乡镇人民政府", "乡镇政府", "镇政府", "乡政府"), "street"),
    },
)

# Without it nobody knows what else the row must say: no word stands in for it.
CHANGE = replace(
    one_of(CHANGES, "变更", "change", also=("变更事项", "变更类型")), sample=None, tells_apart=True
)


def _with(column: Column, *changes: str) -> Column:
    """A column that rows of these changes must fill in."""
    words = {word for word, path in CHANGES.codes.items() if path in changes}
    return replace(column, needed_with=(CHANGE.name, words))


COLUMNS: tuple[Column, ...] = (
    day("日期", "occurred_on", also=("变更日期", "变更时间")),
    _with(
        one_of(CAUSES, "事由", "reason", needed=False, also=("变更事由",)),
        "suspension",
        "reopening",
    ),
    _with(one_of(KINDS, "新类别", "kind", needed=False, also=("变更后类别",)), "kind"),
    _with(one_of(ENDINGS, "去向", "ending", needed=False, also=("终止方式", "终止去向")), "ending"),
    _with(
        one_of(DOCUMENTS, "文书", "evidence", needed=False, also=("文书种类", "法律文书")),
        "suspension",
        "resumption",
        "kind",
        "time-served",
        "ending",
    ),
    text("文书编号", "document_number", private=True, also=("文书文号", "文号")),
    _with(
        Column("折抵天数", "days", values.optional(values.days), also=("折抵期限（天）",)),
        "time-served",
    ),
    _with(
        one_of(SERVED_WHERE, "折抵来源", "where", needed=False, also=("折抵事由",)),
        "time-served",
    ),
    one_of(DRUG_USES, "吸毒情况", "drug_use", needed=False, also=("复吸情况",)),
    one_of(WORKS, "就业", "work", needed=False, also=("就业情况",)),
    one_of(HOUSEHOLDS, "居住", "household", needed=False, also=("居住情况",)),
    one_of(VIEWS, "本人评价", "client_view", needed=False, also=("服务对象评价",)),
    _with(one_of(NOTICED, "通知对象", "told", needed=False, also=("被通知人",)), "notices"),
    text("备注", "note", private=True, also=("说明",)),
)
# Without 报到 and 签订协议: an import cannot tell those of 服务对象 from those of this ledger.
# So --replacing takes back neither.
EVENTS = {
    "cases.ProgrammeSuspended",
    "cases.ProgrammeResumed",
    "cases.KindChanged",
    "cases.CaseEnded",
    "cases.CaseReopened",
    "cases.EndingNotified",
    "cases.TimeServedCredited",
}


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Take the step. A dry run, which takes none, knows of those that it would have taken before.

    What the service refuses behind these may be right: the step is then asked for by itself.
    """
    reference, path = record[CLIENT.field], record[CHANGE.field]
    case_id = await file_of(reference, sender)
    try:
        answer = await _post(record, case_id, path, sender)
    except RowRefused as refused:
        if refused.status != 409 or not sender.directory.is_changed(reference):
            raise
        answer = await _post(record, NOT_YET, path, sender)
    if sender.dry_run and answer.is_new:
        sender.directory.note_change(reference)
    return answer


async def _check(record: RowValues, sender: Sender) -> CallAnswer:
    """Whether a row contradicts itself, or was taken before.

    Whether its step can follow is known when the rows before it are taken: a dry run takes none.
    """
    path = record[CHANGE.field]
    case_id = NOT_YET
    if record[CLIENT.field] is not None:
        case_id = await file_of(record[CLIENT.field], sender)
    if path is None:
        return CallAnswer({}, is_new=True)
    try:
        return await _post(record, case_id, path, sender)
    except RowRefused as refused:
        if case_id == NOT_YET or refused.status != 409:
            raise
        return await _post(record, NOT_YET, path, sender)


async def _post(record: RowValues, case_id: str, path: str, sender: Sender) -> CallAnswer:
    made = call(f"/v1/cases/{case_id}/{path}", COLUMNS, record)
    return await post(made, COLUMNS[0], record, case_id, sender)


LEDGER = Ledger(
    "阶段变更",
    (COLUMNS[0], CLIENT, CHANGE, *COLUMNS[1:]),
    f"/v1/cases/{NOT_YET}/ending",
    check=_check,
    send=_send,
    in_order_of=CLIENT.field,
    entries=EVENTS,
    read_path="/v1/cases/{subject}",
    void_path="/v1/cases/{subject}/entries/{entry}/void",
)
