"""工作站: the workstations of streets and towns."""

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call, posts
from deploy.ledgers.ledger import Column, Ledger, RowValues, known_by, region
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

NAME = "工作站"
_PATH = "/v1/workstations"
_COLUMNS = (
    known_by("工作站名称", "name", also=("工作站", "名称", "站名")),
    region(),
    Column("类型", "kind", values.one_spelling, also=("工作站类型",)),
)


async def _register(record: RowValues, sender: Sender) -> CallAnswer:
    """Register a workstation; the service knows one again by its name and region."""
    answer = await sender.post(call(_PATH, _COLUMNS, record))
    workstation_id = answer.body.get("workstation_id", NOT_YET)
    sender.directory.add_workstation(record["name"], record["region"], workstation_id)
    return answer


LEDGER = Ledger(
    NAME,
    _COLUMNS,
    _PATH,
    check=posts(_PATH, _COLUMNS),
    send=_register,
    entries={"cases.WorkstationRegistered"},
)
