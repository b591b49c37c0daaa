"""What the printed commands need of curl (-sSG, -X, -H, -d), for machines without it."""

import sys
from argparse import ArgumentParser
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def main(arguments: list[str]) -> bytes:
    """Send the request that curl's arguments describe; the body of the answer."""
    parser = ArgumentParser()
    parser.add_argument("url")
    for taken in ("-s", "-S"):  # no progress, but faults: it never does otherwise
        parser.add_argument(taken, action="store_true")
    parser.add_argument("-X", dest="method", default="GET")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="body", action="append", default=[])
    parser.add_argument("-G", dest="in_address", action="store_true")
    asked = parser.parse_args(arguments)
    headers = dict(header.split(": ", 1) for header in asked.headers)
    data = "&".join(asked.body)
    url = f"{asked.url}?{data}" if asked.in_address else asked.url
    body = data.encode() if data and not asked.in_address else None
    request = Request(url, body, headers, method=asked.method)
    try:
        with urlopen(request) as answer:
            return bytes(answer.read())
    except HTTPError as refused:
        return refused.read()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1:]))
