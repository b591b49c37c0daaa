"""Amounts of money: whole fen, shown as yuan with two decimals. Pure."""

FEN_OF_A_YUAN = 100


def in_yuan(fen: int) -> str:
    """An amount in yuan.

    >>> in_yuan(123_456), in_yuan(5), in_yuan(-50)
    ('1234.56', '0.05', '-0.50')
    """
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_OF_A_YUAN)
    return f"{sign}{yuan}.{rest:02d}"
