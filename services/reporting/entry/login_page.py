"""The login page, and who is shown it: whoever opens a page without being signed in."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.reporting.dashboard.style import POLICY
from services.reporting.entry.entrance import NO_LONGER, Entrance
from services.reporting.entry.wording import LOGIN, NOT_SIGNED_IN, render
from shared.http.answering import REFUSAL, answer, reason_of
from shared.http.problems import Problem
from shared.text import Text

API = "/v1/"
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "vary": "accept-language, cookie",
}


def login_page(
    request: Request, status: int, message: Text | None, path: str, problem: str = ""
) -> Response:
    """The login page, with a message, if there is one; it leads on to a path."""
    entrance: Entrance = request.app.state.entrance
    page, language = render(
        "login.html",
        request,
        LOGIN,
        message=message,
        next=path,
        problem=problem,
        with_provider=entrance.provider is not None,
        with_link=bool(entrance.by_link),
    )
    return HTMLResponse(page, status, {**HEADERS, "content-language": language})


async def answer_refusal(request: Request, error: Exception) -> Response:
    """The answer to a Problem: of a page that needs a caller, the login page; else as everywhere.

    An application takes it as its handler of Problems.
    """
    assert isinstance(error, Problem)
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if error.status != 401 or path.startswith(API):
        return answer(request.scope, error)
    request.scope[REFUSAL] = reason_of(error)
    message: Text = request.scope.get(NO_LONGER, NOT_SIGNED_IN)
    query = request.url.query
    response = login_page(request, 401, message, path + (f"?{query}" if query else ""))
    response.headers["www-authenticate"] = error.headers["WWW-Authenticate"]
    return response
