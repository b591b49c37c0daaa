"""Rows beside earlier imports: how many are compared, with a region that has as many."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.ledgers import likeness
from deploy.ledgers.kinds.sessions import LEDGER
from deploy.ledgers.ledger import Column
from deploy.ledgers.likeness import NewRow, alike
from deploy.ledgers.rows import Line, Place
from deploy.ledgers.sending import Api, ImportTarget

MANY = 200
FIRST = date(2019, 1, 1)
REGION = "410105000000"


def _said(number: int, topic: str) -> dict[str, Any]:
    return {
        "occurred_on": (FIRST + timedelta(number)).isoformat(),
        "place_kind": "school",
        "region": REGION,
        "topic": topic,
        "attendance": number,
        "forms": (),
        "partners": (),
        "occasion": None,
        "audiences": (),
        "materials": (),
        "households": None,
        "served": (),
        "campaign": None,
        "place_id": None,
        "helpers": (),
    }


class _Imported(Api):
    """An earlier import of as many sessions in the same region."""

    def __init__(self) -> None:
        super().__init__(None, ImportTarget("nowhere", str), 0.0)  # type: ignore[arg-type]

    async def get(self, path: str, parameters: list[tuple[str, str]]) -> Mapping[str, Any]:
        if path == "/outreach/v1/imports":
            counts = {"outreach.SessionHeld.v1": MANY}
            moments = {"first_at": "2020", "last_at": "2020"}
            its = {"import_id": "1", "entries": counts, "void": 0, **moments}
            return {"imports": [its], "next": None}
        return {"entries": [_entry(number) for number in range(MANY)], "next": None}


def _entry(number: int) -> dict[str, Any]:
    return {
        "entry_id": str(number),
        "stream_id": f"activity-{uuid4()}",
        "type": "outreach.SessionHeld.v1",
        "void": False,
        "facts": {**_said(number, "旧题"), "forms": []},
    }


async def test_a_row_is_compared_with_what_it_may_be_like_and_not_with_a_whole_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A year's sessions in one region are told from a year's in time, and warned of."""
    compared = 0
    difference = likeness._difference

    def counted(*its: Any) -> Column | None:
        nonlocal compared
        compared += 1
        return difference(*its)

    monkeypatch.setattr(likeness, "_difference", counted)
    rows = [
        NewRow(Line(Place("宣传活动.csv", number), _said(number, "新题")), None)
        for number in range(MANY)
    ]
    doubts = await alike(_Imported(), LEDGER, rows, set(), with_earlier=True)
    assert [(doubt.place.row, doubt.fault.column) for doubt in doubts] == [
        (number, "主题") for number in range(MANY)
    ]
    assert compared == MANY
