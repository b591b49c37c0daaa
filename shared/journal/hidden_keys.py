"""Idempotency keys as the journal keeps them: hashed, for a caller may put anything into one."""

import base64
import hmac

_PREFIX = "hashed "  # no key of a caller's holds a space: a hash sent as a key is not this one


def hidden(pepper: bytes, key: str) -> str:
    """The name of a key in the table of answers; without the pepper, no key can be found by trying.

    >>> hidden(b"pepper", "410102199001011234") == hidden(b"pepper", "410102199001011234")
    True
    >>> hidden(b"pepper", "row-1") == hidden(b"other", "row-1")
    False
    """
    digest = hmac.digest(pepper, b"idempotency key\0" + key.encode(), "sha256")
    return _PREFIX + base64.b64encode(digest).decode().rstrip("=")
