"""Folding text: every way of typing the same words becomes one; pure.

Folding is for comparing. What a person wrote is kept as it was written.

>>> tidy("  家庭困难， 协助申请临时救助 ")
'家庭困难,协助申请临时救助'
>>> squeeze("４１０１ － 00001")
'4101-00001'
"""

import re
import unicodedata
from itertools import groupby

_IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BLANK_BESIDE_IDEOGRAPH = re.compile(rf"(?<={_IDEOGRAPH})\s+|\s+(?={_IDEOGRAPH})")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・"), "·")
# Letters and symbols that show nothing: fillers of Hangul and of hieroglyphs, the blank pattern
# of Braille, the place of an object that is not there.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc\U00013441\U00013442\U0001d159")
# Control characters, format characters (zero width, tags), halves of characters, blanks.
_SHOWING_NOTHING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
# What this Python does not know may be a letter that is younger, but for these.
_NEVER_LETTERS = re.compile(r"[\u2065\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e0fff]")


def says_something(text: str) -> bool:
    """Whether a text shows anything at all: a letter, a figure, a sign.

    Accents and variation selectors show nothing where there is nothing for them to change.

    >>> says_something("张"), says_something(" \\u200b\\u3164\\ufe0f")
    (True, False)
    """
    return any(_shows(character) for character in text)


def tidy(text: str) -> str:
    """Text with width, blanks and invisible characters made one way; for comparing.

    Compatibility forms are folded (NFKC), invisible and control characters dropped, runs of
    blanks become one, and none is left beside a Chinese character, where it says nothing.
    Keys of imported rows are made of this: it must not change.
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if _is_kept(c))
    return _composed(_BLANK_BESIDE_IDEOGRAPH.sub("", " ".join(seen.split())))


def squeeze(text: str) -> str:
    """Text for comparing: tidied, without any blank, each dash and each middle dot the same."""
    return plain_dots(plain_dashes(_composed("".join(tidy(text).split()))))


def fold_number(text: str) -> str:
    """A number, a day or a code as it was typed: width, blanks and dashes made one way.

    No digit comes out that was not typed as one: powers, circled numbers and fractions stay
    what they are, so that no reader takes them for digits.

    >>> fold_number("４１０１ — 00001"), fold_number("10²"), fold_number("①"), fold_number("½")
    ('4101-00001', '10²', '①', '½')
    """
    seen = "".join(c for c in _narrow(text) if not c.isspace() and _shows_or_accents(c))
    return plain_dots(plain_dashes(_narrow(seen)))


def fold_reference(text: str) -> str:
    """An agency's own number for a file, in the one spelling by which it is found.

    >>> fold_reference("zz－００１ "), fold_reference("ZZ—001")
    ('ZZ-001', 'ZZ-001')
    """
    return fold_number(fold_number(text).upper())


def has_other_digits(text: str) -> bool:
    """Whether folding would make a digit of what is none: a power, a circled number, a fraction.

    >>> has_other_digits("10²"), has_other_digits("１０")
    (True, False)
    """
    return not text.isascii() and any(_stands_for_a_digit(character) for character in text)


def plain_dashes(text: str) -> str:
    """Text in which every kind of dash is a hyphen."""
    return text.translate(_DASHES)


def plain_dots(text: str) -> str:
    """Text in which every kind of middle dot is the same."""
    return text.translate(_DOTS)


def _composed(text: str) -> str:
    """Text in which an accent is one with the letter that it came to stand beside."""
    return unicodedata.normalize("NFKC", text)


def _narrow(text: str) -> str:
    """Text with compatibility forms folded, but for what would become a digit."""
    if text.isascii():
        return text
    runs = groupby(text, _stands_for_a_digit)
    return "".join("".join(run) if odd else _composed("".join(run)) for odd, run in runs)


def _is_kept(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")


def _shows_or_accents(character: str) -> bool:
    return _shows(character) or (
        unicodedata.category(character).startswith("M") and not _selects(character)
    )


def _shows(character: str) -> bool:
    category = unicodedata.category(character)
    return not (
        category in _SHOWING_NOTHING
        or category.startswith("M")
        or character in _BLANK_LETTERS
        or _NEVER_LETTERS.match(character)
        or ord(character) & 0xFFFE == 0xFFFE
        or character.isspace()
    )


def _selects(character: str) -> bool:
    """Whether a mark has no shape: it joins, or chooses among the shapes of what stands before."""
    return (
        character in "\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _stands_for_a_digit(character: str) -> bool:
    if character.isascii() or "０" <= character <= "９":
        return False
    return any("0" <= part <= "9" for part in _composed(character))
