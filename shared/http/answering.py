"""How a problem is answered: as a document, or to a person as a page; what the log says of it."""

from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from shared.http.language import LANGUAGES
from shared.http.page_style import POLICY
from shared.http.problem_page import problem_page, wants_page
from shared.http.problems import Problem
from shared.text import Language

REFUSAL = "waystation.refusal"  # where the scope of a request keeps why it was refused
_MOST_REASONS = 5


def answer(scope: Scope, problem: Problem) -> Response:
    """The answer to a request that is refused; the line about it in the log will say why."""
    scope[REFUSAL] = reason_of(problem)
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return answered(problem, accept.decode("latin-1"), language_said(scope))


def language_said(scope: Scope) -> Language | None:
    """The language that the address of a request says, if it does."""
    said = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return LANGUAGES.get(said)


def answered(problem: Problem, accept: str, language: Language | None = None) -> Response:
    """A page where the header Accept asks for one, else the problem document."""
    if wants_page(accept):
        headers = {**problem.headers, "Content-Security-Policy": POLICY}
        return HTMLResponse(problem_page(problem, language), problem.status, headers)
    return problem.response()


def reason_of(problem: Problem) -> str:
    """Why a request was refused, for the log: the problem's type, and the reasons of its errors.

    >>> from shared.http.problems import not_found
    >>> reason_of(not_found())
    'not-found'
    """
    reasons = list(dict.fromkeys(error.reason for error in problem.errors))[:_MOST_REASONS]
    return f"{problem.slug}: {', '.join(reasons)}" if reasons else problem.slug
