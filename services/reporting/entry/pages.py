"""The pages by which browsers come in and go: the link, signing in, the session; and documents."""

import hmac
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from services.reporting.entry.cookies import LOGIN_WITHIN, Login, own_path
from services.reporting.entry.entrance import Entrance
from services.reporting.entry.login_page import HEADERS, login_page
from services.reporting.entry.provider import CALLBACK
from services.reporting.entry.provider_faults import refused_by_provider
from services.reporting.entry.rights import LINK, EntryRefused, granted_to_person
from services.reporting.entry.sessions import BrowserSession
from services.reporting.entry.wording import (
    DENIED,
    DOCUMENTS,
    MESSAGES,
    NOT_BEGUN_HERE,
    NOT_BY_TLS,
    SESSION,
    render,
)
from shared.catalogue import SERVICES
from shared.clock import CHINA, present_day
from shared.http.body import read_body
from shared.http.problems import Problem
from shared.http.scheme import came_by_https
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text

log = structlog.get_logger(__name__)

ENTER = "/enter/"
OLD_LINK = "/login?problem=link"  # where an old or broken link leads
SIGNED_OUT = "/login?problem=ended"
MOVED = "moved"  # a login that another address of the installation has led to its own one


def entry_link(key: str, path: str = "/") -> str:
    """The path that lets a browser in and leads it on to `path`."""
    return f"{ENTER}{key}{path}"


async def enter(request: Request) -> Response:
    """Let a browser in by the key of the link, and lead it to the path behind the key."""
    entrance: Entrance = request.app.state.entrance
    raw: bytes = request.scope["raw_path"]
    key, _, rest = raw.partition(ENTER.encode())[2].partition(b"/")
    query: bytes = request.scope["query_string"]
    path = (b"/" + rest + (b"?" + query if query else b"")).decode("latin-1")
    expected = entrance.settings.browser_key
    # In constant time: how soon a wrong key is refused says nothing of the right one.
    right = expected is not None and hmac.compare_digest(key, expected.encode())
    if not right or own_path(path) != path:
        log.info("browser_refused", reason="link")
        return _led_to(OLD_LINK)
    cookie = await entrance.let_in(request.scope, entrance.link_grant())
    return _led_to(path, cookie)


async def login(request: Request) -> Response:
    """The login page: the identity provider where there is one, and what the link is."""
    problem = request.query_params.get("problem", "")
    message = MESSAGES.get(problem)
    path = own_path(request.query_params.get("next", "/"))
    return login_page(request, 200, message, path, problem if message else "")


async def start(request: Request) -> Response:
    """Lead a browser to the identity provider, and keep with it what the answer must match."""
    entrance: Entrance = request.app.state.entrance
    path = own_path(request.query_params.get("next", "/"))
    if entrance.provider is None:
        return login_page(request, 404, None, path)
    url = str(entrance.settings.browser_url)
    if url.startswith("https:") and not came_by_https(request.scope):
        # Here in clear, as by the port on the server itself: the provider leads back by TLS, and
        # that must find the cookie. One that comes by TLS and is not told so is the proxy's fault.
        if MOVED not in request.query_params:
            return _led_to(f"{url}/login/start?" + urlencode({"next": path, MOVED: "1"}))
        return _refused(request, EntryRefused("proxy: no X-Forwarded-Proto", NOT_BY_TLS, 503), path)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    begun = Login(state, nonce, verifier, path, int(time.time()) + LOGIN_WITHIN)
    try:
        address = await entrance.provider.address_for(begun)
    except EntryRefused as refused:
        return _refused(request, refused, path)
    return _led_to(address, entrance.cookies.set_login(request.scope, begun.seal(entrance.keys)))


async def callback(request: Request) -> Response:
    """Let in the person who comes back from the identity provider, or say in words why not."""
    entrance: Entrance = request.app.state.entrance
    query = request.query_params
    sealed = entrance.cookies.login(request.scope)
    begun = Login.opened(entrance.keys, sealed, query.get("state", ""), time.time())
    path = "/" if begun is None else begun.path
    try:
        cookie = await _signed_in(entrance, request, begun, query)
    except EntryRefused as refused:
        response = _refused(request, refused, path)
    else:
        response = _led_to(path, cookie)
    # Once: whether it was right or not, the answer of this login has come.
    response.headers.append("set-cookie", entrance.cookies.end_login(request.scope))
    return response


async def _signed_in(
    entrance: Entrance, request: Request, begun: Login | None, query: Mapping[str, str]
) -> str:
    provider = entrance.provider
    if provider is None or begun is None:
        raise EntryRefused("state", NOT_BEGUN_HERE, 400)
    # RFC 9207: the answer of another provider, brought to this address.
    if query.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        raise EntryRefused("issuer", NOT_BEGUN_HERE, 400)
    if "error" in query:
        raise refused_by_provider(query["error"])
    code = query.get("code")
    if not code:
        raise EntryRefused("denied", DENIED)
    claims = await provider.claims_of(code, begun)
    person = entrance.keys.pseudonym(provider.issuer, claims["sub"])
    agencies, names = entrance.register.present(), entrance.settings.oidc_claims
    grant = granted_to_person(entrance.by_person, person, claims, names, agencies, present_day())
    return await entrance.let_in(request.scope, grant)


