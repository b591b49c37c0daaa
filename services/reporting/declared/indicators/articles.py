"""Articles on prevention."""

from services.reporting.declared.measures.articles import ARTICLES
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

ARTICLES_PUBLISHED = Indicator(
    code="articles",
    name=Text(zh="发布稿件", en="Articles"),
    unit="篇",
    better="high",
    formula=Text(zh="期内发布的稿件篇数", en="articles published"),
    numerator=Selection(ARTICLES),
)
