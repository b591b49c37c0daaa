"""A problem as a page, for a person at a browser: in people's words, with a way home."""

from html import escape

from shared.http.language import TAG
from shared.http.page_style import STYLE
from shared.http.problems import Problem
from shared.text import Language, Text

_PAGE = """<!doctype html>
<html lang="{tag}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title} · {name}</title>
<style>{style}</style>
{parts}
<p><a href="{way}">{leading}</a></p>
</html>
"""
_PART = """<{heading}{lang}>{title}</{heading}>
<p{lang}>{detail}</p>
<ul{lang}>{errors}</ul>"""

_ADDRESS = (
    Text(zh="网址有误", en="Something in this address is wrong"),
    Text(
        zh="请检查网址，或从首页重新选择。",
        en="Check the address, or begin again on the dashboard.",
    ),
)
_TOO_MUCH = (
    Text(zh="您的登录不能查看这些内容", en="Your session does not show this"),
    Text(
        zh="请按以下说明改查，或从首页重新选择。",
        en="Ask for what is named below instead, or begin again on the dashboard.",
    ),
)
_NAME = Text(zh="驿站", en="Waystation")
_HOME = ("/", Text(zh="返回首页", en="Back to the dashboard"))
_TO_LOGIN = ("/login", Text(zh="去登录", en="To the login page"))
# What a problem's own words say to programs, said to a person who opened an address.
_FOR_PEOPLE: dict[int, tuple[Text, Text]] = {
    400: _ADDRESS,
    401: (
        Text(zh="请先登录", en="Sign in first"),
        Text(
            zh="请用本单位账号登录，或打开管理员提供的链接（单机试用时，链接显示在启动它的终端里）；"
            "登录或旧链接可能已到期。",
            en="Sign in with your agency's account, or open the link that your operator gives you;"
            " where you started Waystation yourself, the terminal shows it. An earlier session, or"
            " an old link, may have ended.",
        ),
    ),
    403: (
        Text(zh="您不能查看这一页", en="This page is not yours to see"),
        Text(
            zh="浏览器登录只供查看统计，其他内容须由本单位的业务系统读取。统计数字的明细，登录具有"
            " statistics:detail 权限的方可打开。",
            en="A browser reads statistics; everything else is read by your agency's own system."
            " What a figure is made of opens with the right statistics:detail.",
        ),
    ),
    404: (
        Text(zh="未找到此页面", en="Nothing is found here"),
        Text(
            zh="请检查网址，或从首页重新选择。",
            en="Check the address, or begin again on the dashboard.",
        ),
    ),
    405: (
        Text(zh="此地址不供浏览器打开", en="This address is not for browsers"),
        Text(
            zh="它由业务系统使用；可查看的内容见首页。",
            en="Programs use it; what there is to look at is on the dashboard.",
        ),
    ),
    408: (
        Text(zh="网络太慢，请求未送达", en="The request did not arrive in time"),
        Text(zh="请刷新本页重试。", en="Reload this page to try again."),
    ),
    422: (
        Text(zh="网址中有些内容无法接受", en="Something in this address cannot be accepted"),
        Text(
            zh="请更正以下各项，或从首页重新选择。",
            en="Correct what is named below, or begin again on the dashboard.",
        ),
    ),
    431: _ADDRESS,
    500: (
        Text(zh="程序出错了", en="Something went wrong here"),
        Text(
            zh="错误已记录。请刷新本页重试；若仍不行，请把发生时间告诉管理员。",
            en="It has been logged. Reload this page; if that does not help, tell the operator the"
            " time.",
        ),
    ),
}


def wants_page(accept: str) -> bool:
    """Whether a caller wants a page: text/html stands in Accept before any JSON.

    >>> wants_page("text/html,application/xhtml+xml,*/*;q=0.8"), wants_page("application/json")
    (True, False)
    """
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    html = kinds.index("text/html") if "text/html" in kinds else len(kinds)
    json = kinds.index("application/json") if "application/json" in kinds else len(kinds)
    return html < json


def problem_page(problem: Problem, language: Language | None = None) -> str:
    """The page of a problem, in a language or in both; what is about headers is left out."""
    title, detail = _FOR_PEOPLE.get(problem.status, (problem.title, problem.detail))
    if problem.status == 403 and problem.errors:  # the page is theirs, but not so much of it
        title, detail = _TOO_MUCH

    def part(own: Language, *, first: bool) -> str:
        """What it says in one language."""
        errors = [
            (each.parameter or each.pointer, each.detail.in_language(own))
            for each in problem.errors
            if each.header is None
        ]
        return _PART.format(
            heading="h1" if first else "h2",
            lang="" if first else f' lang="{TAG[own]}"',
            title=escape(title.in_language(own)),
            detail=escape(detail.in_language(own)),
            errors="".join(
                f"<li>{f'<code>{escape(name)}</code> ' if name else ''}{escape(text)}</li>"
                for name, text in errors
            ),
        )

    way, leading = _TO_LOGIN if problem.status == 401 else _HOME
    languages: tuple[Language, ...] = ("zh", "en") if language is None else (language,)
    return _PAGE.format(
        way=way if language is None else f"{way}?lang={language}",
        leading=f'{leading.zh} · <span lang="en">{leading.en}</span>'
        if language is None
        else leading.in_language(language),
        style=STYLE,
        tag=TAG[languages[0]],
        title=escape(title.in_language(languages[0])),
        name="驿站 Waystation" if language is None else _NAME.in_language(language),
        parts="\n".join(part(each, first=each == languages[0]) for each in languages),
    )
