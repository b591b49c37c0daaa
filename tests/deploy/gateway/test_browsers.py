"""Browsers at the gateway: the cookie of the link goes to reporting, and to nobody else."""

import pytest

from deploy.gateway.headers import onward
from tests.deploy.gateway.ways import Ways
from tests.services.whole import BROWSER_KEY as KEY


@pytest.mark.postgres
async def test_a_browser_with_the_link_reads_statistics(ways: Ways) -> None:
    """The cookie of the link opens the table and nothing else; without it a token is needed."""
    report = "/v1/reports/annual?region=4101&year=2019"
    for url in (ways.gateway, ways.one_process):
        async with ways.session.get(url + report) as answer:
            assert answer.status == 401
        async with ways.session.get(f"{url}/enter/{KEY}/", allow_redirects=False) as answer:
            assert answer.headers["Location"] == "/"
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        sent = {"Cookie": f"others=of-the-host; {cookie}"}
        for path, status in (
            ("/", 200), ("/session", 200), (report, 200), (f"/reporting{report}", 200),
            ("/cases/v1/journal", 401), ("/v1/cases", 401), ("/v1/worklist", 401),
            ("/outreach/v1/journal", 401),
        ):  # fmt: skip
            async with ways.session.get(url + path, headers=sent) as answer:
                assert answer.status == status, path
        for path in ("/v1/rebuild", "/v1/clients"):
            async with ways.session.post(url + path, headers=sent) as answer:
                assert answer.status == 401, path


@pytest.mark.postgres
async def test_over_tls_the_cookie_is_for_tls(ways: Ways) -> None:
    """The gateway tells reporting how the browser came, as the proxy before it says."""
    tls, enter = {"X-Forwarded-Proto": "https"}, f"{ways.gateway}/enter/{KEY}/"
    async with ways.session.get(enter, headers=tls, allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert (cookie[:18], cookie[-8:]) == ("__Host-waystation-", "; Secure")
    sent = {"Cookie": cookie.partition(";")[0]}
    for headers, status in ((tls | sent, 200), (sent, 401)):
        async with ways.session.get(f"{ways.gateway}/session", headers=headers) as answer:
            assert answer.status == status


def test_only_our_own_cookies_go_on() -> None:
    """A proxy's or another program's cookie of the host stays at the gateway, a claim too."""
    own = "__Host-waystation-0123abcd=a_-Z; waystation-0123abcd-login=x"
    sent = f"proxy=secret; {own}; waystation-0123abcd-other=y; waystation-zz=1; =;"
    scope = {
        "scheme": "http",
        "waystation.traceparent": "00",
        "headers": [
            (b"cookie", sent.encode()),
            (b"x-forwarded-for", b"192.0.2.1"),
            (b"x-forwarded-proto", b"HTTPS, http"),
        ],
    }
    with_pages = onward(scope, "reporting", pages=True)
    assert with_pages["Cookie"] == own
    assert with_pages["X-Forwarded-Proto"] == "https"
    assert not {"Cookie", "X-Forwarded-Proto"} & set(onward(scope, "cases"))
    assert "X-Forwarded-For" not in with_pages
