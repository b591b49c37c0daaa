"""A whole file in one answer: who the person is, what happened, and what was noted of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from services.cases.case.api.showing import FACTS, FACTS_BESIDE, Answered, facts_of
from services.cases.client.bodies import IdentityDocument
from services.cases.duties.api.schedule import DutyItem, PolicyVersion
from services.cases.purposes import LegalBasis, Purpose
from services.cases.timeline.api import StandsAt, TimelineItem
from services.cases.timeline.api import shown as item_shown
from services.cases.timeline.items import Item
from shared.events import type_of
from shared.events.cases.case import EntryVoided, StandingPublished
from shared.events.cases.person import Sex
from shared.text import Text


class Person(BaseModel):
    """Who the person is; there is an ID number, or an identity document."""

    name: str
    id_number: str | None
    identity_document: IdentityDocument | None
    phone: str | None
    sex: Sex | None
    born_on: date | None


class FileFacts(BaseModel):
    """What the file is: `reference` is shown to the agency that opened it, and to no other."""

    case_id: UUID
    client_id: UUID
    version: int
    region: str
    region_name: Text
    agency: str
    agency_name: Text
    workstation_id: UUID | None
    decided_on: date | None
    reference: str | None


class Kept(BaseModel):
    """What the vault keeps of an entry; `erased` where it was, with the person of that time."""

    note: str | None
    worker: str | None
    document_number: str | None
    erased: bool


class ExportedItem(TimelineItem):
    """An item of the timeline, with its facts in codes and what was noted of it."""

    facts: Answered
    kept: Kept


def _narrowed(event: Any) -> Any:
    facts = FACTS_BESIDE.get(event) or FACTS[event]
    fields: dict[str, Any] = {"type": (Literal[type_of(event)], ...), "facts": (facts, ...)}
    name = f"{event.__name__}Exported"
    return create_model(name, __base__=ExportedItem, __doc__=event.__doc__, **fields)


_MODELS = {
    event: _narrowed(event)
    for event in (*FACTS, *FACTS_BESIDE)
    if event not in (EntryVoided, StandingPublished)
}
_ANY = tuple(_MODELS.values())
AnyItem: Any = Annotated[Union[_ANY], Field(discriminator="type")]  # noqa: UP007


class Export(BaseModel):
    """A whole file, as the responsible agency has it; for what it was asked, and when.

    `duties` are what is due by the policies, and what became of it, as `…/schedule` has them.
    """

    exported_at: datetime
    purpose: Purpose
    legal_basis: LegalBasis
    file: FileFacts
    person: Person
    today: StandsAt
    policies: PolicyVersion
    duties: list[DutyItem]
    items: list[AnyItem]


def item_of(item: Item, found: Mapping[UUID, Mapping[str, str] | None]) -> Any:
    """An item with its facts, and with what was found of it in the vault."""
    content = found.get(item.entry_id, {})
    texts = content or {}
    kept = Kept(
        note=texts.get("note"),
        worker=texts.get("worker"),
        document_number=texts.get("document_number"),
        erased=content is None,
    )
    return _MODELS[type(item.event)].model_construct(
        **dict(item_shown(item)), facts=facts_of(item.event), kept=kept
    )
