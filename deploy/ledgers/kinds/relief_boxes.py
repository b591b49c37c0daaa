"""救助箱台账: what was given into the relief box of a workstation, and what two workers gave out.

The import is one user, and cannot be both persons who open a box. Its rows say what was done on
paper: who proposed and who released stand in the row, by their names in the agency's roster.
"""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.goods import NUMBER, pieces
from deploy.ledgers.kinds.entries import CLIENT, file_of
from deploy.ledgers.kinds.shops import STATION, THERE, station_of
from deploy.ledgers.ledger import (
    EVERY_ROW,
    REGION,
    Column,
    Ledger,
    RowValues,
    Words,
    day,
    one_of,
    region,
)
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import AMBIGUOUS, UNKNOWN, worker_column
from shared.text import Text

_IN, _OUT = "donations", "releases"
_ALONE, _NEITHER = "second_person_missing", "money_or_goods"
_SAME, _NOT_ENOUGH, _TOO_EARLY = (
    "one_worker_released",
    "not_enough_in_the_box",
    "released_before_proposed",
)
MOVES = Words(
    "unknown_box_move",
    Text(zh="收支请写入箱或出箱。", en="Write 入箱 or 出箱."),
    {
        **dict.fromkeys(("入箱", "入", "收", "收入", "捐入", "捐赠", "捐款", "接收", "入库"), _IN),
        **dict.fromkeys(("出箱", "出", "支", "支出", "发放", "救助", "出库"), _OUT),
    },
)
PURPOSES = Words(
    "unknown_purpose",
    Text(
        zh="用途请写基本生活、医疗、就学、住房、临时急难或慰问。",
        en="Write 基本生活, 医疗, 就学, 住房, 临时急难 or 慰问.",
    ),
    {
        **dict.fromkeys(("基本生活", "生活", "生活困难", "生活救助", "生活补助"), "daily_needs"),
        **dict.fromkeys(("医疗", "医疗救助", "看病", "就医"), "medical"),
        **dict.fromkeys(("就学", "助学", "上学", "教育"), "schooling"),
        **dict.fromkeys(("住房", "租房"), "housing"),
        **dict.fromkeys(("临时急难", "急难", "应急", "临时救助", "急难救助"), "emergency"),
        **dict.fromkeys(("慰问", "走访慰问", "节日慰问"), "sympathy"),
    },
)
_MONEY = frozenset({"现金", "人民币", "款", "钱", "善款", "捐款", "资金"})  # in place of goods


def _goods(cell: str) -> str:
    """The name of goods; blank for money, whatever it is called."""
    name = values.one_spelling(cell)
    return "" if values.optional(str)(name) is None or name in _MONEY else name


_DAY = replace(
    day("日期", "occurred_on", also=("登记日期", "收支日期", "发放日期", "开箱日期")),
    rests_on={_TOO_EARLY: {"申请日期"}},
)
_MOVE = one_of(MOVES, "收支", "move", also=("入/出", "出入", "收/支", "事项", "类型"))
_GOODS = Column("物品", "goods", _goods, also=("物品名称", "品名", "款物"))
_QUANTITY = Column(
    "数量",
    "quantity",
    values.optional(pieces),
    also=("件数", "物品数量"),
    texts={Reason.BAD_NUMBER: NUMBER},
    usual=0,
)
_AMOUNT = Column(
    "金额",
    "amount_fen",
    values.optional(values.fen),
    also=("金额（元）", "款额"),
    texts={
        "bad_amount": Text(
            zh="金额请写成元，如 500 或 500.50。", en="Write it in yuan, like 500 or 500.50."
        ),
        _NEITHER: Text(
            zh="款和物只写一种：现金写金额；物品写物品和数量（不少于1），不写折价。"
            "二者都有的请分为两行。",
            en="Money or goods: an amount, or goods and at least 1 of them, without their worth. "
            "Write two rows for both.",
        ),
    },
    rests_on={_NEITHER: {"物品", "数量"}, _NOT_ENOUGH: {"收支", "物品", "数量"}},
    usual=0,
)
_PURPOSE = replace(
    one_of(PURPOSES, "用途", "purpose", needed=False, also=("发放用途", "救助用途")),
    rests_on={Reason.MISSING_VALUE: {"收支"}},
)
_CLIENT = replace(CLIENT, read=values.optional(values.reference), needed=False)
_TWO = Text(
    zh="出箱须由两人办理：请在经办人、复核人栏填写人员名册中的两位工作人员；账上只记一人的，请查对"
    "原始凭据后补填。",
    en="Two workers give out relief: write two of the roster into 经办人 and 复核人. Where the "
    "books name one, look up the voucher and add the other.",
)
_APART = Text(
    zh="经办人和复核人不能是同一人；请填写另一人。",
    en="One worker cannot be both; write another one.",
)


def _person(name: str, field: str, also: tuple[str, ...]) -> Column:
    column = worker_column(name, field, needed=False, also=also)
    on_its_day = {each: {"日期", "申请日期"} for each in (UNKNOWN, AMBIGUOUS)}
    return replace(
        column,
        texts={**column.texts, _ALONE: _TWO, _SAME: _APART},
        rests_on={_ALONE: {"收支"}, _SAME: {"经办人", "复核人"} - {name}, **on_its_day},
        expected=True,
    )


