"""Certificates of authorities that an operator trusts for one server, as a setting."""

import ssl
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _readable(text: str) -> str | None:
    """Certificates that can be read; None for an empty text, such as a file not in use holds.

    What stands beside them need not be ASCII, as a comment in Chinese; the certificates are.
    """
    if not text.strip():
        return None
    plain = text.encode("ascii", "ignore").decode()
    try:
        if not plain.strip():  # by which ssl would take those that the system trusts
            raise ValueError
        ssl.create_default_context(cadata=plain)
    except (ssl.SSLError, ValueError):
        raise PydanticCustomError(
            "certificates",
            "should hold certificates as PEM, each from its BEGIN line to its END line",
            {"chinese": "应为 PEM 格式的证书，每张从 BEGIN 行到 END 行。"},
        ) from None
    return plain


Certificates = Annotated[str, AfterValidator(_readable)]
