"""Articles on prevention."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger


def test_articles() -> None:
    """One for each article."""
    ledger = Ledger()
    channels = ("website", "newspaper", "wechat_account", "television", "weibo")
    for channel in channels:
        ledger.article(date(2019, 3, 4), channel)
    assert numerator("articles", ledger) == len(channels)
