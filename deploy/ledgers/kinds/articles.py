"""新闻稿件: articles; one that appeared in several media has a row for each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.help_kinds import words_of
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import (
    REGION,
    Column,
    Ledger,
    RowValues,
    Words,
    day,
    one_of,
    region,
    text,
)
from deploy.ledgers.prevention_words import CHANNELS, USUAL_CHANNELS
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

PATH = "/v1/publications"
CHANNEL, FIRST, TITLE = "channel", "first_channel", "title"
_NO_FIRST = "unknown_first"


def _columns(channels: Mapping[str, str]) -> tuple[Column, ...]:
    names = "、".join(dict.fromkeys(Words("", Text(zh="", en=""), channels).shown().values()))
    words = Words(
        "unknown_channel",
        Text(zh=f"没有这种渠道；请写{names}。", en=f"There is no such channel; write {names}."),
        channels,
    )
    first = one_of(words, "首发渠道", FIRST, needed=False, also=("转载自", "首发媒体", "原发渠道"))
    return (
        day(
            "日期", "occurred_on", also=("发布日期", "发表日期", "刊发日期", "刊登日期", "发布时间")
        ),
        text("标题", TITLE, needed=True, also=("稿件标题", "文章标题", "新闻标题", "题目")),
        one_of(words, "渠道", CHANNEL, also=("发布渠道", "发表渠道")),
        region(),
        text("链接", "link", also=("网址", "文章链接", "稿件链接")),
        Column(
            "阅读量",
            "reads",
            values.optional(values.people),
            also=("阅读数", "浏览量", "点击量", "播放量"),
        ),
        # Which article is meant cannot be read back: an entry says its id alone.
        replace(
            first,
            private=True,
            texts={
                **first.texts,
                _NO_FIRST: Text(
                    zh="没有找到首发的稿件：同一区县、标题相同、渠道为此项所写的；请先登记首发的一行。",
                    en="The first article was not found: of the same title, in the same county, in"
                    " this channel; put the row of the first one before.",
                ),
            },
        ),
    )


def ledger_of(channels: Mapping[str, str]) -> Ledger:
    """The ledger with the channels of a place: words with their codes."""
    columns = _columns(channels)
    own = tuple(column for column in columns if column.field != FIRST)
    [first] = [column for column in columns if column.field == FIRST]

    async def ask(record: RowValues, sender: Sender) -> CallAnswer:
        said = call(PATH, own, record)
        if record[FIRST] is None:
            return await sender.post(said)
        whole = call(PATH, columns, record)  # its key says of which article it is
        body = {**said.body, **await _same_as(record, sender, first)}
        return await sender.post(replace(whole, body=body))

    return Ledger(
        "新闻稿件",
        columns,
        PATH,
        check=ask,
        send=ask,
        in_order_of=TITLE,  # the first before those that repeat it
        entries={"outreach.ArticlePublished"},
        read_path=f"{PATH}/{{subject}}",
        void_path=f"{PATH}/{{subject}}/void",
    )


async def _same_as(record: RowValues, sender: Sender, first: Column) -> dict[str, Any]:
    """The publication that a row repeats; a dry run does not have those of the folder yet."""
    place, title = record[REGION], record[TITLE]
    if place is None or title is None:
        return {}
    county = place[:6].ljust(12, "0")
    found = await sender.directory.publication(county, record[FIRST], title)
    if found is not None:
        return {"same_as": found}
    if sender.dry_run:
        return {}
    raise RowRefused([first.fault(_NO_FIRST)])


LEDGER = ledger_of(words_of(CHANNELS, USUAL_CHANNELS))
