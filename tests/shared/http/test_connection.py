"""What counts is said once; what is no HTTP is told in words, before any application sees it."""

import json

import pytest

from shared.http import connection
from shared.http.server import Server
from tests.shared.http.speaking import CHUNKED, HEAD, Echo, is_refused, told

TWICE = {
    "authorization": b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n",
    "the same authorization": b"Authorization: a\r\nX: y\r\nauthorization: a\r\n",
    "host": b"Host: b\r\n",
    "the same host": b"HOST: a\r\n",
}
SMUGGLED = {
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "one length twice": HEAD + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a list of lengths": HEAD + b"Content-Length: 3, 3\r\n\r\nabc",
    "a length with a sign": HEAD + b"Content-Length: +3\r\n\r\nabc",
    "length, then chunks": HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    "chunks, then length": CHUNKED + b"Content-Length: 3\r\n\r\nabc",
    "chunked twice": CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked not last": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "another coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": HEAD + b"X : y\r\n\r\n",
    "a folded line": HEAD + b"X: y\r\n z\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "no HTTP": b"\x16nonsense\r\n\r\n",
    "a chunk's length that is none": CHUNKED + b"\r\nnonsense\r\n",
}


@pytest.mark.parametrize("kind", TWICE)
async def test_what_counts_is_said_once(server: Server, echo: Echo, kind: str) -> None:
    """Two hosts or two tokens, even equal ones: neither is chosen, and no application sees them."""
    [answer] = await told(server, HEAD + TWICE[kind] + b"Content-Length: 1\r\n\r\na")
    assert is_refused(answer, 400, "bad-request")
    [error] = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"]
    assert (error["reason"], error["header"]) == ("sent_twice", kind.rpartition(" ")[2])
    assert echo.answered == 0


@pytest.mark.parametrize("kind", SMUGGLED)
async def test_what_may_mean_two_things_is_refused(server: Server, echo: Echo, kind: str) -> None:
    """Where a body ends must be said once and clearly: a proxy may have read it otherwise."""
    [answer] = await told(server, SMUGGLED[kind])
    assert is_refused(answer, 400, "malformed-request")
    assert echo.answered == 0


@pytest.mark.parametrize("name", [b"Authorization: x", b"Host: b", b"X-Any: y", b"authorization:"])
@pytest.mark.parametrize("whole", [True, False], ids=["at once", "piece by piece"])
async def test_nothing_comes_after_the_body(
    server: Server, echo: Echo, name: bytes, whole: bool
) -> None:
    """A trailer is read after the checks of the headers: there is none, whatever it says."""
    parts = (CHUNKED + b"\r\n", b"1\r\na\r\n0\r\n", name + b"\r\n", b"\r\n")
    [answer] = await told(server, *([b"".join(parts)] if whole else parts))
    assert is_refused(answer, 400, "malformed-request")
    assert echo.answered == 0


async def test_a_body_in_chunks_is_taken(server: Server) -> None:
    """Without a trailer, and the next request of the connection is another one."""
    asked = CHUNKED + b"\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"
    first, second = await told(server, asked, asked.replace(b"Host", b"Connection: close\r\nHost"))
    for answer in (first, second):
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["body"] == "abc"


@pytest.mark.parametrize("name", [b"a", b"x" * 400])
async def test_headers_are_counted(server: Server, echo: Echo, name: bytes) -> None:
    """More of them than anybody needs are refused, short or long."""
    lines = b"".join(name + b"%d: 1\r\n" % number for number in range(connection.MOST_HEADERS))
    [answer] = await told(server, HEAD + lines + b"\r\n")
    assert is_refused(answer, 431, "headers-too-long")
    assert echo.answered == 0


@pytest.mark.parametrize("address", ["/金水", "/v1/reports/annual?region=金水区&year=2019"])
async def test_chinese_in_an_address_is_told_of_in_words(server: Server, address: str) -> None:
    """To programs as a problem; to a person as a page, in two languages, with a way home."""
    line = f"GET {address} HTTP/1.1\r\nHost: a\r\n".encode()
    for encoded in (line, line.decode().encode("gb18030")):
        [answer] = await told(server, encoded + b"Accept: */*\r\n\r\n")
        assert is_refused(answer, 400, "address-not-encoded")
        [answer] = await told(server, encoded + b"Accept: text/html,*/*;q=0.8\r\n\r\n")
        head, _, page = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"content-type: text/html" in head
        assert b"frame-ancestors 'none'" in head
        assert "请检查网址" in page.decode()
        assert b"Check the address" in page
        assert b'<a href="/">' in page
        assert "金水".encode() not in answer


async def test_a_refusal_never_stands_in_for_another_answer(server: Server) -> None:
    """What follows an answer that is under way is refused by the end of the connection alone."""
    whole = HEAD + b"Content-Length: 1\r\n\r\na"
    for bad in (b"nonsense\r\n\r\n", HEAD + b"Host: b\r\n\r\n", SMUGGLED["two lengths"]):
        answers = await told(server, whole + bad)
        assert all(b" 200 " in answer.partition(b"\r\n")[0] for answer in answers)
