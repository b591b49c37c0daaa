"""Rows of an opened figure as they are shown: coded facts, and no internal id of a person."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Measure
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import EntryRow, PersonRow, Row
from shared.catalogue import COLLECTION_OF
from shared.events import type_of
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text

# Streams of public work, which everybody with the right to read it finds by its id.
_PUBLIC = ("activity", "publication", "place", "survey", "use")

Shown = dict[str, Any]


def shown_row(opening: Opening, row: Row, person_id: Callable[[str], str]) -> Shown:
    """A row as JSON; `person_id` makes the id under which a person is shown."""
    if isinstance(row, EntryRow):
        return _entry(opening, row)
    return _person(opening, row, person_id)


def _entry(opening: Opening, row: EntryRow) -> Shown:
    shown: Shown = {
        "day": None if row.day is None else row.day.isoformat(),
        **_region(opening, row.region),
        "values": _values(opening, row.values),
        "amount": row.amount,
        "recorded_at": row.recorded_at.isoformat(),
        "entry_id": str(row.entry_id),
    }
    if (entry_type := type_of_entries(opening.selection.measure)) is not None:
        shown["entry_type"] = entry_type
    if (record := record_of(row.stream_id)) is not None:
        shown["record"] = record
    if row.voided_at is not None:
        shown["voided_at"] = row.voided_at.isoformat()
    if row.voided_since is not None:
        shown["voided_since"] = row.voided_since.isoformat()
    return shown


def _person(opening: Opening, row: PersonRow, person_id: Callable[[str], str]) -> Shown:
    return {
        "person": person_id(row.owner),
        "amount": row.amount,
        "entries_total": row.total,
        "held": [
            {
                **_region(opening, held.region),
                "values": _values(opening, held.values),
                "amount": held.amount,
            }
            for held in row.held
        ],
    }


def type_of_entries(measure: Measure) -> str | None:
    """The published type of the entries that add to a measure, if they are all of one.

    A re-check corrects a test: what it adds is the test's.
    """
    models = {*measure.reads}
    if len(models) > 1:
        models.discard(DrugTestRechecked)
    return type_of(models.pop()) if len(models) == 1 else None


def record_of(stream_id: str) -> str | None:
    """The address of public work, such as a session; none of a case, which is its parties' alone.

    >>> record_of("activity-7"), record_of("case-7")
    ('/v1/activities/7', None)
    """
    kind, _, record_id = stream_id.partition("-")
    return f"/v1/{COLLECTION_OF[kind]}/{record_id}" if kind in _PUBLIC else None


def last_day(opening: Opening) -> date:
    """The last day of the figure."""
    return opening.narrowed.end - timedelta(days=1)


def region_name(opening: Opening, code: str) -> Text:
    """A region's name on the last day of the figure."""
    return full_name(code, regions_in_force(), last_day(opening))


def _region(opening: Opening, code: str) -> Shown:
    return {"region": code, "region_name": _names(region_name(opening, code))}


def _values(opening: Opening, values: Mapping[str, str]) -> list[Shown]:
    dimensions = {each.code: each for each in opening.selection.dimensions}
    return [
        {
            "dimension": code,
            "name": _names(dimensions[code].name),
            "value": value,
            "value_name": _names(value_name(dimensions[code], value)),
        }
        for code, value in values.items()
    ]


def _names(text: Text) -> Shown:
    return {"zh": text.zh, "en": text.en}