_PROPOSED_BY = _person("经办人", "proposed_by", ("申请人", "经手人", "开箱人"))
_RELEASED_BY = _person("复核人", "released_by", ("审核人", "批准人", "监督人", "审批人"))
_PROPOSED_ON = replace(day("申请日期", "proposed_on", needed=False), expected=False)
_COLUMNS = (
    _DAY,
    THERE,
    region(),
    _MOVE,
    _GOODS,
    _QUANTITY,
    _AMOUNT,
    _PURPOSE,
    _CLIENT,
    _PROPOSED_BY,
    _RELEASED_BY,
    _PROPOSED_ON,
)


async def _enter(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter what was given in, or what two workers gave out."""
    is_out = record["move"] == _OUT
    faults = [*_amount_faults(record), *(_release_faults(record) if is_out else ())]
    if faults:
        raise RowRefused(faults)
    station = await station_of(record, sender)
    body = without_blanks(
        {name: record[name] for name in ("occurred_on", "goods", "quantity", "amount_fen")}
    )
    if is_out:
        body |= await _released(record, sender)
    if station == NOT_YET or record["move"] is None or NOT_YET in body.values():
        return _foreseen(record, station, sender)
    path = f"/v1/workstations/{station}/relief-box/{record['move']}"
    columns = {column.field: column for column in _COLUMNS if column is not _CLIENT}
    # What names no field is about how much there is.
    call = LedgerCall(path, body, key_of(path, body), {**columns, "case_id": _CLIENT, "": _AMOUNT})
    try:
        made = await sender.post(call)
    except RowRefused as refused:
        if not (sender.dry_run and _lacks_only_what_is_to_come(refused, record, sender)):
            raise
        return _foreseen(record, station, sender)
    if not is_out and made.is_new:
        sender.directory.boxes_filled.add(_box(record))
    return made


def _foreseen(record: RowValues, station: str, sender: Sender) -> CallAnswer:
    """What becomes of a row of a dry run that rests on what the folder has not entered yet."""
    if record["move"] == _IN:
        sender.directory.boxes_filled.add(_box(record))
    return CallAnswer({}, is_new=True)


def _box(record: RowValues) -> str:
    return f"{record[REGION]} {record[STATION]}"


def _lacks_only_what_is_to_come(refused: RowRefused, record: RowValues, sender: Sender) -> bool:
    reasons = {fault.reason for fault in refused.faults}
    return reasons == {_NOT_ENOUGH} and _box(record) in sender.directory.boxes_filled


def _amount_faults(record: RowValues) -> list[Fault]:
    """Money or goods, one of the two; a cell that cannot be read is said by itself."""
    goods, quantity, amount = record["goods"], record["quantity"], record["amount_fen"]
    is_money = bool(amount) and not goods and not quantity
    is_goods = bool(goods) and bool(quantity) and not amount
    return [] if is_money or is_goods else [_AMOUNT.fault(_NEITHER)]


def _release_faults(record: RowValues) -> list[Fault]:
    """What only a row of what left the box needs."""
    missing = [_PURPOSE.fault(Reason.MISSING_VALUE)] if record["purpose"] is None else []
    persons = [each for each in (_PROPOSED_BY, _RELEASED_BY) if record[each.field] is None]
    return [*missing, *(each.fault(_ALONE) for each in persons)]


async def _released(record: RowValues, sender: Sender) -> dict[str, str]:
    """For what it was, for whom, and by which two workers."""
    find, on = sender.directory.workforce.find, record["occurred_on"]
    proposed_on = record["proposed_on"] or on
    found: dict[str, str | None] = {"purpose": record["purpose"]}
    faults: list[Fault] = []
    for column, serving_on in ((_PROPOSED_BY, proposed_on), (_RELEASED_BY, on)):
        try:
            found[column.field] = await find(column, record[column.field], serving_on)
        except RowRefused as refused:
            faults += refused.faults
    if faults:
        raise RowRefused(faults)
    same = found["proposed_by"] == found["released_by"]
    if same and (found["released_by"] != NOT_YET or record["proposed_by"] == record["released_by"]):
        raise RowRefused([_RELEASED_BY.fault(_SAME)])
    if record["proposed_on"] is not None:
        found["proposed_on"] = record["proposed_on"]
    if record[CLIENT.field] is not None:
        found["case_id"] = await file_of(record[CLIENT.field], sender)
    return {name: value for name, value in found.items() if value is not None}


def _by_day(record: RowValues) -> tuple[str, bool]:
    """By days, and what came in first: books are also kept with the newest row on top."""
    return record["occurred_on"], record["move"] == _OUT


LEDGER = Ledger(
    "救助箱台账",
    _COLUMNS,
    f"/v1/workstations/{NOT_YET}/relief-box/{_IN}",
    check=_enter,
    send=_enter,
    in_order_of=EVERY_ROW,  # nothing leaves the box that was not put into it before
    entries=("cases.ReliefDonated", "cases.ReliefReleased"),
    read_path="/v1/workstations/{subject}/relief-box",
    void_path="/v1/workstations/{subject}/relief-box/entries/{entry}/void",
    sorted_by=_by_day,
    also=("爱心救助箱台账", "爱心箱台账", "救济箱台账", "救助箱登记", "爱心救助箱登记"),
)
