"""Folding text: every way of typing the same words becomes one.

>>> tidy("  家庭困难， 协助申请临时救助 ")
'家庭困难,协助申请临时救助'
>>> squeeze("４１０１ － 00001")
'4101-00001'
"""

import re
import unicodedata

_IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BLANK_BESIDE_IDEOGRAPH = re.compile(rf"(?<={_IDEOGRAPH})\s+|\s+(?={_IDEOGRAPH})")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・"), "·")


def tidy(text: str) -> str:
    """Text with width, blanks and invisible characters made one way; what it says stays.

    Compatibility forms are folded (NFKC), invisible and control characters dropped, runs of
    blanks become one, and none is left beside a Chinese character, where it says nothing.
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if _is_seen(c))
    return _composed(_BLANK_BESIDE_IDEOGRAPH.sub("", " ".join(seen.split())))


def squeeze(text: str) -> str:
    """Text for comparing: tidied, without any blank, each dash and each middle dot the same."""
    return plain_dots(plain_dashes(_composed("".join(tidy(text).split()))))


def plain_dashes(text: str) -> str:
    """Text in which every kind of dash is a hyphen."""
    return text.translate(_DASHES)


def plain_dots(text: str) -> str:
    """Text in which every kind of middle dot is the same."""
    return text.translate(_DOTS)


def _composed(text: str) -> str:
    """Text in which an accent is one with the letter that it came to stand beside."""
    return unicodedata.normalize("NFKC", text)


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
