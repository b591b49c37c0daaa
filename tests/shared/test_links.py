"""Links that may be published, and those that may not."""

import pytest

from shared.links import LONGEST, BadLink, check_link


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org",
        "HTTPS://Example.org/",
        "https://example.org:443/a/b.html#top",
        "https://mp.weixin.qq.com/s?__biz=MzA&mid=2247483650&idx=1&sn=0a1b",
        "https://www.zhengzhou.gov.cn/news/20190626/1234567.jhtml",
        "https://weibo.com/1234567890/Hx0aBcDeF",
        "https://xn--fiqs8s.cn/%E7%A6%81%E6%AF%92",
    ],
)
def test_a_public_link_is_taken_as_it_is(link: str) -> None:
    """With a path, a query, and the usual port."""
    assert check_link(link) == link


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://example.org/", "bad_link"),
        ("ftp://example.org/", "bad_link"),
        ("javascript:alert(1)", "bad_link"),
        ("example.org/a", "bad_link"),
        ("https://", "bad_link"),
        ("https://localhost/", "bad_link"),
        ("https://127.0.0.1/", "bad_link"),
        ("https://[::1]/", "bad_link"),
        ("https://[::1/", "bad_link"),
        ("https://example.org:8443/", "bad_link"),
        ("https://example.org:x/", "bad_link"),
        ("https://-example.org/", "bad_link"),
        ("https://example.org/a b", "bad_link"),
        ("https://example.org/\n", "bad_link"),
        ('https://example.org/"', "bad_link"),
        ("https://例子.cn/", "bad_link"),
        (f"https://example.org/{'a' * LONGEST}", "bad_link"),
        ("https://user@example.org/", "holds_password"),
        ("https://user:secret@example.org/", "holds_password"),
        ("https://example.org/?phone=1", "holds_personal_data"),
        ("https://example.org/?a=1&Token=", "holds_personal_data"),
        ("https://example.org/#openid=o6", "holds_personal_data"),
        ("https://example.org/#/article?token=o6", "holds_personal_data"),
        ("https://example.org/a;jsessionid=o6", "holds_personal_data"),
        ("https://example.org/?a=1;access-token=o6", "holds_personal_data"),
        ("https://example.org/?%2574oken=o6", "holds_personal_data"),
        ("https://example.org/u/13800138000", "holds_personal_data"),
        ("https://example.org/?q=%2B8613800138000", "holds_personal_data"),
        ("https://example.org/?q=11010519491231002X", "holds_personal_data"),
        ("https://example.org/?q=a.b%40example.org", "holds_personal_data"),
        ("https://example.org/?q=a.b%2540example.org", "holds_personal_data"),
    ],
)
def test_what_is_no_public_link_is_refused(link: str, reason: str) -> None:
    """By name, in both languages, without the link in the sentence."""
    with pytest.raises(BadLink) as caught:
        check_link(link)
    assert caught.value.reason == reason
    assert caught.value.text.zh
    assert link == "https://" or link not in str(caught.value)
