"""A view as a file: every table of it, with figures as numbers and with what it is about. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Row, Table
from services.reporting.downloads import table as file_table
from services.reporting.downloads.table import notes_of
from shared.region_names import full_name
from shared.regions import prefix, regions_in_force
from shared.text import Text


def tables_of(
    asked: Asked, sections: Iterable[Section], counted_until: datetime | None, few: Text | None
) -> list[file_table.Table]:
    """Every table, in the page's language and order; it says where and when, and when it was asked.

    `few` says how small figures are shown, if some are hidden. A page without a table gives one
    that is empty.
    """
    shown = [table for section in sections for table in section.tables]
    day = asked.days.last_day
    place = full_name(asked.region, regions_in_force(), day)
    notes = notes_of(place, prefix(asked.region), asked.span.text(), asked.now, counted_until)
    if asked.as_of is not None:
        notes = (*notes, file_table.Note(_AS_OF, asked.as_of))
    if few is not None:
        notes = (*notes, file_table.Note(_FEW, few))
    empty = Table("", "", [], [])
    return [
        file_table.Table(
            _same(each.caption),
            tuple(_same(name) for name in (each.first, *each.columns)),
            tuple(_cells(row) for row in _rows(each)),
            notes,
        )
        for each in shown or [empty]
    ]


def document_of(
    asked: Asked,
    title: str,
    sections: Sequence[Section],
    counted_until: datetime | None,
    few: Text | None,
) -> dict[str, Any]:
    """The same for programs: figures as numbers, null for a share of nothing.

    A small one that is hidden is the text that the page has, and `note` says why.
    """
    return {
        **head_of(asked, title, counted_until, few),
        "sections": [
            {"title": section.title, "tables": [_table(each) for each in section.tables]}
            for section in sections
        ],
    }


def head_of(
    asked: Asked, title: str, counted_until: datetime | None, few: Text | None
) -> dict[str, Any]:
    """What a document says before its figures: of what they are, and when it was asked."""
    return {
        "title": title,
        "region": prefix(asked.region),
        "period": asked.span.name,
        "as_of": None if asked.as_of is None else asked.as_of.isoformat(),
        "asked_at": asked.now.isoformat(),
        "counted_until": None if counted_until is None else counted_until.isoformat(),
        **({} if few is None else {"note": asked.say(few)}),
    }


def _table(each: Table) -> dict[str, Any]:
    return {
        "caption": each.caption,
        "columns": [each.first, *each.columns],
        "rows": [[*_cells(row)] for row in _rows(each)],
    }


def _rows(each: Table) -> list[Row]:
    return [*each.rows, *([] if each.total is None else [each.total])]


def _cells(row: Row) -> tuple[str | int | float | None, ...]:
    return (row.name, *(cell.plain for cell in row.cells))


def _same(text: str) -> Text:
    """A text that is in the page's language already."""
    return Text(zh=text, en=text)


_FEW = Text(zh="小数字", en="Small figures")
_AS_OF = Text(zh="登记截止日", en="As known at the end of")
