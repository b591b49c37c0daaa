"""From events to rows: what a batch adds to the facts and the rollups. Pure.

This is the hot path: one loop, plain tuples, and caches for what repeats.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

from services.reporting.declared.measures import readers
from services.reporting.declared.names import NAMED, NAMED_TYPES
from services.reporting.declared.words import ALWAYS, Measure, Reader, stored_text
from shared import regions
from shared.events import (
    Event,
    MalformedEvent,
    UnknownEvent,
    corrections,
    models,
    parse,
    published_types,
)
from shared.journal.received_event import ReceivedEvent
from shared.strict import is_digits


class FactRow(NamedTuple):
    """One row of the table of facts, in the order of its columns.

    `event_id` is the entry that it is of: what takes back a fact of an entry bears the entry's id,
    so that what an entry adds in the end is the sum of its rows. `stream_id` and `version` are
    those of the event that was written, which may be the void.
    """

    measure: str
    day: date
    region: str
    dims: str
    delta: int
    subject: UUID | None
    event_id: UUID | str
    stream_id: str
    version: int
    recorded_at: datetime


class NameRow(NamedTuple):
    """What a stream is called from an event on, in the order of the table's columns."""

    stream_id: str
    version: int
    name: str
    recorded_at: datetime


PlainRow = tuple[
    str, date, str, str, int, UUID | None, UUID | str, str, int, datetime
]  # the same as a plain tuple, which is made in half the time
Grain = Literal["day", "month", "year"]  # the calendar periods that sums are kept by
Leaf = tuple[str, str, date, str]  # region, measure, day, dims
Cell = tuple[str, str, str, str, date, str]  # parent, region, measure, grain, day, dims
# A reader with the sign of its facts, and what it reads if that is not the event itself: the id of
# a void's entry, and the entry.
SignedReader = tuple[int, UUID | None, Event | None, Measure, Reader]

Unreadable = (UnknownEvent, MalformedEvent)
INT4 = 2**31
# By which calendar periods the sums of a region are kept, by the digits of its level; see
# docs/decisions/0078 for why not by day below the county.
KEPT: dict[int, tuple[Grain, ...]] = {
    2: ("day", "month", "year"),
    4: ("day", "month", "year"),
    6: ("day", "month", "year"),
    9: ("month", "year"),
    12: ("month",),
}


class OutOfOrder(Exception):
    """The versions of a stream do not follow each other within the batch."""


class Gates(NamedTuple):
    """The first and the last version of each stream, and the event at the last."""

    first: dict[str, int]
    last: dict[str, int]
    event_ids: dict[str, UUID | str]


@dataclass
class Folded:
    """What a batch adds: `facts` are rows like `FactRow`; `leaves` are their sums by day.

    `names` are what its events call their streams.
    """

    facts: list[PlainRow] = field(default_factory=list)
    leaves: dict[Leaf, int] = field(default_factory=dict)
    names: list[NameRow] = field(default_factory=list)

    def cells(self) -> list[tuple[str, str, str, str, date, str, int]]:
        """What is to be added to each cell, of every region above too, sorted by key."""
        return sorted((*key, value) for key, value in self.by_cell().items())

    def by_cell(self) -> dict[Cell, int]:
        """The same by cell, in no order."""
        cells: dict[Cell, int] = {}
        for (region, measure, day, dims), delta in self.leaves.items():
            first = _first_days(day)
            for parent, place, grains in lineage(region):
                for grain in grains:
                    key = (parent, place, measure, grain, first[grain], dims)
                    cells[key] = cells.get(key, 0) + delta
        return {key: value for key, value in cells.items() if value}


@lru_cache(maxsize=100_000)
def lineage(region: str) -> tuple[tuple[str, str, tuple[Grain, ...]], ...]:
    """Each region from the province down to this one, with its parent ("" above a province).

    The last of each is what its sums are kept by. Raises `MalformedEvent` for a text that is not
    a region's code.

    >>> lineage("410100000000")[1]
    ('410000000000', '410100000000', ('day', 'month', 'year'))
    """
    if len(region) != 12 or not is_digits(region) or region[:2] == "00":
        raise MalformedEvent("region: not a code of 12 digits")
    places = regions.ancestors(region)
    return tuple(
        (parent, place, kept(place)) for parent, place in zip(("", *places), places, strict=False)
    )


def kept(region: str) -> tuple[Grain, ...]:
    """By which calendar periods the sums of a region (12 digits) are kept.

    >>> kept("410102001000"), kept("410102001003")
    (('month', 'year'), ('month',))
    """
    return KEPT[len(regions.prefix(region))]


@lru_cache(maxsize=100_000)
def _first_days(day: date) -> dict[Grain, date]:
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}


@cache
def own_readers(model: type[Event]) -> tuple[SignedReader, ...]:
    """The readers of a model's events themselves."""
    return tuple((1, None, None, measure, read) for measure, read in readers(model))


@cache
def readers_of(type_name: str) -> tuple[SignedReader, ...] | None:
    """The readers of a type's events; None: which ones is known once the event is parsed.

    Raises `UnknownEvent`.
    """
    if type_name not in published_types():
        raise UnknownEvent(type_name)
    model = models().get(type_name)
    if model is None or issubclass(model, corrections.TakenBack):
        return None
    return own_readers(model)


def gates(events: Iterable[ReceivedEvent]) -> Gates:
    """The versions that a batch brings of each stream. Raises `OutOfOrder`."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    event_ids: dict[str, UUID | str] = {}
    for _, event_id, _, stream_id, version, _, _ in events:
        before = last.get(stream_id)
        if before is None:
            first[stream_id] = version
        elif version != before + 1:
            raise OutOfOrder(stream_id)
        last[stream_id] = version
        event_ids[stream_id] = event_id
    return Gates(first, last, event_ids)


def fold(
    events: Iterable[ReceivedEvent], folded: Folded | None = None, *, leaves: bool = True
) -> Folded:
    """Fold a batch, onto what is `folded` already.

    Raises `UnknownEvent` or `MalformedEvent` if an event cannot be read.
    """
    folded = Folded() if folded is None else folded
    facts, sums = folded.facts, folded.leaves
    for _, event_id, type_name, stream_id, version, recorded_at, data in events:
        reading = readers_of(type_name)
        if reading == () and type_name not in NAMED_TYPES:
            continue  # an event that no measure reads is not parsed
        event = parse(type_name, data)
        if type_name in NAMED_TYPES and isinstance(event, NAMED):
            folded.names.append(NameRow(stream_id, version, event.name, recorded_at))
        signed = _signed_readers(event) if reading is None else reading
        for sign, entry_id, entry, measure, read in signed:
            for known_day, region, values, delta, subject, of in read(entry or event):
                if not -INT4 < delta < INT4:
                    raise MalformedEvent(f"{type_name}: a number out of range")
                lineage(region)  # or it is malformed
                text = stored_text(measure, values)
                day, added = known_day or ALWAYS, sign * delta
                source = of or entry_id or event_id
                row = (measure.code, day, region, text, added, subject, source)
                facts.append((*row, stream_id, version, recorded_at))
                if leaves:
                    leaf = (region, measure.code, day, text)
                    sums[leaf] = sums.get(leaf, 0) + added
    return folded


def _signed_readers(event: Event) -> Iterator[SignedReader]:
    """The readers of an event; a void has those of its entry too, whose facts it takes back."""
    yield from own_readers(type(event))
    if isinstance(event, corrections.TakenBack):
        entry = event.voided()
        for measure, read in readers(type(entry)):
            if measure.taken_back:
                yield -1, event.entry_id, entry, measure, read
