"""Sends requests byte by byte, also such as no HTTP library would send."""

import http.client
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from tests.fuzz.checking import Answer

Header = tuple[bytes, bytes]


def send(
    url: str, method: bytes, target: bytes, headers: Sequence[Header], body: bytes | None
) -> Answer | None:
    """One request over its own connection; None when the server refuses it below HTTP's meaning.

    That is: it closes the connection, or says in a problem that this is no HTTP.
    """
    address = urlsplit(url)
    lines = [method + b" " + target + b" HTTP/1.1", b"host: localhost", b"connection: close"]
    if body is not None and not any(name.lower() == b"transfer-encoding" for name, _ in headers):
        lines.append(b"content-length: " + str(len(body)).encode())
    lines += [name + b": " + value for name, value in headers]
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + (body or b""))
        except (BrokenPipeError, ConnectionResetError):
            return None
        answer = http.client.HTTPResponse(connection, method=method.decode("latin-1"))
        try:
            answer.begin()
            content = answer.read()
        except (http.client.RemoteDisconnected, ConnectionResetError):
            return None
    output = Answer(
        answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
    )
    no_http = (b'"type":"/problems/malformed-request"', b'"type":"/problems/address-not-encoded"')
    below = output.status == 400 and any(each in content for each in no_http)
    return None if below else output
