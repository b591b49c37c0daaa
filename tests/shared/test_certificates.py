"""Certificates in a setting: as operators have them in files, or refused in words."""

import ssl

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.certificates import Certificates
from tests.tls import Authority

SETTING: TypeAdapter[str | None] = TypeAdapter(Certificates)
PEM = Authority("ours").certificate
BLANK = ("", " \n")


@pytest.mark.parametrize("beside", ["# 根证书（2026年）\n", "\ufeff", "Root, in use\n", "é\n"])
def test_what_stands_beside_a_certificate_is_left_alone(beside: str) -> None:
    """A comment in any language, or what an editor puts before a text: one authority is trusted."""
    read = SETTING.validate_python(beside + PEM)
    assert len(ssl.create_default_context(cadata=read).get_ca_certs()) == 1


@pytest.mark.parametrize("text", BLANK)
def test_a_blank_text_is_no_certificate(text: str) -> None:
    """As of a file that is not in use."""
    assert SETTING.validate_python(text) is None


@pytest.mark.parametrize("text", ["根证书", "\ufeff", "none", PEM[:-40], PEM.replace("M", "证")])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    """In words; what the system trusts does not come in its place."""
    with pytest.raises(ValidationError, match="should hold certificates as PEM"):
        SETTING.validate_python(text)
