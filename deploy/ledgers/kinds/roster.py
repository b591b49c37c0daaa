"""人员名册: the workers of an agency.

A worker is known again by the name, the day of joining, the employment and where the worker began:
the number and the user are kept as hashes, so that no export can say them.
"""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, fields, random_key
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import workstations
from deploy.ledgers.kinds.of_workers import change
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues, Words, day, one_of, region, text
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import KnownWorker
from shared.text import Text

NAME = "人员名册"
_PATH = "/v1/workers"
EMPLOYMENTS = Words(
    "unknown_employment",
    Text(
        zh="没有这种用工形式；请写专干、社工、志愿者、网格员、民警或其他。",
        en="There is no such employment; write 专干, 社工, 志愿者, 网格员, 民警 or 其他.",
    ),
    {
        "专干": "full_time_cadre",
        "禁毒专干": "full_time_cadre",
        "社工": "social_worker",
        "禁毒社工": "social_worker",
        "志愿者": "volunteer",
        "网格员": "grid_administrator",
        "民警": "police_officer",
        "社区民警": "police_officer",
        "其他": "other",
    },
)
FIELDS = Words(
    "unknown_field",
    Text(
        zh="没有这个工作领域；请写社区戒毒社区康复、预防宣传、药物维持治疗、强制隔离戒毒或其他。",
        en="There is no such field; write 社区戒毒社区康复, 预防宣传, 药物维持治疗, 强制隔离戒毒 or"
        " 其他.",
    ),
    {
        "社区戒毒社区康复": "community",
        "预防宣传": "prevention",
        "药物维持治疗": "maintenance",
        "强制隔离戒毒": "compulsory",
        "其他": "other",
    },
)
# As the national statistics class communities: by words, or by the code (统计用城乡分类代码).
AREAS = Words(
    "unknown_area",
    Text(
        zh="城乡请写城镇或乡村，也可填写统计用城乡分类代码（111、112、121、122、123、210、220）。",
        en="Write 城镇 or 乡村, or the urban-rural code of the national statistics (111, 112, 121,"
        " 122, 123, 210, 220).",
    ),
    {
        **dict.fromkeys(("城镇", "城市", "111", "112", "121", "122", "123"), "urban"),
        **dict.fromkeys(("乡村", "农村", "210", "220"), "rural"),
    },
)
AREA = one_of(AREAS, "城乡", "area", needed=False, also=("城乡分类", "城乡分类代码"))
_SENT = (
    replace(
        text("姓名", "name", needed=True, private=True, also=("人员姓名", "工作人员")),
        tells_apart=True,
    ),
    region(),
    one_of(EMPLOYMENTS, "用工形式", "employment", also=("人员类别", "岗位性质")),
    day("到岗日期", "joined_on", also=("入职日期", "上岗日期")),
    replace(one_of(FIELDS, "工作领域", "field", needed=False, also=("领域",)), usual="community"),
    text("网格", "unit", also=("所在网格", "家属楼院", "楼院")),
    AREA,
    text("账号", "user", private=True, also=("用户", "系统账号")),
    text("身份证号", "id_number", private=True, also=("身份证号码", "公民身份号码")),
)
STATION = Column("工作站", "station", values.text, also=("所属工作站", "工作站名称"))
_COLUMNS = (*_SENT, STATION)


async def _call(record: RowValues, sender: Sender) -> LedgerCall:
    """The registration that a row says; the folder's own workstations must have what it names."""
    made, name = call(_PATH, _SENT, record), record[STATION.field]
    if not name:
        return made
    station = await sender.directory.workstation(name, record["region"])
    if station is None:
        if workstations.NAME in sender.directory.in_folder:
            raise RowRefused([STATION.fault(Reason.UNKNOWN_WORKSTATION)])
        return made
    return replace(made, body={**made.body, "workstation_id": station})


async def _register(record: RowValues, sender: Sender) -> CallAnswer:
    """Register a worker, who may be known already; then what the row tells of identity is told."""
    said = [record[field] for field in ("name", "joined_on", "region", "employment")]
    made = await _call(record, sender)
    if None in said:
        return await sender.post(made)
    worker = KnownWorker(NOT_YET, *said)
    known = await sender.directory.workforce.like(worker)
    if known is not None:
        return await _identify(known, record, sender)
    answer = await sender.post(made)
    worker_id = answer.body.get("worker_id", NOT_YET)
    sender.directory.workforce.add(replace(worker, worker_id=worker_id))
    return answer


async def _identify(worker_id: str, record: RowValues, sender: Sender) -> CallAnswer:
    """Tell the user and the ID number of a worker who is known without; under a random key."""
    path = f"/v1/workers/{worker_id}"
    facts = await sender.read(path)
    columns = fields(_SENT, ("user", "id_number"))
    body = {
        field: record[field]
        for field in columns
        if record[field] and not facts.get(f"{field}_known", True)
    }
    if not body or facts.get("left_on") is not None:
        return CallAnswer({"worker_id": worker_id}, is_new=False)
    await change(LedgerCall(f"{path}/identity", body, random_key(), columns), path, sender)
    told = tuple(columns[field].name for field in body)
    return CallAnswer({"worker_id": worker_id}, is_new=False, corrected=told)


LEDGER = Ledger(
    NAME,
    _COLUMNS,
    _PATH,
    check=_register,
    send=_register,
    entries={"cases.WorkerRegistered"},
)
