"""Columns that say yes or no."""

from collections.abc import Collection

from deploy.ledgers import values
from deploy.ledgers.ledger import Column, Words
from shared.folding import squeeze
from shared.text import Text

YES, NO = "yes", "no"
WORDS = Words(
    "not_yes_or_no",
    Text(zh="请写是或否。", en="Write 是 or 否."),
    {
        **dict.fromkeys(("是", "有", "已", "√", "yes"), YES),
        **dict.fromkeys(("否", "无", "没有", "未", "×", "no"), NO),
    },
)
_read = values.one_of(WORDS.codes, WORDS.reason)


def whether(
    name: str,
    field: str,
    *,
    needed: bool = True,
    no_is_blank: bool = False,
    also: Collection[str] = (),
) -> Column:
    """A column of yes and no; of one that is not `needed`, cells may be blank.

    With `no_is_blank` 否 says no more than a blank cell.
    """

    def read(cell: str) -> bool | None:
        if not needed and not squeeze(cell):
            return None
        return _read(cell) == YES or (None if no_is_blank else False)

    return Column(
        name,
        field,
        read,
        True if needed else None,
        needed=needed,
        also=also,
        texts={WORDS.reason: WORDS.text},
        words={True: "是", False: "否"},
        usual=False if no_is_blank else None,
    )
