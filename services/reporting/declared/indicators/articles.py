"""Articles on prevention: as published, each text once, and how often they were read."""

from services.reporting.declared.measures.articles import ARTICLE_READS, ARTICLE_TEXTS, ARTICLES
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

ARTICLES_PUBLISHED = Indicator(
    code="articles",
    name=Text(zh="发布稿件", en="Articles"),
    unit="篇",
    better="high",
    formula=Text(
        zh="期内发布的稿件篇数；同一稿件在几个媒体发布就计几篇",
        en="articles as they were published; one that appeared in several media counts for each",
    ),
    numerator=Selection(ARTICLES),
)

ARTICLES_DISTINCT = Indicator(
    code="articles_distinct",
    name=Text(zh="发布稿件（不重复）", en="Articles, each text once"),
    unit="篇",
    better="high",
    formula=Text(
        zh="期内发布的不同稿件篇数；同一稿件在几个媒体发布只计一篇，各渠道、各月相加不等于总数",
        en="texts that were published; one that appeared in several media counts once, so channels"
        " and months do not add up to the total",
    ),
    numerator=Selection(ARTICLE_TEXTS, counting="persons"),
)

READS = Indicator(
    code="article_reads",
    name=Text(zh="稿件阅读量", en="Reads of articles"),
    unit="次",
    better="high",
    formula=Text(
        zh="期内发布的稿件的阅读（播放、收看）次数之和，以登记时媒体显示的为准，未登记的不计",
        en="how often the articles of the period were read or seen, as the media said when they"
        " were recorded, added up; of those without a number nothing",
    ),
    numerator=Selection(ARTICLE_READS),
)
