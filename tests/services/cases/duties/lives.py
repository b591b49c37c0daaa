"""A case whose entries come, late ones too, are made void, and whose windows close. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History, noted
from services.cases.duties.outcomes import (
    CloseDuties,
    OutcomeEvent,
    Outcomes,
    Which,
    duties,
    event_id,
    which,
)
from services.cases.duties.schedule import PoliciesOver
from services.cases.duties.versions import Versions
from shared.decider import fold
from shared.events import Voidable, type_of
from shared.events.cases.case import CaseReassigned, EntryVoided
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.duties import DutyClosed
from shared.events.corrections import StoredEntry, VoidReason
from shared.policies.reading import built_in
from tests.corrections import stored
from tests.services.cases.case.history import ON_CASE, opened, reported_in

BUILT_IN = Versions.only(built_in())
OPENING_ID = UUID(int=700)
RECORDED = date(2019, 1, 1)
NOT_COMPARED = {"entry_id", "policies", "ordinal", "replaces"}


@dataclass(frozen=True)
class Life:
    """What is recorded of a case, and of its duties."""

    entries: tuple[CaseEvent, ...] = (opened, reported_in)
    outcomes: tuple[OutcomeEvent, ...] = ()
    policies: PoliciesOver = field(default=BUILT_IN)
    passed_on: date = RECORDED  # when the case became another agency's

    @property
    def history(self) -> History:
        """The history of the case."""
        history: History | None = None
        for each in self.entries:
            entry_id: UUID = getattr(each, "entry_id", OPENING_ID)
            day = self.passed_on if isinstance(each, CaseReassigned) else RECORDED
            history = noted(history, entry_id, day, each)
        assert history is not None
        return history

    def with_entry(self, entry: CaseEvent) -> "Life":
        """The same, and an entry."""
        return replace(self, entries=(*self.entries, entry))

    def met(self, day: date, number: int = 1000) -> "Life":
        """The same, and the client was met on a day."""
        return self.with_entry(a_contact(day, number))

    def voided(self, entry: Voidable) -> "Life":
        """The same, and an entry is void."""
        return self.with_entry(void(entry))

    def command(self) -> CloseDuties:
        """What is asked of it."""
        return CloseDuties(self.history, self.policies, stored_of(self.outcomes).__getitem__)

    def decided(self, day: date) -> list[OutcomeEvent]:
        """What is to be recorded on a day; as it is read again from its JSON."""
        events = duties.decide(self.command(), self.state, day)
        return [duties.read(type_of(each), each.model_dump_json()) for each in events]

    def closed(self, day: date) -> "Life":
        """The same, and what became of it until a day."""
        return replace(self, outcomes=(*self.outcomes, *self.decided(day)))

    @property
    def state(self) -> Outcomes:
        """What is recorded of its duties."""
        return fold(duties, self.outcomes)

    @property
    def standing(self) -> Mapping[Which, dict[str, object]]:
        """The outcomes that stand, but for how often each was recorded."""
        return compared(self.state.standing.values())


def compared(outcomes: Iterable[DutyClosed]) -> Mapping[Which, dict[str, object]]:
    """Outcomes by their windows, as far as they are compared."""
    return {which(each): each.model_dump(exclude=NOT_COMPARED) for each in outcomes}


def stored_of(events: Sequence[OutcomeEvent]) -> Mapping[UUID, StoredEntry]:
    """Outcomes as they stand in the journal."""
    return {event_id(each): stored(each) for each in events if isinstance(each, DutyClosed)}


def a_contact(day: date, number: int) -> ContactRecorded:
    """The client was met on a day."""
    return ContactRecorded(
        **ON_CASE, entry_id=UUID(int=number), occurred_on=day, mode=ContactMode.HOME_VISIT
    )


def void(entry: Voidable) -> EntryVoided:
    """An entry was a mistake."""
    kept = stored(entry, OPENING_ID)
    return EntryVoided(
        case_id=ON_CASE["case_id"],
        entry_id=kept.entry_id,
        entry_type=kept.type,
        entry=kept.fields,
        reason=VoidReason.MISTAKEN,
    )
