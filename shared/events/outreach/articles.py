"""Articles on prevention."""

from datetime import date
from uuid import UUID

from shared.events import Entry, published


@published("outreach.ArticlePublished.v1")
class ArticlePublished(Entry):
    """An article on prevention was published; `channel` is a word of the dictionary.

    `same_as` is the publication that it repeats elsewhere: the first of that text. `reads` is how
    often it was read or seen, as the medium says; None where that is not known.
    """

    publication_id: UUID
    region: str
    occurred_on: date
    channel: str
    title: str = ""
    link: str = ""
    reads: int | None = None
    same_as: UUID | None = None
