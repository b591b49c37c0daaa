"""Cursors: where the next page of a list begins, sealed for the agency that was answered it.

A cursor is good for the same agency and the same question alone. Nothing can be read out of it, and
none can be made up: it is encrypted and authenticated (AES-SIV, RFC 5297).
"""

import base64
import json
import re
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.text import Text

_SEALED = re.compile("[A-Za-z0-9_-]{22,600}")
_MEANING = b"waystation: a page of a list"  # nothing else that the key seals is taken for one


class Cursors:
    """Seals places in lists, and opens them again.

    >>> cursors = Cursors(bytes(64))
    >>> text = cursors.seal("310", "cases", ["2019-03-14", "7"])
    >>> cursors.open("310", "cases", text)
    ['2019-03-14', '7']
    >>> cursors.open("311", "cases", text)
    Traceback (most recent call last):
    shared.http.problems.Problem: 400 bad-request: Fix the headers or parameters named under \
errors and send the request again.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def seal(self, agency: str, question: str, place: Sequence[str]) -> str:
        """The cursor of a place in the list that answers a question: letters, digits, `-`, `_`."""
        sealed = self._cipher.encrypt(json.dumps(place).encode(), _bound(agency, question))
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, agency: str, question: str, text: str) -> list[str]:
        """The place of a cursor; a 400 Problem where it was not answered to this question."""
        try:
            if not _SEALED.fullmatch(text):
                raise ValueError
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            place: list[str] = json.loads(self._cipher.decrypt(sealed, _bound(agency, question)))
        except (InvalidTag, ValueError):
            raise _not_a_cursor() from None
        return place


def _bound(agency: str, question: str) -> list[bytes]:
    return [_MEANING, agency.encode(), question.encode()]


def _not_a_cursor() -> Problem:
    return problems.bad_request(
        FieldError(
            "bad_cursor",
            Text(
                zh="该游标不是对本单位这一查询的返回；请去掉 after，从第一页重新读取。",
                en="This was not answered to your agency as the `next` of this very question; leave"
                " it out to read from the first page.",
            ),
            parameter="after",
        )
    )
