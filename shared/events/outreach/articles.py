"""Articles on prevention."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published


class Channel(StrEnum):
    """Where an article appeared."""

    WEBSITE = "website"
    NEWSPAPER = "newspaper"
    WECHAT_ACCOUNT = "wechat_account"
    TELEVISION = "television"


@published("outreach.ArticlePublished.v1")
class ArticlePublished(Entry):
    """An article on prevention was published."""

    publication_id: UUID
    region: str
    occurred_on: date
    channel: Channel
    title: str = ""
