"""Cursors: where an answer ended, sealed for the agency that it was given to.

What a cursor holds is nobody's business but the service's: it may tell of rows that the caller has
not seen. So it is encrypted and authenticated (AES-SIV, RFC 5297) for one agency and one purpose;
the same place is always the same text. How long it is tells nothing of the place: that is filled
up with blanks, to one length unless it is uncommonly long.
"""

import hmac

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.sealing import NotSealed, Sealer
from shared.text import Text

LONGEST = 8_000  # characters
STEP = 256  # characters of a place: a change's, unless some twenty appends are at work beside it


class NotACursor(Exception):
    """This was not given to this agency for this purpose, or under another secret."""


class Cursors:
    """Seals the cursors of one `purpose`, and opens them again.

    `secret` is the service's own, of 32 bytes or more; it may serve other ends besides. `bound` are
    texts that must be the same when the cursor comes back: such as the filters of a list.

    >>> cursors = Cursors(bytes(32), "cases")
    >>> sealed = cursors.seal("310", "7", "region=41")
    >>> cursors.open("310", sealed, "region=41")
    '7'
    >>> cursors.open("311", sealed, "region=41")
    Traceback (most recent call last):
    shared.http.cursors.NotACursor
    """

    def __init__(self, secret: bytes, purpose: str) -> None:
        # SHA-512 gives as many bytes as AES-256-SIV takes.
        key = hmac.digest(secret, f"cursors of {purpose}".encode(), "sha512")
        self._sealer = Sealer(key, longest=LONGEST)

    def seal(self, agency: str, place: str, *bound: str) -> str:
        """The cursor of a place, which does not end in blanks: letters, digits, `-` and `_`."""
        return self._sealer.seal(place.ljust(-(-len(place) // STEP) * STEP), [agency, *bound])

    def open(self, agency: str, cursor: str, *bound: str) -> str:
        """The place that a cursor means. Raises `NotACursor`, of which nothing follows."""
        try:
            return self._sealer.open(cursor, [agency, *bound]).rstrip(" ")
        except NotSealed:
            raise NotACursor from None


def bad_cursor(parameter: str) -> Problem:
    """400: a cursor that was not given to this agency here; all kinds of it are one answer."""
    return problems.bad_request(
        FieldError(
            "bad_cursor",
            Text(
                zh="该游标无效：请原样使用本单位上次得到的游标，其他参数及令牌的区划不变；"
                "或去掉此参数，从头读取。",
                en="Send the cursor of your agency's last answer as it was given, with the same"
                " other parameters and a token of the same regions; or leave it out to read from"
                " the beginning.",
            ),
            parameter=parameter,
        )
    )
