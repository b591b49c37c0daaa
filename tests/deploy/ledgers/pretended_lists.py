"""What the service in memory finds again: articles."""

import json
from collections.abc import Iterable
from typing import Any

Written = Iterable[tuple[str, dict[str, Any]]]


def articles(written: Written, answers: Written, asked: dict[str, str]) -> dict[str, Any]:
    """The articles of a county in a channel, on one page."""
    answered = [*answers]
    found = [
        {"publication_id": article_id(answered, body), "void": False, "title": body["title"]}
        for path, body in written
        if path == "/v1/publications"
        and body["channel"] == asked["channel"]
        and body["region"].startswith(asked["region"][:6])
    ]
    return {"publications": found, "next": None}


def absences(written: Written, path: str) -> dict[str, Any]:
    """A worker with the absences that were entered, of which nobody says more."""
    nobody = "00000000-0000-4000-8000-000000000000"
    found = [
        {"absence_id": nobody, "since": body["since"], "until": body["until"], "covers": []}
        for whose, body in written
        if whose == f"{path}/absences"
    ]
    return {"absences": found}


def article_id(answers: Written, body: dict[str, Any]) -> str:
    """The id under which an article was taken."""
    return next(
        str(answer["publication_id"])
        for content, answer in answers
        if "publication_id" in answer and json.loads(content.partition(" ")[2]) == body
    )
