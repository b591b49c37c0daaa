"""培训与会议: trainings of cadres and of social workers, and mobilisation meetings."""

from deploy.ledgers.kinds import activity_columns as of
from deploy.ledgers.kinds.activity_words import GATHERINGS, MEETING_LEVELS
from deploy.ledgers.ledger import Column, Ledger, day, one_of, region, text
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, serving

KINDS = ("cadre_training", "worker_training", "mobilisation_meeting")


def columns_of(lists: Lists) -> tuple[Column, ...]:
    """Its columns, in a place that has these words."""
    return (
        day("日期", "occurred_on", also=("活动日期", "会议日期", "培训日期")),
        one_of(GATHERINGS, "种类", "kind", also=("活动种类", "类别")),
        region(),
        of.topic("培训主题", "会议主题", "内容"),
        of.attendance("参加人数", "参与人数", "受众人数", "受教育人数", "活动人数"),
        one_of(MEETING_LEVELS, "层级", "meeting_level", needed=False, also=("会议层级",)),
        of.place_kind(lists, needed=False),
        text("小区", "compound", also=("小区名称", "院落名称")),
        of.audiences(lists, "参加对象", "培训对象", "参会对象"),
        serving(),
        of.campaign(),
        of.place(),
        *of.also_of_gatherings(lists),
    )


def ledger_of(lists: Lists) -> Ledger:
    """The ledger of trainings and meetings, in a place that has these words."""
    return of.activities("培训与会议", columns_of(lists), *KINDS)


LEDGER = ledger_of(NOTHING_SAID)
