"""Lists of the API page by page, and a refusal as a sentence."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from deploy.ledgers.errors import CannotReach
from deploy.ledgers.sending import Api, Reply

PAGE = "200"  # rows, as many as the service gives at once


async def pages_of(
    api: Api, path: str, name: str, query: Sequence[tuple[str, str]]
) -> AsyncIterator[Mapping[str, Any]]:
    """What a list has, page by page."""
    after: str | None = None
    while True:
        follows = [("after", after)] if after else []
        reply = await api.read(path, [*query, ("limit", PAGE), *follows])
        if reply.status >= 400:
            raise refused(reply)
        for row in reply.body[name]:
            yield row
        after = reply.body["next"]
        if after is None:
            return
        await asyncio.sleep(0)


def refused(reply: Reply) -> CannotReach:
    """A refusal as a sentence, with what is wrong with each header."""
    errors = reply.body.get("errors", ())
    zh = "；".join(f"{its.get('header', '')}：{its['detail_zh']}" for its in errors)
    en = "; ".join(f"{its.get('header', '')}: {its['detail']}" for its in errors)
    return CannotReach(
        zh=f"{reply.body.get('title_zh', '被拒绝')}。{zh or reply.body.get('detail_zh', '')}",
        en=f"{reply.body.get('title', 'It was refused')}. {en or reply.body.get('detail', '')}",
    )
