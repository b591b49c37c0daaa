"""Headers that every answer carries: kept nowhere, framed nowhere, taken for what it says it is."""

import base64
import hashlib
import re
from collections.abc import Iterable

Header = tuple[bytes, bytes]

_EVERYWHERE: dict[bytes, bytes] = {
    # Answers are about persons, or depend on who asks; a page may say otherwise.
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def secured(headers: Iterable[Header]) -> list[Header]:
    """The headers of an answer (names in lower case), with those of every answer that it lacks."""
    own = list(headers)
    names = {name for name, _ in own}
    own += [header for header in _EVERYWHERE.items() if header[0] not in names]
    return own


def policy_of(page: str) -> str:
    """A Content-Security-Policy for a page of ours: its own scripts and styles, by their hashes.

    It may ask for data and send forms to its own server, and for nothing beyond.

    >>> policy_of("<p>x</p>")[:64]
    "default-src 'none'; script-src 'none'; style-src 'none'; connect"
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(page):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    sources = {kind: " ".join(found) or "'none'" for kind, found in hashes.items()}
    return (
        f"default-src 'none'; script-src {sources['script']}; style-src {sources['style']};"
        " connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
