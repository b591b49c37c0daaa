"""Where the thing is that a command has made or written to."""

import re

from shared.catalogue import COLLECTION_OF

_POSITION = re.compile(r'"position": ?"([a-z]+)-([0-9a-f-]+)@')


def location_of(body: str) -> str | None:
    """The address of the thing that was made or written to, from the JSON of the answer.

    It is a path from the root, so that it holds at each service and behind a gateway.

    >>> location_of('{"version": 4, "position": "case-0196a1f0@4"}')
    '/v1/cases/0196a1f0'
    """
    found = _POSITION.search(body)
    collection = COLLECTION_OF.get(found[1]) if found else None
    return f"/v1/{collection}/{found[2]}" if found and collection else None
