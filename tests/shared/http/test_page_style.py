"""The pages' style is let in by its hash, and nothing else is."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from shared.http.page_style import STYLE, content_policy


def test_a_style_is_allowed_by_its_hash() -> None:
    """To the byte; no other style, no script, nothing from outside."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = dict(each.split(" ", 1) for each in content_policy().split("; "))
    assert policy["style-src"] == f"'sha256-{digest}'"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "script-src" not in policy
    assert "unsafe" not in content_policy(forms=True)
    assert (policy["form-action"], "'self'" in content_policy(forms=True)) == ("'none'", True)


def test_several_styles_are_allowed_together() -> None:
    """A page may have one of its own beside the common one."""
    assert content_policy(STYLE, "p {}").count("sha256-") == 2


def test_the_style_stands_in_a_page_as_it_is() -> None:
    """A template must not escape it: its hash would be another's."""
    assert escape(STYLE, quote=False).count("&") == STYLE.count("&")
    assert "</" not in STYLE
    assert "url(" not in STYLE
