"""Links to what is published: https, and nothing of a person or a session in them. Pure."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from shared.id_number import names_somebody
from shared.text import Text

LONGEST = 500
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86)?1[3-9][0-9]{9}(?![0-9])")
_MAIL = re.compile(r"[^\s/?&=@]+@[^\s/?&=@]+\.[a-z]{2,}", re.IGNORECASE)
# Parameters by which a site knows who it sent a link to, or lets somebody in.
_OF_A_PERSON = frozenset(
    {
        *("phone", "mobile", "tel", "email", "mail", "idcard", "name", "username"),
        *("user", "userid", "uid", "openid", "unionid", "password", "passwd", "pwd"),
        *("token", "accesstoken", "auth", "key", "session", "sessionid", "sid", "ticket"),
        *("idno", "idnumber", "apikey", "secret", "authorization", "jsessionid", "phpsessid"),
    }
)
# In the query, behind a semicolon, or in the fragment, which pages that are one script route by.
_PARAMETER = re.compile(r"[?&;#/ ]([^?&;#/= ]+)(?==)")

NOT_HTTPS = Text(
    zh="链接应以 https:// 开头，并写明网站域名，不含空格；最多500个字符。",
    en="A link begins with https:// and the name of a site, has no blanks and at most 500"
    " characters.",
)
LETS_IN = Text(
    zh="请去掉链接中的用户名和密码（域名前 @ 及其之前的部分）。",
    en="Leave the user and the password out of the link: what stands before the @.",
)
NAMES_A_PERSON = Text(
    zh="链接中含有个人信息或登录参数（如手机号、证件号、邮箱、token）；请使用文章的公开链接。",
    en="The link has something of a person in it, or of who signed in (a phone or ID number, an"
    " address, a token); give the article's public link.",
)


class BadLink(Exception):
    """A text is no link that may be published; `reason` is the code, `text` says why."""

    def __init__(self, reason: str, text: Text) -> None:
        super().__init__(text.en)
        self.reason, self.text = reason, text


def check_link(link: str) -> str:
    """The link as it was given. Raises `BadLink`.

    >>> check_link("https://mp.weixin.qq.com/s?__biz=MzA&mid=2247483650&idx=1")
    'https://mp.weixin.qq.com/s?__biz=MzA&mid=2247483650&idx=1'
    >>> check_link("http://example.com/a")
    Traceback (most recent call last):
        ...
    shared.links.BadLink: A link begins with https:// and the name of a site, has no blanks and at \
most 500 characters.
    """
    parts = _parts(link)
    if "@" in parts.netloc:
        raise BadLink("holds_password", LETS_IN)
    if _is_no_site(parts):
        raise BadLink("bad_link", NOT_HTTPS)
    if _names_a_person(parts):
        raise BadLink("holds_personal_data", NAMES_A_PERSON)
    return link


def _parts(link: str) -> SplitResult:
    plain = link.isascii() and link.isprintable() and not re.search(r"[\s\\<>\"`{}|^]", link)
    try:
        if plain and len(link) <= LONGEST and link.lower().startswith("https://"):
            return urlsplit(link)
    except ValueError:  # a bracket in the host
        pass
    raise BadLink("bad_link", NOT_HTTPS)


def _is_no_site(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:
        return True
    return port not in (None, 443) or _HOST.fullmatch(host) is None


def _names_a_person(parts: SplitResult) -> bool:
    told = unquote(unquote(f"{parts.path} {parts.query} {parts.fragment}"))
    if names_somebody(told) or _MOBILE.search(told) or _MAIL.search(told):
        return True
    return any(_plain(name) in _OF_A_PERSON for name in _PARAMETER.findall(f"?{told}"))


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
