"""岗位: the posts that an agency bought, and where each is; 岗位终止: those that are no more."""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.entries import all_of
from deploy.ledgers.kinds.of_workers import change
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues, Words, day, known_by, one_of, region
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

NAME = "岗位"
_PATH = "/v1/posts"
FUNDS = Words(
    "unknown_funds",
    Text(
        zh="没有这种经费来源；请写中央、省级、市级、区县、街道、福彩公益金或其他。",
        en="There is no such source of funds; write 中央, 省级, 市级, 区县, 街道,"
        " 福彩公益金 or 其他.",
    ),
    {
        "中央": "central",
        "省级": "province",
        "市级": "city",
        "区县": "county",
        "街道": "street",
        "福彩公益金": "lottery",
        "其他": "other",
    },
)


def _year(text: str) -> int:
    """A year of a budget: 2017, or 2017年."""
    number = values.people(text.strip().removesuffix("年"))
    if not 1990 <= number <= 2100:
        raise values.Unreadable("bad_date")
    return number


_SENT = (
    replace(known_by("岗位编号", "reference", also=("编号", "合同编号")), tells_apart=True),
    region(),
    known_by("承接单位", "provider", also=("供应单位", "社工机构")),
    day("购买日期", "bought_on", also=("签订日期",)),
    day("合同起", "since", also=("合同起始日期",)),
    day("合同止", "until", also=("合同终止日期",)),
    one_of(FUNDS, "经费来源", "funds", also=("资金来源",)),
    Column("年度", "year", _year, 2017, needed=True, also=("预算年度",)),
)
_STATION = replace(
    Column("工作站", "station", values.text, also=("派驻工作站",), expected=False),
    texts={
        Reason.UNKNOWN_WORKSTATION: Text(
            zh="没有叫这个名称的工作站；请先在工作站.csv登记，或留空。",
            en="No workstation has this name; enter it in 工作站.csv first, or leave it blank.",
        )
    },
)
_TOO_EARLY = "placed_before_bought"
_PLACED_ON = replace(
    day("安排日期", "placed_on", needed=False, also=("派驻日期",)),
    expected=False,
    texts={
        _TOO_EARLY: Text(
            zh="安排日期早于购买日期；请核对这两个日期。",
            en="A post is not placed before 购买日期; check both dates.",
        )
    },
    rests_on={_TOO_EARLY: {"购买日期"}},
)


async def _buy(record: RowValues, sender: Sender) -> CallAnswer:
    """Buy the post of a row, and place it at the workstation that the row names, if any."""
    bought = call(_PATH, _SENT, record)
    station = await _station(record, sender)
    if station is None:
        return await _bought(bought, record, sender)
    placed_on = record[_PLACED_ON.field] or record["bought_on"]
    body = {"workstation_id": station, "placed_on": placed_on}
    columns = {"workstation_id": _STATION, "placed_on": _PLACED_ON}

    def placing(post_id: str) -> LedgerCall:
        path = f"{_PATH}/{post_id}/placement"
        return LedgerCall(path, body, key_of(path, body), columns)

    if record[_PLACED_ON.field] and record["bought_on"] and placed_on < record["bought_on"]:
        raise RowRefused([_PLACED_ON.fault(_TOO_EARLY)])
    if placed_on is not None:  # what is wrong with it by itself is said before anything is made
        await change(placing(NOT_YET), f"{_PATH}/{NOT_YET}", sender.dry())
    made = await _bought(bought, record, sender)
    post_id = made.body.get("post_id")
    if post_id is None:
        return made
    placed = await change(placing(post_id), f"{_PATH}/{post_id}", sender)
    if sender.dry_run and placed.is_new:
        sender.directory.workforce.note_placed(post_id)
    return all_of(made, placed)


async def _bought(bought: LedgerCall, record: RowValues, sender: Sender) -> CallAnswer:
    made = await sender.post(bought)
    if record["reference"] is not None:
        post_id = made.body.get("post_id", NOT_YET)
        sender.directory.workforce.add_post(record["reference"], post_id)
    return made


