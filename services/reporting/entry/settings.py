"""What an operator sets about browsers: the link, their sessions, and the identity provider."""

import os
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.certificates import Certificates
from shared.identity.claims import OWN_NAMES, ClaimNames
from shared.settings import Settings

HOUR, DAY = 3600, 24 * 3600  # seconds
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _outer(text: str) -> str:
    """An address that browsers or a provider are at; in clear only on this machine itself."""
    try:
        parts = urlsplit(text)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        plain = safe and bool(parts.hostname) and parts.port != 0 and "@" not in text
    except ValueError:
        plain = False
    if not plain or parts.query or parts.fragment:
        raise PydanticCustomError(
            "outer_address",
            "should be https://host, with a port and a path where it has them",
            {"chinese": "应写作 https://主机，可带端口和路径。"},
        )
    return text.rstrip("/")


OuterUrl = Annotated[str, AfterValidator(_outer)]


def _secret(text: str) -> str | None:
    """A client's secret; None for an empty one, such as a file that is not in use has."""
    text = text.strip()
    if text.startswith("/") and os.path.exists(text):
        raise PydanticCustomError(
            "secret_named",
            "should be the secret itself; set WAYSTATION_OIDC_CLIENT_SECRET_FILE to a file that"
            " holds it",
            {"chinese": "应为密钥本身；存于文件的请设置 WAYSTATION_OIDC_CLIENT_SECRET_FILE。"},
        )
    return text or None


ClientSecret = Annotated[str, AfterValidator(_secret)]
BrowserKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,}$")]


class BrowserSettings(Settings):
    """How people's browsers are let in, and for how long."""

    browser_key: BrowserKey | None = Field(
        None,
        description="The key in the link that lets browsers in; without it, no link does.",
    )
    browser_actions: Literal["statistics:read", "statistics:read statistics:detail"] = Field(
        "statistics:read",
        description="What a browser with the link may do: `statistics:read`, or"
        " `statistics:read statistics:detail`.",
    )
    browser_idle: int = Field(
        8 * HOUR,
        ge=60,
        le=7 * DAY,
        description="For how many seconds after its last use a browser's session goes on.",
    )
    browser_longest: int = Field(
        7 * DAY,
        ge=60,
        le=31 * DAY,
        description="For how many seconds a browser's session goes on at most.",
    )
    browser_url: OuterUrl | None = Field(
        None,
        description="The address by which browsers reach the installation; the identity provider"
        " sends them back to `/login/callback` there.",
    )
    oidc_issuer: OuterUrl | None = Field(
        None,
        description="The identity provider that people sign in with (OpenID Connect): its issuer,"
        " to the letter but for a slash at the end.",
    )
    oidc_client_id: str | None = Field(None, description="As which client of it.")
    oidc_client_secret: ClientSecret | None = Field(
        None,
        repr=False,
        description="That client's secret; a public client has none.",
    )
    oidc_ca: Certificates | None = Field(
        None,
        description="Certificates (PEM) that the identity provider's is checked with, such as that"
        " of an authority of your own; without it, those that the system trusts.",
    )
    oidc_scopes: str = Field("openid", description="The scopes that are asked for.")
    oidc_claims: ClaimNames = Field(
        OWN_NAMES,
        description="In which claims of an ID token stand the person's agency, regions and"
        " actions, where not in these; a path has points. `user` is not read.",
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """An identity provider needs a client, and a way back."""
        if self.oidc_issuer is None:
            return self
        for name in ("oidc_client_id", "browser_url"):
            if getattr(self, name) is None:
                raise _incomplete(f"WAYSTATION_{name.upper()}")
        if "openid" not in self.oidc_scopes.split():
            raise PydanticCustomError(
                "oidc_scopes",
                "WAYSTATION_OIDC_SCOPES must have openid among its words",
                {"chinese": "WAYSTATION_OIDC_SCOPES 须含 openid。"},
            )
        return self


def _incomplete(variable: str) -> PydanticCustomError:
    return PydanticCustomError(
        "oidc_incomplete",
        f"WAYSTATION_OIDC_ISSUER needs {variable} beside it",
        {"chinese": f"设置了 WAYSTATION_OIDC_ISSUER，还须设置 {variable}。"},
    )
