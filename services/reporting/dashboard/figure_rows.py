"""The rows of a figure that is opened, as a table: its entries, or one row a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.freshness import moment
from services.reporting.dashboard.named import Names, called
from services.reporting.dashboard.pages import name_within
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.words import Indicator, Noun
from services.reporting.statistics.explain.pages import Page
from services.reporting.statistics.explain.rows import EntryRow, Held, PersonRow
from shared.clock import CHINA
from shared.text import Text
from shared.units import FEN, MINUTES

ROWS: Mapping[bool, Text] = {
    False: Text(zh="所含记录", en="The entries that it is made of"),
    True: Text(zh="所含{}", en="The {} that it is made of"),
}
DAY = Text(zh="日期", en="Day")
REGION = Text(zh="地区", en="Region")
AMOUNT = Text(zh="数量", en="Amount")
RECORDED = Text(zh="登记时间", en="Recorded")
REFERENCE = Text(zh="记录编号", en="Entry")
ONE_OF_THEM = Text(zh="{}（本表内编号）", en="{} (an id of this table)")
ENTRIES = Text(zh="在册情况", en="Where counted")
VOID = Text(zh="已作废", en="void")
VOID_SINCE = Text(zh="其后作废", en="made void since")
ALWAYS = Text(zh="不详", en="not known")
IN_BRACKETS = Text(zh="（{}）", en=" ({})")
COLON = Text(zh="：", en=": ")
COMMA = Text(zh="、", en=", ")
SEPARATOR = Text(zh="；", en="; ")


def entries(asked: Asked, opened: Page, names: Names) -> Table:
    """The entries, each with its day, what tells it apart, and whether it is void.

    Campaigns go by their `names`.
    """
    language, one = asked.language, opened.opening.indicator
    dimensions = opened.opening.selection.measure.told_apart_by
    rows = []
    for row in opened.rows:
        if not isinstance(row, EntryRow):
            continue
        void = row.voided_at is not None
        note = ""
        if row.voided_at is not None:
            note = asked.say(VOID) + asked.say(COLON)
            note += moment(row.voided_at, asked.now, language)
        elif row.voided_since is not None:
            note = asked.say(VOID_SINCE) + asked.say(COLON)
            note += moment(row.voided_since, asked.now, language)
        rows.append(
            Row(
                asked.say(ALWAYS) if row.day is None else f"{row.day}",
                [
                    Cell(name_within(row.region, asked)),
                    *(
                        Cell(called(asked, each, row.values.get(each.code, ""), names))
                        for each in dimensions
                    ),
                    counted(row.amount, unit_of_rows(one), bad=void),
                    _moment(row.recorded_at, asked),
                    Cell(str(row.entry_id)[-12:], value=str(row.entry_id), exact=True),
                ],
                note=note,
            )
        )
    columns = [
        asked.say(REGION),
        *(asked.say(each.name) for each in dimensions),
        asked.say(AMOUNT),
        asked.say(RECORDED),
        asked.say(REFERENCE),
    ]
    title = asked.say(ROWS[False])
    return Table(title, asked.say(DAY), columns, rows, numbers=False)


def unit_of_rows(one: Indicator) -> str:
    """The unit of what a figure of money or of time is made of; other amounts have none."""
    return one.unit if one.unit in (FEN, MINUTES) else ""


def _moment(at: datetime, asked: Asked) -> Cell:
    """A moment in words; in a file as it is."""
    text = moment(at, asked.now, asked.language)
    return Cell(text, value=at.astimezone(CHINA).isoformat(timespec="seconds"), exact=True)


def persons(asked: Asked, opened: Page, names: Names) -> Table:
    """Persons, or whatever else is counted once each, and where each is counted."""
    rows: list[Row] = []
    for row in opened.rows:
        if not isinstance(row, PersonRow):
            continue
        person = opened.person_id(row.owner)
        held = asked.say(SEPARATOR).join(_held(asked, opened, each, names) for each in row.held)
        rows.append(
            Row(
                person[:10],
                [counted(row.amount), Cell(held)],
                asked.address(person=person, after=""),
            )
        )
    columns = [asked.say(AMOUNT), asked.say(ENTRIES)]
    title = several(asked, opened, ROWS[True])
    first = one_of(asked, opened, ONE_OF_THEM)
    first = first[:1].upper() + first[1:]
    return Table(title, first, columns, rows, numbers=False)


def _counted(opened: Page) -> Noun:
    """What the figure counts once each: persons, texts, places."""
    return opened.opening.selection.measure.counted


def one_of(asked: Asked, opened: Page, text: Text) -> str:
    """A text with the name of one of those that the figure counts once each."""
    return asked.say(text).format(asked.say(_counted(opened).one))


def several(asked: Asked, opened: Page, text: Text) -> str:
    """A text with the name of those that the figure counts once each."""
    return asked.say(text).format(asked.say(_counted(opened).several))


def _held(asked: Asked, opened: Page, held: Held, names: Names) -> str:
    own: Sequence[str] = [
        called(asked, each, held.values[each.code], names)
        for each in opened.opening.selection.measure.dimensions
        if each.code in held.values
    ]
    place = name_within(held.region, asked)
    if not own:
        return place
    return place + asked.say(IN_BRACKETS).format(asked.say(COMMA).join(own))
