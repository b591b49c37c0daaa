"""Keys and names that follow from the installation's own secret: the same in every replica. Pure.

No further secret is to be kept: they are derived from the key of positions, each for one purpose
(HKDF, RFC 5869), so that none of them says anything of another.
"""

import base64
import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.sealing import KEY_LENGTH, Sealer

LONGEST_STATE = 6000  # characters of what is kept in a cookie during a login


class EntryKeys:
    """What is derived from an installation's key.

    >>> one, other = EntryKeys(bytes(64)), EntryKeys(bytes(63) + b"1")
    >>> one.cookie == other.cookie, one.cookie == EntryKeys(bytes(64)).cookie
    (False, True)
    >>> one.pseudonym("https://id", "u-1") == other.pseudonym("https://id", "u-1")
    False
    >>> len(one.pseudonym("https://id", "\\ud800"))
    26
    """

    def __init__(self, key: bytes) -> None:
        # A cookie is sent to every port of a host: each installation needs a name of its own.
        self.cookie = f"waystation-{_derived(key, 'cookie', 4).hex()}"
        self._persons = _derived(key, "persons", 32)
        self.states = Sealer(_derived(key, "login", KEY_LENGTH), longest=LONGEST_STATE)

    def pseudonym(self, issuer: str, subject: str) -> str:
        """A person of a provider: always the same text, from which nobody finds the person.

        A plain hash would be found by trying: a subject may be a number of few digits.
        """
        return "p-" + self._keyed(f"{issuer}\n{subject}")

    def entrance(self, kind: str, *words: str) -> str:
        """By what a session was let in; another key or provider is another entrance."""
        text = "\n".join((kind, *words))
        return f"{kind}:{self._keyed(text)}"

    def form_token(self, session_id: str) -> str:
        """What a form of a session's page must send along: other sites cannot know it."""
        return self._keyed(f"form\n{session_id}")

    def _keyed(self, text: str) -> str:
        # JSON may hold half a character; what names a person there is no fault of ours.
        digest = hmac.digest(self._persons, text.encode("utf-8", "surrogatepass"), sha256)
        return base64.urlsafe_b64encode(digest[:18]).decode()


def _derived(key: bytes, purpose: str, length: int) -> bytes:
    info = f"waystation browser {purpose}".encode()
    return HKDF(SHA256(), length, salt=None, info=info).derive(key)
