"""The words of the pages at the entrance, and how they are rendered in one language."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request

from services.reporting.dashboard.style import STYLE_PATH
from shared.http.language import LANGUAGES, OTHER, TAG, language_of
from shared.text import Language, Text

NAME = Text(zh="驿站", en="Waystation")

LOGIN: Mapping[str, Text] = {
    "name": NAME,
    "title": Text(zh="登录", en="Sign in"),
    "other": Text(zh="English", en="中文"),
    "sign_in": Text(zh="用本单位账号登录", en="Sign in with your agency's account"),
    "provider_note": Text(
        zh="将转到统一认证服务；驿站不接触您的密码，也不保存您的姓名。",
        en="This leads to your identity provider. Waystation never sees your password, and keeps no"
        " name of yours.",
    ),
    "by_link": Text(
        zh="也可以用管理员提供的链接打开：直接打开该链接即可，无须密码。",
        en="The link that your operator gave you lets this browser in: just open it.",
    ),
    "link_note": Text(
        zh="单机试用时，链接显示在启动驿站的终端里；管理员可用命令 waystation link 生成。"
        "更换密钥后旧链接随即失效。",
        en="Where you started Waystation yourself, the terminal shows it; an operator makes one by"
        " the command waystation link. An old link ends as soon as its key is replaced.",
    ),
    "closed": Text(
        zh="本实例尚未开放浏览器登录；请管理员设置登录链接（WAYSTATION_BROWSER_KEY）或统一认证"
        "（WAYSTATION_OIDC_ISSUER）。",
        en="No browser is let in here: the operator sets the key of a link (WAYSTATION_BROWSER_KEY)"
        " or an identity provider (WAYSTATION_OIDC_ISSUER).",
    ),
}

# What the login page says first, by the word in its address.
MESSAGES: Mapping[str, Text] = {
    "link": Text(
        zh="这个登录链接已失效或不完整；请向管理员索取新链接。",
        en="This link does not let you in: it is no longer valid, or not complete. Ask the operator"
        " for a new one.",
    ),
    "ended": Text(zh="您已退出登录。", en="You are signed out."),
}

NOT_SIGNED_IN = Text(
    zh="查看本页须先登录；登录可能已到期。",
    en="Sign in to see this page; an earlier session may have ended.",
)
NOT_BEGUN_HERE = Text(
    zh="这次登录不是在本浏览器中开始的，或已超过10分钟；请重新登录。",
    en="This login was not begun in this browser, or it took more than ten minutes; sign in again.",
)
NOT_BY_TLS = Text(
    zh="前置代理没有标明浏览器使用 HTTPS，登录已中止；请告知管理员"
    "（代理须设置 X-Forwarded-Proto）。",
    en="The proxy in front does not say that browsers come by HTTPS, so nobody is let in; tell the"
    " operator (the proxy must set X-Forwarded-Proto).",
)
DENIED = Text(
    zh="统一认证服务没有让您登录；请重新登录，仍不行请联系本单位的账号管理员。",
    en="The service that you sign in with did not let you in; sign in again, or ask whoever manages"
    " your agency's accounts.",
)

SESSION: Mapping[str, Text] = {
    "name": NAME,
    "title": Text(zh="本次登录", en="This session"),
    "other": Text(zh="English", en="中文"),
    "by": Text(zh="登录方式", en="Signed in by"),
    "by_link": Text(zh="链接", en="the link"),
    "by_person": Text(zh="本单位账号", en="your agency's account"),
    "agency": Text(zh="单位", en="Agency"),
    "this": Text(zh="本实例", en="this installation"),
    "regions": Text(zh="地区", en="Regions"),
    "everywhere": Text(zh="全部", en="all"),
    "may": Text(zh="可以查看", en="What you may see"),
    "figures": Text(zh="县（区）及以上的数字", en="figures of counties and above"),
    "detail": Text(
        zh="各级地区的数字，并可逐条展开", en="figures of all regions, down to their entries"
    ),
    "begun": Text(zh="登录时间", en="Since"),
    "ends": Text(zh="到期时间", en="Until"),
    "end": Text(zh="退出登录", en="Sign out"),
    "note": Text(
        zh="使用中会自动延长，但有最长期限；在公用电脑上用完请退出。",
        en="It is prolonged while you use it, up to a limit. On a computer that others use, sign"
        " out when you are done.",
    ),
}

DOCUMENTS: Mapping[str, Text] = {
    "name": NAME,
    "title": Text(zh="接口文档", en="API documents"),
    "other": Text(zh="English", en="中文"),
    "about": Text(
        zh="供业务系统的开发人员使用。登录后，统计接口可在浏览器里直接试用；其他接口须持令牌调用。",
        en="For those who write an agency's own system. Signed in, a browser may try the reads of"
        " reporting; everything else is called with a token.",
    ),
}

_PAGES = Environment(
    loader=PackageLoader(__package__, "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    template: str, request: Request, words: Mapping[str, Text], **values: object
) -> tuple[str, Language]:
    """A page of this folder in the language that is asked for, and that language."""
    asked = LANGUAGES.get(request.query_params.get("lang", ""))
    language = language_of(asked, request.headers.get("accept-language", ""))
    shown = {
        name: value.in_language(language) if isinstance(value, Text) else value
        for name, value in values.items()
    }
    page = _PAGES.get_template(template).render(
        text={name: text.in_language(language) for name, text in words.items()},
        style_path=STYLE_PATH,
        language=language,
        tag=TAG[language],
        other=OTHER[language],
        other_tag=TAG[OTHER[language]],
        **shown,
    )
    return page, language
