"""Articles on prevention."""

from datetime import date
from uuid import UUID

from shared.events import Entry, published


@published("outreach.ArticlePublished.v1")
class ArticlePublished(Entry):
    """An article on prevention was published; `channel` is a word of the dictionary."""

    publication_id: UUID
    region: str
    occurred_on: date
    channel: str
    title: str = ""
