"""A token from an agency's own identity provider, for a command (OAuth 2.0, client credentials)."""

import base64
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import quote_plus, urlencode, urlsplit

from pydantic import Field

from deploy.cli.settings import settings_errors_explained
from deploy.sentence import CannotGoOn
from shared.settings import PREFIX, Settings, read

ANSWER_WITHIN = 30.0  # seconds
UNTOLD = 120.0  # seconds that a token is taken to be good for when the provider does not say


class ClientCredentials(Settings):
    """Who a command is at an identity provider, and where that gives tokens."""

    token_url: str = Field(
        description="The token endpoint of an identity provider that gives the tokens, https://….",
        min_length=1,
    )
    client_id: str = Field(description="Who the command is there.", min_length=1)
    client_secret: str = Field(description="Its secret there.", min_length=1, repr=False)
    token_scope: str = Field("", description="The scope that is asked for there, if any.")


def from_environment(environment: Mapping[str, str] = os.environ) -> ClientCredentials | None:
    """What is set for it; None without WAYSTATION_TOKEN_URL, or its file. Raises CannotGoOn."""
    names = [PREFIX + name.upper() for name in ClientCredentials.model_fields]
    ours = {
        key: text
        for key, text in environment.items()
        if key.removesuffix("_FILE") in names and text  # Compose sets empty what is not set
    }
    if not any(key.removesuffix("_FILE") == f"{PREFIX}TOKEN_URL" for key in ours):
        return None
    with settings_errors_explained():
        return read(ClientCredentials, ours)


class ProvidersToken:
    """A token of the provider, asked for anew when half of its life is over.

    To call it is to have the text of the present one; while the provider is away, the former does
    until its end. Raises CannotGoOn.
    """

    def __init__(self, credentials: ClientCredentials) -> None:
        self._credentials = credentials
        self._token = ""
        self._renew_at = self._ends_at = float("-inf")

    def __call__(self) -> str:
        """A token that is good for a while."""
        now = time.monotonic()
        if now >= self._renew_at:
            try:
                self._token, lifetime = _ask(self._credentials)
            except CannotGoOn:
                if now >= self._ends_at:
                    raise
                self._renew_at = now + (self._ends_at - now) / 2
            else:
                self._renew_at, self._ends_at = now + lifetime / 2, now + lifetime
        return self._token


def _ask(credentials: ClientCredentials) -> tuple[str, float]:
    """An access token, and the seconds that it is good for. Raises CannotGoOn."""
    if urlsplit(credentials.token_url).scheme not in ("https", "http"):
        raise CannotGoOn(
            zh="WAYSTATION_TOKEN_URL 应为 https:// 开头的地址。",
            en="WAYSTATION_TOKEN_URL should be an address that begins with https://.",
        )
    form = {"grant_type": "client_credentials"}
    if credentials.token_scope:
        form["scope"] = credentials.token_scope
    pair = f"{quote_plus(credentials.client_id)}:{quote_plus(credentials.client_secret)}"
    request = urllib.request.Request(  # noqa: S310 -- the scheme is one of two
        credentials.token_url,
        urlencode(form).encode(),
        {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "Accept": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_WITHIN) as answer:  # noqa: S310
            given = json.loads(answer.read())
            token, lifetime = str(given["access_token"]), float(given.get("expires_in", UNTOLD))
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(f"{error.code} {_reason(error)}".strip()) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _refused(str(getattr(error, "reason", "")) or type(error).__name__) from None
    return token, lifetime


def _reason(error: urllib.error.HTTPError) -> str:
    """The error code of OAuth in an answer, such as invalid_client."""
    try:
        return str(json.loads(error.read())["error"])[:100]
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _refused(reason: str) -> CannotGoOn:
    return CannotGoOn(
        zh=f"认证服务器没有签发令牌（{reason}）；请检查 WAYSTATION_TOKEN_URL、"
        "WAYSTATION_CLIENT_ID 和 WAYSTATION_CLIENT_SECRET。",
        en=f"The identity provider gives no token ({reason}); see that WAYSTATION_TOKEN_URL,"
        " WAYSTATION_CLIENT_ID and WAYSTATION_CLIENT_SECRET are right.",
    )