async def _station(record: RowValues, sender: Sender) -> str | None:
    name, place = record[_STATION.field], record["region"]
    if not name:
        if record[_PLACED_ON.field]:
            raise RowRefused([_STATION.fault(Reason.MISSING_VALUE)])
        return None
    if place is None:
        return None
    station = await sender.directory.workstation_within(name, place)
    if station is None:
        raise RowRefused([_STATION.fault(Reason.UNKNOWN_WORKSTATION)])
    return station


LEDGER = Ledger(
    NAME,
    (*_SENT, _STATION, _PLACED_ON),
    _PATH,
    check=_buy,
    send=_buy,
    entries={"cases.PostBought"},
    read_path="/v1/posts/{subject}",
)

ENDINGS = Words(
    "unknown_ending",
    Text(zh="终止原因请写合同到期、取消或误登。", en="Write 合同到期, 取消 or 误登."),
    {
        **dict.fromkeys(("合同到期", "期满"), "contract_ended"),
        "取消": "cancelled",
        "误登": "entered_in_error",
    },
)
_NO_POST, _SEVERAL_POSTS = "unknown_post", "ambiguous_post"
POST = replace(
    known_by("岗位编号", "reference", also=("编号", "合同编号")),
    sample=None,
    texts={
        _NO_POST: Text(
            zh="没有这个编号的岗位（本单位购买的，或由本单位派人的）；请核对，或先在岗位.csv登记。",
            en="Your agency has no post of this number, bought or provided with workers; check it,"
            " or enter the post in 岗位.csv first.",
        ),
        _SEVERAL_POSTS: Text(
            zh="有不止一个岗位用这个编号，无法确定是哪一个；请通过接口登记。",
            en="More than one post has this number; enter this through the API.",
        ),
    },
)


async def post_of(record: RowValues, sender: Sender) -> str:
    """The post of a row's number; raises `RowRefused`."""
    number = record[POST.field]
    if number is None:
        return NOT_YET
    found = await sender.directory.workforce.posts(number)
    if len(found) != 1:
        raise RowRefused([POST.fault(_SEVERAL_POSTS if found else _NO_POST)])
    return next(iter(found))


_PLACED = (
    day("安排日期", "placed_on", also=("日期", "派驻日期", "调整日期")),
    replace(known_by("工作站", "station", also=("派驻工作站", "调往工作站")), texts=_STATION.texts),
    region(),
)


async def _place(record: RowValues, sender: Sender) -> CallAnswer:
    """Say that a post is at another workstation from a day on, unless that is known."""
    post_id = await post_of(record, sender)
    where, on = f"{_PATH}/{post_id}", record["placed_on"]
    station = await _station(record, sender) or NOT_YET
    known = {} if post_id == NOT_YET else await sender.read(where)
    if {"workstation_id": station, "since": on} in known.get("placements", ()):
        return CallAnswer(known, is_new=False)
    path, body = f"{where}/placement", {"workstation_id": station, "placed_on": on}
    columns = {"workstation_id": _PLACED[1], "placed_on": _PLACED[0]}
    if sender.dry_run and station == NOT_YET:
        return CallAnswer({}, is_new=True)
    placed = await change(LedgerCall(path, body, key_of(path, body), columns), where, sender)
    if sender.dry_run and placed.is_new:
        sender.directory.workforce.note_placed(post_id)
    return placed


PLACED = Ledger(
    "岗位安排",
    (_PLACED[0], POST, *_PLACED[1:]),
    f"{_PATH}/{NOT_YET}/placement",
    check=_place,
    send=_place,
    in_order_of=POST.field,
    entries={"cases.PostPlaced"},
    read_path="/v1/posts/{subject}",
)
_ENDED = (
    day("终止日期", "ended_on", also=("日期",)),
    one_of(ENDINGS, "终止原因", "reason", also=("原因",)),
)


async def _end(record: RowValues, sender: Sender) -> CallAnswer:
    where = f"{_PATH}/{await post_of(record, sender)}"
    return await change(call(f"{where}/end", _ENDED, record), where, sender)


ENDED = Ledger(
    "岗位终止",
    (_ENDED[0], POST, _ENDED[1]),
    f"{_PATH}/{NOT_YET}/end",
    check=_end,
    send=_end,
    in_order_of=POST.field,
    entries={"cases.PostEnded"},
    read_path="/v1/posts/{subject}",
)
