"""What ledgers have in common whose rows each make one call."""

from deploy.ledgers.call import LedgerCall, key_of, nested, without_blanks
from deploy.ledgers.ledger import Ask, Column, Ledger, RowValues
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer


def call(path: str, columns: tuple[Column, ...], record: RowValues) -> LedgerCall:
    """The call that says what a row says, in these columns.

    The key is made of what is compared, so that the same row spelled otherwise is not new.
    """
    by_field = {column.field: column for column in columns}
    said = without_blanks({name: record[name] for name in by_field})
    body = nested({name: by_field[name].sent(value) for name, value in said.items()})
    compared = without_blanks({name: by_field[name].fold(record[name]) for name in by_field})
    return LedgerCall(path, body, key_of(path, compared), by_field, is_known_by_its_key=True)


def posts(path: str, columns: tuple[Column, ...]) -> Ask:
    """Makes the one call of a row."""

    async def ask(record: RowValues, sender: Sender) -> CallAnswer:
        return await sender.post(call(path, columns, record))

    return ask


def single(name: str, path: str, event: str, columns: tuple[Column, ...]) -> Ledger:
    """A ledger whose rows each make one call, and the event that it is written as."""
    ask = posts(path, columns)
    one = f"{path}/{{subject}}"
    return Ledger(
        name,
        columns,
        path,
        check=ask,
        send=ask,
        entries={event},
        read_path=one,
        void_path=f"{one}/void",
    )
