"""The items of a timeline: what happened in a case, day by day, as far as the caller may read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.cases.access_table import Category, Right
from services.cases.case.api.showing import may_read
from services.cases.case.categories import category_of
from services.cases.case.events import CaseEvent
from services.cases.points.rules import account
from services.cases.points.saying import spending_in_words
from services.cases.relations import Access
from services.cases.relief_box.of_case import relief_in_words
from services.cases.relief_box.rules import box
from services.cases.timeline.names import NameLookup, as_written
from services.cases.timeline.sentences import Shown, sentence
from shared.agencies import Agencies
from shared.clock import today
from shared.events import type_of
from shared.events.cases.case import CaseEntry, CaseOpened, EntryVoided, StandingPublished
from shared.events.cases.points import PointsSpent, SpendingTakenBack
from shared.events.cases.relief_boxes import ReliefEntryVoided, ReliefReleased
from shared.events.corrections import VoidReason
from shared.journal.journal import RecordedEvent
from shared.region_names import full_name
from shared.regions import Regions
from shared.text import Text


@dataclass(frozen=True)
class Item:
    """Something that happened: `occurred_on` is None where only its recording has a day.

    `void_reason` says why the entry counts no more; None where it does.
    """

    entry_id: UUID
    event: Shown | PointsSpent | ReliefReleased
    type: str
    category: Category
    occurred_on: date | None
    recorded_at: datetime
    void_reason: VoidReason | None
    text: Text

    @property
    def day(self) -> date:
        """The day by which it stands in the timeline."""
        return self.occurred_on or today(self.recorded_at)


def items_of(
    recorded: Sequence[RecordedEvent],
    events: Sequence[CaseEvent],
    access: Access,
    names: NameLookup,
    *,
    with_void: bool = True,
) -> list[Item]:
    """What the caller may read, by the days on which it was so, then as it was recorded.

    Raises `UnknownEvent` for an entry that newer software made void.
    """
    void = {event.entry_id: event.reason for event in events if isinstance(event, EntryVoided)}
    found = [
        Item(
            at.event_id,
            event,
            type_of(event),
            category_of(type_of(event)),
            _day_of(event),
            at.recorded_at,
            void.get(at.event_id),
            sentence(event, names),
        )
        for at, event in _shown(recorded, events, access)
    ]
    return sorted(
        (item for item in found if with_void or item.void_reason is None),
        key=lambda item: item.day,
    )


def spending_items(
    recorded: Sequence[RecordedEvent], access: Access, *, with_void: bool = True
) -> list[Item]:
    """What the case's points were exchanged for, for those who may read of help."""
    if not access.may(Category.HELP, Right.READ):
        return []
    events = [account.read(each.type, each.data) for each in recorded]
    void = {each.entry_id: each.reason for each in events if isinstance(each, SpendingTakenBack)}
    return [
        _of_help(at, event, void.get(at.event_id), spending_in_words(event))
        for at, event in zip(recorded, events, strict=True)
        if isinstance(event, PointsSpent) and (with_void or at.event_id not in void)
    ]


def relief_items(
    recorded: Sequence[RecordedEvent], access: Access, *, with_void: bool = True
) -> list[Item]:
    """What the client was given out of relief boxes, for those who may read of help."""
    if not access.may(Category.HELP, Right.READ):
        return []
    events = [box.read(each.type, each.data) for each in recorded]
    void = {each.entry_id: each.reason for each in events if isinstance(each, ReliefEntryVoided)}
    return [
        _of_help(at, event, void.get(at.event_id), relief_in_words(event))
        for at, event in zip(recorded, events, strict=True)
        if isinstance(event, ReliefReleased) and (with_void or at.event_id not in void)
    ]


def _of_help(
    at: RecordedEvent, event: PointsSpent | ReliefReleased, void: VoidReason | None, text: Text
) -> Item:
    """An item of a stream beside the case's own."""
    return Item(
        at.event_id,
        event,
        type_of(event),
        Category.HELP,
        event.occurred_on,
        at.recorded_at,
        void,
        text,
    )


def together(*several: Sequence[Item]) -> list[Item]:
    """Items of more than one stream, by their days; of one day, as they were recorded."""
    every = [item for items in several for item in items]
    return sorted(every, key=lambda item: (item.day, item.recorded_at))


def _shown(
    recorded: Sequence[RecordedEvent], events: Sequence[CaseEvent], access: Access
) -> Iterator[tuple[RecordedEvent, Shown]]:
    for at, event in zip(recorded, events, strict=True):
        if isinstance(event, EntryVoided | StandingPublished) or not may_read(access, event):
            continue
        yield at, event


def _day_of(event: Shown) -> date | None:
    return event.occurred_on if isinstance(event, CaseEntry | CaseOpened) else None


def names_from(agencies: Agencies, regions: Regions) -> NameLookup:
    """The names that the register of agencies and the list of regions have; else the codes."""
    return NameLookup(_agency_in(agencies), lambda code: _or_code(full_name(code, regions), code))


def _agency_in(agencies: Agencies) -> Callable[[str], Text]:
    def name(agency_id: str) -> Text:
        agency = agencies.find(agency_id)
        return as_written(agency.public_name or agency.name if agency else agency_id)

    return name


def _or_code(name: Text, code: str) -> Text:
    return name if name.zh else as_written(code)
