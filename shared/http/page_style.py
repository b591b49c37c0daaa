"""The one look of all pages, and the policy under which a browser takes it from the page itself."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

STYLE = files(__package__).joinpath("page.css").read_text("utf-8")


def content_policy(*styles: str, forms: bool = False) -> str:
    """The Content-Security-Policy of a page with these style elements and nothing else to load.

    A style is what stands between its tags, to the byte. `forms` lets the page have forms that
    lead to its own host.

    >>> content_policy("p {}")[:75]
    "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none';"
    """
    return "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'" if forms else "form-action 'none'",
            f"style-src {' '.join(map(_hash, styles or (STYLE,)))}",
        ]
    )


def _hash(text: str) -> str:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
