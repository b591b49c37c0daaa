"""Cells that say how many of something there are."""

import re

from deploy.ledgers.reasons import Reason
from deploy.ledgers.values import Unreadable
from shared.folding import fold_number, plain_dashes
from shared.strict import whole_number
from shared.text import Text

_COUNTED = "[件个袋桶瓶盒包套床条份箱台张双只支块本把提副]?"  # what stands behind a number
_PIECES = re.compile(rf"(\d{{1,9}})(?:\.0+)?{_COUNTED}", re.ASCII)
_DIFFERENCE = re.compile(rf"(盘?[盈亏]|[-+])?{_PIECES.pattern}", re.ASCII)
NUMBER = Text(
    zh="数量请写成0或正整数，如 20 或 20件。",
    en="Write a whole number, zero or more, like 20 or 20件.",
)


def pieces(text: str) -> int:
    """A number of things: a whole number, zero or more, with or without what is counted.

    >>> pieces("１,２００袋"), pieces("0")
    (1200, 0)
    """
    found = _PIECES.fullmatch(fold_number(text).replace(",", ""))
    if found is None:
        raise Unreadable(Reason.BAD_NUMBER)
    return whole_number(found[1])


def difference(text: str) -> int:
    """By how many more (盘盈) or fewer (盘亏) were found than the books say.

    >>> difference("盘亏2"), difference("＋3"), difference("-1双"), difference("0")
    (-2, 3, -1, 0)
    """
    found = _DIFFERENCE.fullmatch(plain_dashes(fold_number(text)).replace(",", ""))
    if found is None:
        raise Unreadable(Reason.BAD_NUMBER)
    number_of = whole_number(found[2])
    return -number_of if (found[1] or "").endswith(("亏", "-")) else number_of
