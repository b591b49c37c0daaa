"""Articles on prevention: as published, each text once, and reads."""

from datetime import date
from uuid import UUID

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

DAY = date(2019, 3, 4)
CHANNELS = ("website", "newspaper", "wechat_account", "television")


def in_all_media(ledger: Ledger) -> tuple[UUID, ...]:
    """One text in four media, and another in one; the entries of the first text."""
    first = ledger.article(DAY, CHANNELS[0], reads=100)
    more = [ledger.article(DAY, channel, same_as=first, reads=10) for channel in CHANNELS[1:]]
    ledger.article(DAY, "website")
    return (first, *more)


def test_articles() -> None:
    """One for each article, in each medium."""
    ledger = Ledger()
    in_all_media(ledger)
    assert numerator("articles", ledger) == 5


def test_articles_distinct() -> None:
    """Each text once; also where the first publication is void, and the repetitions stand."""
    ledger = Ledger()
    first, *more = in_all_media(ledger)
    assert numerator("articles_distinct", ledger) == 2
    ledger.void(first)
    assert numerator("articles_distinct", ledger) == 2
    for each in more:
        ledger.void(each)
    assert (numerator("articles_distinct", ledger), numerator("articles", ledger)) == (1, 1)


def test_article_reads() -> None:
    """Added up over all media; what nobody counted adds nothing."""
    ledger = Ledger()
    first, *_ = in_all_media(ledger)
    assert numerator("article_reads", ledger) == 130
    ledger.void(first)
    assert numerator("article_reads", ledger) == 30
