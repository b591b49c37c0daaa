"""A problem as a page, for the person at a browser who met it."""

from html import escape

from shared.http.problems import Problem

_PAGE = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
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

    def items(texts: list[str]) -> str:
        return "".join(f"<li>{escape(text)}</li>" for text in texts)

    return _PAGE.format(
        status=problem.status,
        title=escape(problem.title.en),
        title_zh=escape(problem.title.zh),
        detail=escape(problem.detail.en),
        detail_zh=escape(problem.detail.zh),
        errors=items([error.detail.en for error in problem.errors]),
        errors_zh=items([error.detail.zh for error in problem.errors]),
    )
