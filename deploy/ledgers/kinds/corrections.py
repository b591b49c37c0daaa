"""信息更正: corrections of what a file says of the person in codes, for all of its days."""

from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.kinds.client_columns import AGE_BANDS, SEXES, SUBSTANCES
from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import RowValues, day, one_of
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

# All that is known: a blank cell says that this is not known. The fields are those of the event.
_COLUMNS = (
    day("日期", "occurred_on", also=("更正日期", "更正时间")),
    one_of(SEXES, "性别", "person.sex", needed=False),
    one_of(AGE_BANDS, "年龄段", "person.age_band", needed=False, also=("年龄段别",)),
    one_of(
        SUBSTANCES,
        "毒品种类",
        "person.substance",
        needed=False,
        also=("吸食毒品种类", "主要毒品"),
    ),
)


async def _post(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Correct the facts; the service refuses what says the same as the file does already."""
    path = f"/v1/cases/{case_id}/facts"
    names = {column.field.rpartition(".")[2]: column for column in _COLUMNS}
    body = without_blanks({name: record[column.field] for name, column in names.items()})
    return await sender.post(LedgerCall(path, body, key_of(path, body), names, True))


LEDGER = entries("信息更正", "facts", "cases.PersonFactsCorrected", *_COLUMNS, posts=_post)
