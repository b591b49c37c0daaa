"""值守登记: turns of emergency duty at checkpoints and posts."""

from dataclasses import replace
from typing import Any

from deploy.ledgers.kinds import activity_columns as of
from deploy.ledgers.kinds.activity_words import DUTY
from deploy.ledgers.ledger import Column, Ledger, day, one_of, region
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, serving

KIND = "emergency_duty"


def columns_of(lists: Lists) -> tuple[Column, ...]:
    """Its columns, in a place that has these words."""
    return (
        day("日期", "occurred_on", also=("值守日期",)),
        one_of(DUTY, "种类", "kind", needed=False, also=("值守种类",)),
        region(),
        of.topic("值守地点", "值守事由"),
        of.attendance("值守人数"),
        of.place_kind(lists, needed=False),
        of.number("登记人员", "people_registered", "登记人数", "登记人次"),
        of.number("登记车辆", "vehicles_registered", "登记车次", "登记车辆数"),
        serving(),
        of.campaign(),
        of.place(),
        *of.also_of_gatherings(lists),
    )


def ledger_of(lists: Lists) -> Ledger:
    """The ledger of emergency duty, in a place that has these words."""
    return replace(of.activities("值守登记", columns_of(lists), KIND), complete=_is_duty)


def _is_duty(record: dict[str, Any]) -> None:
    """Whatever stands in this ledger is emergency duty, also where no column says so."""
    record["kind"] = record.get("kind") or KIND


LEDGER = ledger_of(NOTHING_SAID)
