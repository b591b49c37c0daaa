"""A problem as a page, for the person at a browser who met it."""

from html import escape
from typing import Literal

from shared.http.problems import Problem

_PAGE = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>{status} · 驿站 Waystation</title>
<style>
body {{ font: 1.1rem/1.7 sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }}
</style>
<h1>{title_zh}</h1>
<p>{detail_zh}</p>
<ul>{errors_zh}</ul>
<h2 lang="en">{title}</h2>
<p lang="en">{detail}</p>
<ul lang="en">{errors}</ul>
<p><a href="/">首页 · Start page</a></p>
</html>
"""


def wants_page(accept: str) -> bool:
    """Whether a caller wants a page: text/html stands in Accept before any JSON.

    >>> wants_page("text/html,application/xhtml+xml,*/*;q=0.8"), wants_page("application/json")
    (True, False)
    """
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    html = kinds.index("text/html") if "text/html" in kinds else len(kinds)
    json = kinds.index("application/json") if "application/json" in kinds else len(kinds)
    return html < json


def problem_page(problem: Problem) -> str:
    """The page of a problem, in both languages."""

    def items(language: Literal["zh", "en"]) -> str:
        """The errors in one language, each behind the name of what it is about."""
        errors = [
            (each.parameter or each.header or each.pointer, getattr(each.detail, language))
            for each in problem.errors
        ]
        return "".join(
            f"<li>{f'<code>{escape(name)}</code> ' if name else ''}{escape(text)}</li>"
            for name, text in errors
        )

    return _PAGE.format(
        status=problem.status,
        title=escape(problem.title.en),
        title_zh=escape(problem.title.zh),
        detail=escape(problem.detail.en),
        detail_zh=escape(problem.detail.zh),
        errors=items("en"),
        errors_zh=items("zh"),
    )
