"""服务对象: persons, their files, and the first steps of their programmes."""

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, fields, key_of, random_key, without_blanks
from deploy.ledgers.directory import LONGEST, NOT_YET
from deploy.ledgers.kinds import workstations
from deploy.ledgers.ledger import Column, Ledger, RowValues, Words, day, one_of, region
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from shared.text import Text

SEXES = Words(
    "unknown_sex",
    Text(zh="性别请写男或女。", en="Write 男 or 女."),
    {"男": "male", "男性": "male", "女": "female", "女性": "female"},
)
KINDS = Words(
    "unknown_kind",
    Text(zh="类别请写社区戒毒、社区康复或社会面。", en="Write 社区戒毒, 社区康复 or 社会面."),
    {
        "社区戒毒": "community_detoxification",
        "社区康复": "community_rehabilitation",
        "社会面": "at_large",
        "社会面吸毒人员": "at_large",
    },
)

_REFERENCE = Column(
    "编号",
    "reference",
    values.needed(values.reference),
    "—",
    needed=True,
    also=("对象编号", "服务对象编号", "人员编号", "档案编号"),
)
_PERSON = Column(
    "身份证号",
    "id_number",
    values.digits,
    "11010519491231002X",  # the example of GB 11643
    needed=True,
    also=(
        "身份证号码",
        "身份证",
        "公民身份号码",
        "公民身份证号码",
        "居民身份证号",
        "居民身份证号码",
    ),
    reasons={"missing": Reason.ID_CHECKSUM.value, "too_long": Reason.ID_CHECKSUM.value},
)
_STATION = Column(
    "工作站",
    "workstation_id",
    values.optional(values.one_spelling),
    also=("工作站名称", "所属工作站"),
    rests_on={Reason.UNKNOWN_WORKSTATION: {"区划代码"}},
)
_DECIDED = Column(
    "决定日期",
    "decided_on",
    values.optional(values.day),
    "1949-10-01",
    also=("决定时间", "作出决定日期", "决定书日期"),
    needed_with=("类别", {"社区戒毒", "社区康复"}),
    reasons={"decision_date_missing": Reason.BAD_DATE.value},
    rests_on={"decision_date_missing": {"类别"}},
)
_REPORTED = day(
    "报到日期",
    "reported_in_on",
    needed=False,
    also=("报到时间",),
    rests_on={
        Reason.NOT_A_PROGRAMME: {"类别"},
        Reason.REPORTED_IN_BEFORE_DECISION: {"类别", "决定日期"},
    },
)
_AGREED = day(
    "协议日期",
    "agreement_signed_on",
    needed=False,
    also=("签订协议日期", "协议签订日期", "签协议日期"),
    rests_on={
        Reason.NOT_A_PROGRAMME: {"类别"},
        Reason.NOT_REPORTED_IN: {"报到日期"},
        Reason.AGREEMENT_BEFORE_REPORTING_IN: {"报到日期"},
    },
)
_NAME_ALSO = ("服务对象姓名", "对象姓名", "人员姓名")
_PHONE_ALSO = ("手机号", "手机号码", "电话", "联系电话", "电话号码", "联系方式")
_COLUMNS = (
    _REFERENCE,
    Column("姓名", "name", values.needed(values.person_name), "—", needed=True, also=_NAME_ALSO),
    one_of(SEXES, "性别", "sex", needed=False),
    _PERSON,
    Column("手机", "phone", values.optional(values.phone), also=_PHONE_ALSO),
    one_of(KINDS, "类别", "kind", also=("人员类别", "对象类别")),
    region(),
    _STATION,
    _DECIDED,
    _REPORTED,
    _AGREED,
)


def _registration(record: RowValues) -> LedgerCall:
    """Register a person; the service knows the same person again by the ID number.

    The key is random: one made from a person's particulars could be guessed at, and would
    outlive their erasure from the vault.
    """
    columns = fields(_COLUMNS, ("name", "id_number", "phone", "sex"))
    body = without_blanks({name: record[name] for name in columns})
    return LedgerCall("/v1/clients", body, random_key(), columns)


def _opening(record: RowValues, client_id: str | None, workstation_id: str | None) -> LedgerCall:
    """Open the person's file under the agency's own number.

    Without a client it is a dry run's, and has the first steps with it.
    """
    columns = {
        "client_id": _PERSON,
        **fields(_COLUMNS, ("reference", "kind", "region", "workstation_id", "decided_on")),
    }
    if client_id is None:
        columns |= fields(_COLUMNS, ("reported_in_on", "agreement_signed_on"))
    registered = None if workstation_id == NOT_YET else workstation_id
    stated = {**record, "client_id": client_id, "workstation_id": registered}
    body = without_blanks({name: stated[name] for name in columns})
    # What is left out must not be taken for what an earlier import left out.
    key = random_key() if workstation_id == NOT_YET else key_of("/v1/cases", body)
    return LedgerCall("/v1/cases", body, key, columns)


def _first_steps(record: RowValues, case_id: str) -> list[LedgerCall]:
    """Report in and sign the agreement, as far as the row says so."""
    calls = []
    for step, column in (("reporting-in", _REPORTED), ("agreement", _AGREED)):
        if record[column.field] is not None:
            path = f"/v1/cases/{case_id}/{step}"
            body = {"occurred_on": record[column.field]}
            calls.append(LedgerCall(path, body, key_of(path, body), {"occurred_on": column}))
    return calls


async def _workstation(record: RowValues, sender: Sender) -> str | None:
    """The id of the row's workstation; a row may name none that its folder does not list."""
    name = record[_STATION.field]
    if name is None:
        return None
    if len(name) > LONGEST:
        raise RowRefused([_STATION.fault(Reason.TOO_LONG)])
    workstation_id = await sender.directory.workstation(name, record["region"])
    if workstation_id is None and workstations.NAME in sender.directory.in_folder:
        raise RowRefused([_STATION.fault(Reason.UNKNOWN_WORKSTATION)])
    return workstation_id


async def _check(record: RowValues, sender: Sender) -> bool:
    """Ask for all that a row has, so that a row that is refused registers and opens nothing."""
    faults: list[Fault] = []
    workstation_id = None
    try:
        workstation_id = await _workstation(record, sender)
    except RowRefused as refused:
        faults += refused.faults
    for call in (_opening(record, None, workstation_id), _registration(record)):
        try:
            await sender.post(call)
        except RowRefused as refused:
            # Whether the number is taken by this row, imported before, shows when it is sent.
            faults += [its for its in refused.faults if its.reason != Reason.REFERENCE_TAKEN]
    if faults:
        raise RowRefused(faults)
    return True


async def _send(record: RowValues, sender: Sender) -> bool:
    """Register the person, open the file, take the first steps."""
    workstation_id = await _workstation(record, sender)
    if workstation_id is None and record[_STATION.field] is not None:
        sender.directory.go_without(record[_STATION.field])
    person = await sender.post(_registration(record))
    opening = await sender.post(_opening(record, person.body.get("client_id"), workstation_id))
    case_id = opening.body.get("case_id", NOT_YET)
    sender.directory.add_case(record["reference"], case_id)
    answers = [person, opening]
    if case_id != NOT_YET:
        answers += [await sender.post(step) for step in _first_steps(record, case_id)]
    return any(answer.is_new for answer in answers)


LEDGER = Ledger(
    "服务对象",
    _COLUMNS,
    "/v1/cases",
    check=_check,
    send=_send,
    unique={
        _REFERENCE.field: Reason.REFERENCE_TAKEN,
        _PERSON.field: Reason.CLIENT_HAS_OPEN_CASE,
    },
)
