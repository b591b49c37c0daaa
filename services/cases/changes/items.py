"""What of an event that concerns the caller is shown: filtered by the table, under own ids.

Never the person for all agencies, nor another agency's registration, nor anything from the vault.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from pydantic import BaseModel, Field

from services.cases.access_table import OVERSEERS, Category, Relation, Right
from services.cases.case.api.showing import (
    FACTS,
    FACTS_OF_SPENDING,
    Answered,
    EntryVoidedFacts,
    facts_model,
    facts_of,
    may_read,
    narrowed,
)
from services.cases.case.decider import case
from services.cases.changes.scan import Concerned
from services.cases.client.rules import client
from services.cases.points.rules import account
from services.cases.relations import Access, access_from
from shared.events import Event, type_of
from shared.events.cases.points import PointsSpent, SpendingTakenBack
from shared.identity.claims import Caller

MomentText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Turn(StrEnum):
    """What a change does to what the caller is to the case."""

    BEGUN = "begun"
    ENDED = "ended"


class ChangeOfCase(Answered):
    """An event of a case; `version` is the case's with it, `facts` are its own by its type.

    `client_id` is your own registration, where your agency is responsible. `relation` says that a
    part of your agency in the case has begun with it, or ended. Who was only asked for a test is
    shown no version, and what becomes of the points has none: it stands in the case's account.
    """

    case_id: UUID
    client_id: UUID | None
    version: int | None
    type: str
    entry_id: UUID
    recorded_at: MomentText
    relation: Turn | None
    facts: Answered


class RelationEnded(Answered):
    """A part of your agency in the case has ended with this version; what did it is not shown.

    Nor is the version to who was only asked for a test.
    """

    case_id: UUID
    version: int | None
    type: Literal["relation_ended"]


class ChangeOfRegistration(Answered):
    """An event of a registration of your own agency; never what personal data says."""

    client_id: UUID
    version: int
    type: str
    entry_id: UUID
    recorded_at: MomentText
    facts: Answered


_OF_CASE = {model: narrowed(model, "Change", ChangeOfCase, facts) for model, facts in FACTS.items()}
_OF_REGISTRATION = {
    model: narrowed(model, "Change", ChangeOfRegistration, facts_model(model, "agency", "item_id"))
    for model in client.events
}
_OF_ACCOUNT = {
    PointsSpent: narrowed(PointsSpent, "Change", ChangeOfCase, FACTS_OF_SPENDING),
    SpendingTakenBack: narrowed(SpendingTakenBack, "Change", ChangeOfCase, EntryVoidedFacts),
}
_ANY = (*_OF_CASE.values(), *_OF_ACCOUNT.values(), *_OF_REGISTRATION.values(), RelationEnded)
AnyChange: Any = Annotated[Union[_ANY], Field(discriminator="type")]  # noqa: UP007


class Changes(BaseModel):
    """Changes in order, for each case; `next` is the cursor of what follows them.

    `more` says that the journal goes on there: ask again at once, without waiting.
    """

    changes: list[AnyChange]
    next: str
    more: bool


def as_change(caller: Caller, event: Concerned, today: date) -> Answered | None:
    """What the caller is shown of an event today; None where it is nothing.

    Raises `UnknownEvent` for an event of newer software.
    """
    if event.case_id is None or event.found is None:
        return _of_registration(event)
    access = access_from(caller, event.case_id, event.found, today)
    if event.of_account:
        return None if access is None else _of_account(access, event)
    turn = _turn(event)
    if access is not None:
        entry = case.read(event.type, event.data)
        if may_read(access, entry):
            shown: Answered = _OF_CASE[type(entry)].model_construct(
                case_id=event.case_id,
                client_id=access.client_id,
                relation=turn,
                facts=facts_of(entry),
                version=access.shown(event.version),
                **_common(event, entry),
            )
            return shown
    if turn is Turn.ENDED:
        version = _version_of_end(caller, event)
        return RelationEnded(case_id=event.case_id, version=version, type="relation_ended")
    return None


def _of_account(access: Access, event: Concerned) -> Answered | None:
    """An exchange, or one that was taken back; the account has versions of its own."""
    if access.is_only_asked or not access.may(Category.HELP, Right.READ):
        return None
    entry = account.read(event.type, event.data)
    shown: Answered = _OF_ACCOUNT[type(entry)].model_construct(
        case_id=access.case_id,
        client_id=access.client_id,
        version=None,
        relation=None,
        facts=facts_of(entry),
        **_common(event, entry),
    )
    return shown


def _version_of_end(caller: Caller, event: Concerned) -> int | None:
    """The version that a part ended with, for who was shown versions until then, or is now."""
    is_shown = caller.kind in OVERSEERS or any(
        part.relation == Relation.RESPONSIBLE
        and part.begun <= event.version
        and (part.ended is None or event.version <= part.ended)
        for part in event.parts
    )
    return event.version if is_shown else None


def _turn(event: Concerned) -> Turn | None:
    """Whether a part ended with the event, or one began with it that has not ended."""
    if any(part.ended == event.version for part in event.parts):
        return Turn.ENDED
    if any(part.begun == event.version and part.ended is None for part in event.parts):
        return Turn.BEGUN
    return None


def _of_registration(event: Concerned) -> Answered:
    entry = client.read(event.type, event.data)
    model = _OF_REGISTRATION[type(entry)]
    facts: Any = model.model_fields["facts"].annotation
    shown: Answered = model.model_construct(
        client_id=entry.client_id,
        facts=facts.model_construct(**entry.model_dump(include=set(facts.model_fields))),
        version=event.version,
        **_common(event, entry),
    )
    return shown


def _common(event: Concerned, entry: Event) -> dict[str, Any]:
    return {
        "type": type_of(entry),
        "entry_id": event.event_id,
        "recorded_at": event.recorded_at.isoformat(),
    }
