"""The tables of a read model: one schema, named ``model`` in statements.

`live` answers the reports; `next` is built beside it, and what it is ahead by is compared in
`ahead`. `sql` puts in the one that is meant.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

Schema = Literal["live", "next", "ahead"]


@cache
def sql(statement: str, schema: Schema) -> str:
    """A statement about the tables of one read model.

    >>> sql("SELECT version FROM model.streams", "live")
    'SELECT version FROM live.streams'
    """
    return statement.replace("model.", f"{schema}.")


def columns(rows: Iterable[Sequence[object]], width: int) -> list[list[object]]:
    """Turn rows into columns, as unnest takes them.

    >>> columns([(1, 2), (3, 4)], 2), columns([], 2)
    ([[1, 3], [2, 4]], [[], []])
    """
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _ in range(width)]
