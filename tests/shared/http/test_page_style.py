"""The pages' style is let in by its hash, and nothing else is."""

from base64 import b64encode
from hashlib import sha256

from shared.http.page_style import POLICY, STYLE


def test_the_style_is_allowed_by_its_hash() -> None:
    """To the byte; no other style, no script, nothing from outside."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = dict(each.strip().split(" ", 1) for each in POLICY.split(";"))
    assert policy["style-src"] == f"'sha256-{digest}'"
    assert policy["default-src"] == policy["script-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in POLICY


def test_the_style_needs_nothing_from_elsewhere() -> None:
    """No font, no picture, no other sheet; and it cannot end its own element."""
    assert "</" not in STYLE
    assert "url(" not in STYLE
    assert "@import" not in STYLE
