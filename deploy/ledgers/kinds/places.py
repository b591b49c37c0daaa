"""阵地台账: places of prevention, and schools, venues and the like by name."""

from dataclasses import replace
from functools import partial
from typing import Any

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.place_words import FACILITIES, OFFERS, PLACE_KINDS, ROOMS
from deploy.ledgers.kinds.single import call
from deploy.ledgers.kinds.whether import whether
from deploy.ledgers.known_places import KnownPlace
from deploy.ledgers.ledger import (
    Column,
    Ledger,
    RowValues,
    day,
    known_by,
    one_of,
    region,
    some_of,
)
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, words
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

NAME = "阵地台账"
_PATH = "/v1/places"
_CLOSED = day("关闭日期", "closed_on", needed=False, also=("停用日期",))


def _opening(columns: tuple[Column, ...], record: RowValues) -> LedgerCall:
    said = call(_PATH, columns, record)
    body: dict[str, Any] = {**said.body}
    if body.get("rooms"):
        body["rooms"] = [{"code": code} for code in body["rooms"]]
    return replace(said, body=body)


def _closing(place_id: str, closed_on: str) -> LedgerCall:
    path, body = f"{_PATH}/{place_id}/closing", {_CLOSED.field: closed_on}
    return LedgerCall(path, body, key_of(path, body), {_CLOSED.field: _CLOSED}, if_match=1)


async def _enter(columns: tuple[Column, ...], record: RowValues, sender: Sender) -> CallAnswer:
    """Enter a place, and close it where the row says since when it is no more."""
    answer = await sender.post(_opening(columns, record))
    place_id = answer.body.get("place_id", NOT_YET)
    if record["name"] is not None and record["region"] is not None:
        days = record["opened_on"] or "", record[_CLOSED.field]
        sender.directory.places.add(record["name"], KnownPlace(place_id, record["region"], *days))
    closed_on = record[_CLOSED.field]
    if closed_on is not None and place_id != NOT_YET and not answer.is_void:
        await sender.post(_closing(place_id, closed_on))
    return answer


def ledger_of(lists: Lists) -> Ledger:
    """The ledger, in a place that has these words."""
    kinds = words(PLACE_KINDS, lists, "place_kind")
    columns = (
        known_by("阵地名称", "name", also=("名称", "场所名称")),
        one_of(words(FACILITIES, lists, "facility_kind"), "阵地类别", "kind", also=("阵地类型",)),
        region(),
        day("启用日期", "opened_on", also=("建成日期", "登记日期")),
        one_of(kinds, "场所类别", "place_kind", needed=False, also=("场所类型",)),
        whether("应进场所", "must_enter", needed=False, also=("是否应进",)),
        some_of(words(OFFERS, lists, "offer"), "服务内容", "offers", also=("功能",)),
        some_of(words(ROOMS, lists, "room"), "功能室", "rooms", also=("房间",)),
    )
    enter = partial(_enter, columns)
    return Ledger(
        NAME,
        (*columns, _CLOSED),
        _PATH,
        check=enter,
        send=enter,
        entries={"outreach.PlaceOpened"},
    )


LEDGER = ledger_of(NOTHING_SAID)
