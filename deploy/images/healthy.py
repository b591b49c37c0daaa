#!/usr/local/bin/python3 -IS
"""Ends with 0 if the process of this container says that it is ready, else with 1."""

# Run every few seconds in each container. `socket` would import enumerations and regular
# expressions and cost twice as much as all the rest.
import _socket
import sys

PORT = 8000
ANSWER_WITHIN = 4.0  # seconds
REQUEST = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def answered(port: int) -> bytes:
    """What ``/readyz`` answers on this machine, head and body; empty when there is no answer."""
    answer = b""
    connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    try:
        connection.settimeout(ANSWER_WITHIN)
        connection.connect(("127.0.0.1", port))
        connection.sendall(REQUEST)
        while more := connection.recv(4096):
            answer += more
    except OSError:
        return b""
    finally:
        connection.close()
    return answer


if __name__ == "__main__":
    head, _, body = answered(PORT).partition(b"\r\n\r\n")
    line = head.partition(b"\r\n")[0]
    print(line.decode("ascii", "replace") or "no answer", body.decode("utf-8", "replace"))
    sys.exit(line.split()[1:2] != [b"200"])
