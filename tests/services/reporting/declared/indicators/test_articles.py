"""Articles on prevention."""

from datetime import date

from shared.events.outreach.articles import Channel
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger


def test_articles() -> None:
    """One for each article."""
    ledger = Ledger()
    for channel in Channel:
        ledger.article(date(2019, 3, 4), channel)
    assert numerator("articles", ledger) == len(Channel)
