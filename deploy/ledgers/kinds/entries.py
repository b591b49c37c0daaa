"""What the ledgers of entries in clients' files have in common: the client, and its file."""

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender

CLIENT = Column(
    "对象编号",
    "reference",
    values.reference,
    needed=True,
    also=("服务对象编号", "人员编号", "档案编号"),
)


def entries(name: str, path: str, *columns: Column) -> Ledger:
    """A ledger of entries that are posted to a `path` below the client's case.

    The first column is the day; the client's number comes after it.
    """

    async def send(record: RowValues, sender: Sender) -> bool:
        case_id = await sender.directory.case(record[CLIENT.field])
        if case_id is None:
            raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)])
        return await post(record, case_id, sender)

    async def check(record: RowValues, sender: Sender) -> bool:
        """The client is left out where another fault than an unknown client is looked for."""
        reference = record[CLIENT.field]
        if reference is not None and await sender.directory.case(reference) is None:
            raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)])
        return await post(record, NOT_YET, sender)

    async def post(record: RowValues, case_id: str, sender: Sender) -> bool:
        """Make the entry; a case that is not opened yet can only be missing."""
        try:
            answer = await sender.post(call(f"/v1/cases/{case_id}/{path}", columns, record))
        except RowRefused as refused:
            if refused.status != 404:
                raise
            if case_id == NOT_YET:
                return True
            raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)], 404) from None
        return answer.is_new

    return Ledger(
        name,
        (columns[0], CLIENT, *columns[1:]),
        f"/v1/cases/{NOT_YET}/{path}",
        check=check,
        send=send,
        in_order_of=CLIENT.field,
    )
