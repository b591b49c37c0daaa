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


def whethers(name: str, field: str, *, also: Collection[str] = ()) -> Column:
    """A column of any number of yes and no, in their order."""
    return Column(
        name,
        field,
        values.several(lambda cell: _read(cell) == YES),
        (),
        also=also,
        texts={WORDS.reason: WORDS.text},
        words={True: "是", False: "否"},
    )


def whether(name: str, field: str, *, needed: bool = True, also: Collection[str] = ()) -> Column:
    """A column of yes and no; where it is not `needed`, no says no more than a blank cell."""

    def read(cell: str) -> bool | None:
        if needed:
            return _read(cell) == YES
        return (bool(squeeze(cell)) and _read(cell) == YES) or None

    return Column(
        name,
        field,
        read,
        True if needed else None,
        needed=needed,
        also=also,
        texts={WORDS.reason: WORDS.text},
        words={True: "是", False: "否"},
        usual=None if needed else False,
    )
