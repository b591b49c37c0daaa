"""Where the thing is that a command has made or written to."""

from shared.catalogue import COLLECTION_OF


def location_of(stream_id: str) -> str | None:
    """The address of the thing whose stream was written to, if it has one.

    It is a path from the root, so that it holds at each service and behind a gateway.

    >>> location_of("case-0196a1f0")
    '/v1/cases/0196a1f0'
    """
    kind, _, identity = stream_id.partition("-")
    collection = COLLECTION_OF.get(kind)
    return f"/v1/{collection}/{identity}" if collection else None