async def documents(request: Request) -> Response:
    """Where each service's documents are; they say nothing of anybody, and need no login."""
    page, language = render(
        "documents.html",
        request,
        DOCUMENTS,
        services=[(each.name, each.title) for each in SERVICES],
    )
    return HTMLResponse(page, headers={**HEADERS, "content-language": language})


async def session(request: Request) -> Response:
    """The page of a browser's own session: what it may see, until when, and the way out."""
    entrance: Entrance = request.app.state.entrance
    held = await entrance.session_of(request.scope)
    if held is None:
        return login_page(request, 401, None, "/session")
    by_link = held.grant.person == LINK
    detail = "statistics:detail" in held.grant.actions
    agency = entrance.register.present().find(held.grant.agency)
    page, _ = render(
        "session.html",
        request,
        SESSION,
        by=SESSION["by_link" if by_link else "by_person"],
        agency=SESSION["this"] if by_link else agency.public_name if agency else "—",
        regions=SESSION["everywhere"] if by_link else _regions(held),
        may=SESSION["detail" if detail else "figures"],
        begun=_moment(held.created_at),
        ends=_moment(held.ends_at),
        token=entrance.keys.form_token(entrance.cookies.session(request.scope) or ""),
    )
    headers = dict(HEADERS)
    ending = None if by_link else await _ending_address(entrance)
    if ending is not None:  # browsers hold what a form is redirected to by the same policy
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(ending))
        policy = headers["content-security-policy"]
        headers["content-security-policy"] = policy.replace(
            "form-action 'self'", f"form-action 'self' {origin}"
        )
    return HTMLResponse(page, headers=headers)


async def end(request: Request) -> Response:
    """Sign a browser out: here, and with the identity provider where that can be asked."""
    entrance: Entrance = request.app.state.entrance
    held = await entrance.session_of(request.scope)
    if held is None:
        # Another site's form brings no cookie along: what it is answered must take none away.
        sent_one = entrance.cookies.session(request.scope) is not None
        cookie = entrance.cookies.end_session(request.scope) if sent_one else None
        return _led_to(SIGNED_OUT, cookie)
    body = await read_body(request, dict(request.scope["headers"]))
    expected = entrance.keys.form_token(entrance.cookies.session(request.scope) or "")
    if not hmac.compare_digest(_token_in(body), expected.encode()):
        raise _not_our_form()
    ending = None if held.grant.person == LINK else await _ending_address(entrance)
    cookie = await entrance.let_out(request.scope)
    return _led_to(ending or SIGNED_OUT, cookie)


def _token_in(body: bytes) -> bytes:
    """The token of our form; empty where the body is none of ours."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:  # more fields than that
        return b""
    return fields.get("token", [""])[0].encode()


async def _ending_address(entrance: Entrance) -> str | None:
    """Where the provider ends its session too, and sends the browser back."""
    provider = entrance.provider
    endpoint = None if provider is None else await provider.end_session_endpoint()
    if provider is None or endpoint is None:
        return None
    back = f"{entrance.settings.browser_url}/login"
    query = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"


def _regions(held: BrowserSession) -> Text:
    names = [full_name(code.ljust(12, "0"), regions_in_force()) for code in held.grant.regions]
    return Text(zh="、".join(n.zh for n in names), en="; ".join(n.en for n in names))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)"


def _led_to(address: str, cookie: str | None = None) -> Response:
    headers = {} if cookie is None else {"set-cookie": cookie}
    # Never kept: the address that led here may have a key in it.
    return RedirectResponse(address, 303, {**headers, "cache-control": "no-store"})


def _refused(request: Request, refused: EntryRefused, path: str) -> Response:
    log.warning("browser_refused", reason=refused.reason)
    return login_page(request, refused.status, refused.text, path)


def _not_our_form() -> Problem:
    return Problem(
        403,
        "form-not-ours",
        Text(zh="请求不是由本站页面发出的", en="This was not sent by our own page"),
        Text(
            zh="请打开 /session 页面后再退出登录。",
            en="Open the page /session, and sign out there.",
        ),
    )


class _Page(Route):
    """A route that the log and the metrics name, as they name operations."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is the one for a request."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}


ROUTES = (
    _Page("/enter/{rest:path}", enter, methods=["GET"]),
    _Page("/documents", documents, methods=["GET"]),
    _Page("/login", login, methods=["GET"]),
    _Page("/login/start", start, methods=["GET"]),
    _Page(CALLBACK, callback, methods=["GET"]),
    _Page("/session", session, methods=["GET"]),
    _Page("/session/end", end, methods=["POST"]),
)
