"""Certificates of authorities that an operator trusts for one server, as a setting."""

import ssl
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _readable(text: str) -> str | None:
    """Certificates that can be read; None for an empty text, such as a file not in use holds."""
    if not text.strip():
        return None
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError):
        raise PydanticCustomError(
            "certificates",
            "should hold certificates as PEM, each from its BEGIN line to its END line",
            {"chinese": "应为 PEM 格式的证书，每张从 BEGIN 行到 END 行。"},
        ) from None
    return text


Certificates = Annotated[str, AfterValidator(_readable)]
