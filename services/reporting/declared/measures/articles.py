"""Articles on prevention: publications by channel, their texts, and how often they were read.

The same text in several media is a publication in each; the texts are told apart by the first.
"""

from services.reporting.declared.words import Fact, Measure, Noun, OpenDimension
from shared.events.outreach.articles import ArticlePublished
from shared.text import Text

CHANNEL = OpenDimension("channel", Text(zh="渠道", en="channel"))


def _article(event: ArticlePublished) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.channel,)),)


def _text(event: ArticlePublished) -> tuple[Fact, ...]:
    """The text is the subject, which is counted once: so it is also where the first is void."""
    text = event.same_as or event.publication_id
    return (Fact(event.occurred_on, event.region, (event.channel,), subject=text),)


def _reads(event: ArticlePublished) -> tuple[Fact, ...]:
    if not event.reads:
        return ()
    return (Fact(event.occurred_on, event.region, (event.channel,), event.reads),)


ARTICLES = Measure("articles", (CHANNEL,), {ArticlePublished: _article}, of_persons=False)
ARTICLE_TEXTS = Measure(
    "article_texts",
    (CHANNEL,),
    {ArticlePublished: _text},
    of_persons=False,
    noun=Noun(Text(zh="稿件", en="text"), Text(zh="稿件", en="texts")),
)
ARTICLE_READS = Measure("article_reads", (CHANNEL,), {ArticlePublished: _reads}, of_persons=False)
