"""The cookies of browsers: their names and flags, and what a login keeps in one. Pure."""

import hmac
import json
from dataclasses import asdict, dataclass

from starlette.requests import cookie_parser
from starlette.types import Scope

from services.reporting.entry.keys import EntryKeys
from shared.http.scheme import came_by_https
from shared.sealing import NotSealed

LOGIN_WITHIN = 600  # seconds, from the first page of a provider to the last
_LONGEST_PATH = 2000  # characters


class Cookies:
    """Reads and writes the cookies of one installation."""

    def __init__(self, keys: EntryKeys) -> None:
        self._session = keys.cookie
        self._login = f"{keys.cookie}-login"

    def session(self, scope: Scope) -> str | None:
        """The id of the session that a request's cookie names."""
        return _read(scope, self._session)

    def login(self, scope: Scope) -> str | None:
        """What a login under way has left with the browser."""
        return _read(scope, self._login)

    def set_session(self, scope: Scope, session_id: str) -> str:
        """The header that lets a browser in; its end is the database's to say."""
        return _written(scope, self._session, session_id)

    def set_login(self, scope: Scope, sealed: str) -> str:
        """The header that leaves a login's state with the browser."""
        return _written(scope, self._login, sealed) + f"; Max-Age={LOGIN_WITHIN}"

    def end_session(self, scope: Scope) -> str:
        """The header that takes a session's cookie away."""
        return _written(scope, self._session, "") + "; Max-Age=0"

    def end_login(self, scope: Scope) -> str:
        """The header that takes a login's cookie away."""
        return _written(scope, self._login, "") + "; Max-Age=0"


@dataclass(frozen=True, slots=True)
class Login:
    """A login under way: what its answer must match, and where it leads. Kept with the browser."""

    state: str
    nonce: str
    verifier: str
    path: str
    until: int  # POSIX seconds

    def seal(self, keys: EntryKeys) -> str:
        """As a cookie's value."""
        return keys.states.seal(json.dumps(asdict(self)), ["login"])

    @classmethod
    def opened(cls, keys: EntryKeys, text: str | None, state: str, now: float) -> "Login | None":
        """The login that a cookie holds, if it was begun here not long ago with this state."""
        try:
            login = cls(**json.loads(keys.states.open(text or "", ["login"])))
        except NotSealed:
            return None
        same = hmac.compare_digest(login.state.encode(), state.encode("utf-8", "replace"))
        return login if same and now < login.until else None


def own_path(text: str) -> str:
    """A path of this installation to go on to; the first page where it is none.

    >>> own_path("/regions?region=4101"), own_path("//other.example"), own_path("/\\\\a.example")
    ('/regions?region=4101', '/', '/')
    """
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    inside = text[:1] == "/" and text[1:2] != "/"  # browsers read //host as another host
    return text if plain and inside and len(text) <= _LONGEST_PATH else "/"


def _name(scope: Scope, name: str) -> str:
    """Over TLS a prefix, which no page of a neighbouring host can set."""
    return f"__Host-{name}" if came_by_https(scope) else name


def _read(scope: Scope, name: str) -> str | None:
    for header, value in scope["headers"]:
        if header == b"cookie":
            found = cookie_parser(value.decode("latin-1")).get(_name(scope, name))
            if found:
                return found
    return None


def _written(scope: Scope, name: str, value: str) -> str:
    # Lax: a link may come by mail, and a Strict cookie would not go on with it.
    flags = "HttpOnly; SameSite=Lax; Path=/" + ("; Secure" if came_by_https(scope) else "")
    return f"{_name(scope, name)}={value}; {flags}"
