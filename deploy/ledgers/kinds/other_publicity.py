"""其他主题宣传: publicity on other subjects than drugs."""

from dataclasses import replace
from typing import Any

from deploy.ledgers.kinds import activity_columns as of
from deploy.ledgers.kinds.activity_words import OTHER, SUBJECTS
from deploy.ledgers.ledger import Column, Ledger, day, one_of, region
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, words

KIND = "other_publicity"


def columns_of(lists: Lists) -> tuple[Column, ...]:
    """Its columns, in a place that has these words."""
    return (
        day("日期", "occurred_on", also=("活动日期", "宣传日期", "活动时间")),
        one_of(OTHER, "种类", "kind", needed=False, also=("活动种类",)),
        of_subject(lists),
        region(),
        of.topic("活动主题", "主题说明"),
        of.attendance("参加人数", "参与人数", "受众人数", "受教育人数", "活动人数"),
        of.place_kind(lists, needed=False),
        *of.of_publicity(lists),
    )


def of_subject(lists: Lists, *, needed: bool = True) -> Column:
    """Of what the publicity was."""
    known = words(SUBJECTS, lists, "subject")
    also = ("主题类别", "宣传主题类别")
    return one_of(known, "宣传主题", "subject", needed=needed, also=also)


def ledger_of(lists: Lists) -> Ledger:
    """The ledger, in a place that has these words."""
    return replace(of.activities("其他主题宣传", columns_of(lists), KIND), complete=_is_other)


def _is_other(record: dict[str, Any]) -> None:
    """Whatever stands in this ledger is on another subject, also where no column says so."""
    record["kind"] = record.get("kind") or KIND


LEDGER = ledger_of(NOTHING_SAID)
