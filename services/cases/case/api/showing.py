"""How events of a case are shown: by their own facts, to those who may read them.

The same for a case that is read and for the changes that are followed.
"""

from typing import Annotated, Any, Literal, Union
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from services.cases.access_table import Right
from services.cases.case.categories import category_of
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.relations import Access
from shared.events import Event, Voidable, type_of
from shared.events.cases.case import EntryVoided, StandingPublished
from shared.events.cases.drug_tests import DrugTestAppointed, SampleTaken
from shared.events.cases.points import PointsSpent, SpendingTakenBack
from shared.events.cases.relief_boxes import ReliefReleased
from shared.events.corrections import VoidReason
from shared.http.fields import ANSWER

# On every entry, and what only services know: the person for all agencies, and registrations.
# Points are shown by the account.
_NOT_SHOWN = {"entry_id", "case_id", "client_id", "kind", "region", "registration_id", "standing"}
_NOT_SHOWN |= {"points"}


class Answered(BaseModel):
    """A part of an answer."""

    model_config = ANSWER


class Entry(Answered):
    """What every entry has: whether it still counts, and its own facts by its type."""

    entry_id: UUID
    type: str
    recorded_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    void: bool
    facts: Answered


class EntryVoidedFacts(Answered):
    """The entry that counts no more, and why."""

    voids: UUID
    entry_type: str
    reason: VoidReason


def narrowed(
    event: type[Event], kind: str, base: type[Answered], facts: type[Answered]
) -> type[Any]:
    """The model of an event in an answer: `base` with this type and these facts."""
    fields: dict[str, Any] = {"type": (Literal[type_of(event)], ...), "facts": (facts, ...)}
    name = f"{event.__name__}{kind}"
    return create_model(name, __base__=base, __doc__=event.__doc__, **fields)


def facts_model(event: type[Event], *also_hidden: str) -> type[Answered]:
    """The model of an event's own facts."""
    own: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in event.model_fields.items()
        if name not in _NOT_SHOWN and name not in also_hidden
    }
    return create_model(f"{event.__name__}Facts", __base__=Answered, __doc__=event.__doc__, **own)


FACTS: dict[type[Event], type[Answered]] = {
    model: EntryVoidedFacts if model is EntryVoided else facts_model(model) for model in case.events
}
# Exchanges stand in a stream of their own; a whole file has them among its items.
FACTS_OF_SPENDING = facts_model(PointsSpent)
# So does relief from a box; who released it is said to nobody.
FACTS_OF_RELIEF = facts_model(ReliefReleased, "released_by", "proposal_id", "worker_id")
FACTS_BESIDE: dict[type[Event], type[Answered]] = {
    PointsSpent: FACTS_OF_SPENDING,
    ReliefReleased: FACTS_OF_RELIEF,
}
ENTRY_MODELS: dict[type[Event], type[Entry]] = {
    model: narrowed(model, "Entry", Entry, FACTS[model])
    for model in case.events
    if issubclass(model, Voidable)
}
_ANY_ENTRY = tuple(ENTRY_MODELS.values())
AnyEntry: Any = Annotated[Union[_ANY_ENTRY], Field(discriminator="type")]  # noqa: UP007


def facts_of(event: Event) -> Answered:
    """The facts of an event that may be shown."""
    if isinstance(event, EntryVoided | SpendingTakenBack):
        return EntryVoidedFacts(
            voids=event.entry_id, entry_type=event.entry_type, reason=event.reason
        )
    model = FACTS_BESIDE.get(type(event)) or FACTS[type(event)]
    return model.model_construct(**{name: getattr(event, name) for name in model.model_fields})


def may_read(access: Access, event: CaseEvent) -> bool:
    """Whether an event may be shown; who was asked for a test sees that appointment alone, and its
    sample.

    A void is of the category of its entry. Raises `UnknownEvent` for that of newer software.
    """
    if isinstance(event, StandingPublished):  # it says again what the entries say
        return False
    about = event.voided() if isinstance(event, EntryVoided) else event
    if not access.may(category_of(type_of(about)), Right.READ):
        return False
    if not access.is_only_asked:
        return True
    match about:
        case DrugTestAppointed():
            return about.entry_id in access.subjects
        case SampleTaken():
            return about.appointment_id in access.subjects
    return False
