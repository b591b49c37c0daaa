"""Sealed texts: encrypted and authenticated, and safe in a URL.

The same text in the same context is always sealed alike (AES-SIV, RFC 5297).
"""

import base64
import re
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEY_LENGTH = 64  # bytes: AES-256-SIV


class NotSealed(Exception):
    """This was not sealed under this key in this context."""


class Sealer:
    """Seals texts under one key, and opens them again; `longest` is the most characters it opens.

    >>> sealer = Sealer(bytes(KEY_LENGTH), longest=400)
    >>> sealed = sealer.seal("case-7@2", ["310"])
    >>> sealer.open(sealed, ["310"])
    'case-7@2'
    >>> sealer.open(sealed, ["311"])
    Traceback (most recent call last):
    shared.sealing.NotSealed
    """

    def __init__(self, key: bytes, *, longest: int) -> None:
        self._cipher = AESSIV(key)
        self._sealed = re.compile(rf"[A-Za-z0-9_-]{{22,{longest}}}")

    def seal(self, text: str, context: Sequence[str]) -> str:
        """A text, which is not empty, as letters, digits, `-` and `_`."""
        sealed = self._cipher.encrypt(text.encode(), [each.encode() for each in context])
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, text: str, context: Sequence[str]) -> str:
        """What was sealed. Raises `NotSealed`, of which nothing follows."""
        if not self._sealed.fullmatch(text):
            raise NotSealed
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            return self._cipher.decrypt(sealed, [each.encode() for each in context]).decode()
        except (InvalidTag, ValueError):
            raise NotSealed from None
