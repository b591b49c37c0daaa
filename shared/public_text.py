"""What a text that is published must not hold, besides ID numbers: phones, and hidden order. Pure.

Marks that turn the order of reading make a text look other than it is; a mobile number is of a
person.
"""

import re
import unicodedata

# Embeddings, overrides, isolates and marks of direction: no Chinese or English text needs one.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")


def turns_order(text: str) -> bool:
    """Whether a text holds a mark that changes in which order it is shown.

    >>> turns_order("大米\\u202e克5"), turns_order("大米（5千克）")
    (True, False)
    """
    return _TURNS.search(text) is not None


def holds_mobile_number(text: str) -> bool:
    """Whether a text holds a mobile number of China, in any width, alone or with its 86.

    >>> holds_mobile_number("找王某 １３８ 1234 5678"), holds_mobile_number("合同2017-000138")
    (True, False)
    """
    return _MOBILE.search(unicodedata.normalize("NFKC", text)) is not None
