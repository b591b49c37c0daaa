"""How the service in memory refuses."""

from aiohttp import web

from deploy.ledgers.sending import Reply
from shared.http.problems import Problem


def refusal(refused: Problem) -> Reply:
    """A refusal as the import is given it."""
    return Reply(refused.status, {}, refused.document())


def problem(status: int, slug: str, *errors: dict[str, str]) -> web.Response:
    """A refusal as the service writes it."""
    document = {
        "type": f"/problems/{slug}",
        "detail": "It is refused.",
        "detail_zh": "不予受理。",
        "errors": list(errors),
    }
    return web.json_response(document, status=status, content_type="application/problem+json")
