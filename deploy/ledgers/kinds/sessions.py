"""宣传活动: sessions of prevention."""

from deploy.ledgers.kinds import activity_columns as of
from deploy.ledgers.ledger import Column, Ledger, day, region
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists

NAME = "宣传活动"


def columns_of(lists: Lists) -> tuple[Column, ...]:
    """Its columns, in a place that has these words."""
    return (
        day("日期", "occurred_on", also=("活动日期", "宣传日期", "活动时间")),
        of.place_kind(lists, needed=True),
        region(),
        of.topic("活动主题", "宣传主题"),
        of.attendance("参加人数", "参与人数", "受众人数", "受教育人数", "活动人数"),
        *of.of_publicity(lists),
    )


def ledger_of(lists: Lists) -> Ledger:
    """The ledger of sessions, in a place that has these words."""
    return of.activities(NAME, columns_of(lists), "session")


LEDGER = ledger_of(NOTHING_SAID)
