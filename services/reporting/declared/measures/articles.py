"""Articles on prevention, by the channel in which they appeared."""

from services.reporting.declared.words import Fact, Measure, OpenDimension
from shared.events.outreach.articles import ArticlePublished
from shared.text import Text

CHANNEL = OpenDimension("channel", Text(zh="渠道", en="channel"))


def _article(event: ArticlePublished) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.channel,)),)


ARTICLES = Measure("articles", (CHANNEL,), {ArticlePublished: _article}, of_persons=False)
