"""What the ledgers of entries in clients' files have in common: the client, and its file."""

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

CLIENT = Column(
    "对象编号",
    "reference",
    values.reference,
    needed=True,
    also=("服务对象编号", "人员编号", "档案编号"),
)


async def file_of(reference: str, sender: Sender) -> str:
    """The case of a number that stands for one person, here and in the service."""
    if sender.directory.is_ambiguous(reference):
        raise RowRefused([CLIENT.fault(Reason.AMBIGUOUS_CLIENT)])
    case_id = await sender.directory.case(reference)
    if case_id is None:
        raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)])
    return case_id


def entries(name: str, path: str, event: str, *columns: Column) -> Ledger:
    """A ledger of entries that are posted to a `path` below the client's case, and their `event`.

    The first column is the day; the client's number comes after it.
    """

    async def send(record: RowValues, sender: Sender) -> CallAnswer:
        return await post(record, await file_of(record[CLIENT.field], sender), sender)

    async def check(record: RowValues, sender: Sender) -> CallAnswer:
        """The client is left out where another fault than an unknown client is looked for."""
        if record[CLIENT.field] is not None:
            await file_of(record[CLIENT.field], sender)
        return await post(record, NOT_YET, sender)

    async def post(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
        """Make the entry; of a case that is not opened yet the day of its decision is known."""
        try:
            return await sender.post(call(f"/v1/cases/{case_id}/{path}", columns, record))
        except RowRefused as refused:
            if refused.status != 404:
                raise
            if case_id == NOT_YET:
                decided_on = sender.directory.decided_on(record[CLIENT.field])
                if decided_on is not None and record[columns[0].field] < decided_on:
                    raise RowRefused([columns[0].fault(Reason.ENTRY_BEFORE_DECISION)]) from None
                return CallAnswer({}, is_new=True, warnings=refused.warnings)
            raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)], 404) from None

    return Ledger(
        name,
        (columns[0], CLIENT, *columns[1:]),
        f"/v1/cases/{NOT_YET}/{path}",
        check=check,
        send=send,
        in_order_of=CLIENT.field,
        entries={event},
        read_path="/v1/cases/{subject}",
        void_path="/v1/cases/{subject}/entries/{entry}/void",
    )
