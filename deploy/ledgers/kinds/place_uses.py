"""阵地使用登记: uses of places, on which day, for what, by how many."""

from dataclasses import replace
from functools import partial

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.place_words import USES
from deploy.ledgers.kinds.single import call
from deploy.ledgers.known_places import PLACE_TEXTS, fault_of
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues, day, known_by, one_of, region
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, words
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

_PATH = "/v1/uses"
_PLACE = replace(
    known_by("阵地名称", "place", also=("名称", "阵地")),
    texts=PLACE_TEXTS,
    rests_on=dict.fromkeys(PLACE_TEXTS, ("区划代码",)),
)
_DAY = day("日期", "occurred_on", also=("使用日期",))


async def _use(columns: tuple[Column, ...], record: RowValues, sender: Sender) -> CallAnswer:
    """Record a use of the place that a row names."""
    name, place = record[_PLACE.field], record[REGION]
    place_id = NOT_YET
    if name is not None and place is not None:
        found = await sender.directory.places.exactly(name, place, record[_DAY.field])
        if len(found) != 1:
            raise RowRefused([fault_of(_PLACE, found)])
        [place_id] = found
    said = call(_PATH, columns, record)
    body = {name: its for name, its in said.body.items() if name not in (_PLACE.field, REGION)}
    if place_id == NOT_YET:  # the place is a row of the same folder, which nobody has entered yet
        return CallAnswer({}, is_new=True)
    return await sender.post(replace(said, body={**body, "place_id": place_id}))


def ledger_of(lists: Lists) -> Ledger:
    """The ledger, in a place that has these words."""
    columns = (
        _DAY,
        _PLACE,
        region(),
        one_of(words(USES, lists, "place_use"), "用途", "purpose", also=("使用内容",)),
        Column("人次", "person_times", values.people, 0, needed=True, also=("人数", "使用人次")),
    )
    use = partial(_use, columns)
    return Ledger(
        "阵地使用登记",
        columns,
        _PATH,
        check=use,
        send=use,
        entries={"outreach.PlaceUsed"},
        read_path=f"{_PATH}/{{subject}}",
        void_path=f"{_PATH}/{{subject}}/void",
    )


LEDGER = ledger_of(NOTHING_SAID)
