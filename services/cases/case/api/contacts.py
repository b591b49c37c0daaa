"""HTTP: contacts with the client, and what became of a crisis."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.named_workers import check_named
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.contacts import FollowUpCrisis, RecordContact
from shared.events.cases.contacts import (
    Advice,
    Agreed,
    ContactMode,
    ContactPlace,
    Crisis,
    CrisisOutcome,
    Direction,
    Observed,
    Present,
    SafetyIncident,
    Subject,
)
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, Name, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

_CONTACT: Any = Path(description="As its writing answered", examples=[examples.ENTRY_ID])


class NewContact(Body):
    """A contact; the note and the worker's name go into the vault.

    All but the day and the mode may be left out. `present` are those who took part besides the
    client, by role, the worker's own too: a joint visit is one contact; where the direction is
    `family`, it names the family. `place` is where the client was met: of a home visit it is
    `home`, of a talk face to face any other, and by phone, WeChat or video there is none.
    `arranged_with_police` is for these three alone.
    """

    model_config = example(
        **{name: value for name, value in examples.CONTACT["facts"].items() if value},
        note=examples.NOTE,
        worker=examples.WORKER,
    )
    occurred_on: Day
    mode: ContactMode
    direction: Annotated[Direction | None, Field(description="Who turned to whom")] = None
    place: ContactPlace | None = None
    present: Annotated[tuple[Present, ...], AtMost(len(Present))] = ()
    observations: Annotated[
        Mapping[Subject, Observed], Field(description="How it was found, by subject")
    ] = Field(default_factory=dict)
    advice: Annotated[tuple[Advice, ...], AtMost(len(Advice))] = ()
    agreed: Annotated[tuple[Agreed, ...], AtMost(len(Agreed))] = ()
    crisis: Annotated[
        Crisis | None, Field(description="A danger; it stays open until it is followed up")
    ] = None
    safety: Annotated[
        SafetyIncident | None,
        Field(description="What the worker met with"),
    ] = None
    arranged_with_police: Annotated[
        bool, Field(description="The community police agreed to it beforehand", strict=True)
    ] = False
    worker_ids: Annotated[
        tuple[UUID, ...],
        AtMost(20),
        Field(
            description="Workers of your roster who took part; it is one contact for all of them"
        ),
    ] = ()
    note: Note | None = None
    worker: Name | None = None

    def command(self, entry_id: UUID) -> RecordContact:
        """What is to be decided; it holds nothing that is for the vault."""
        return RecordContact(entry_id, **self.model_dump(exclude={"note", "worker"}))


class NewFollowUp(Body):
    """What became of a crisis; the note and the worker's name go into the vault."""

    model_config = example(
        occurred_on="2019-03-18",
        outcome="in_treatment",
        note=examples.FOLLOWED_UP_NOTE,
        worker=examples.WORKER,
    )
    occurred_on: Day
    outcome: CrisisOutcome
    note: Note | None = None
    worker: Name | None = None


@router.post(
    "/v1/cases/{case_id}/contacts",
    status_code=201,
    summary="Record a contact",
    response_model=Written,
    responses={**examples.entered(4), **responses(409, 410)},
)
async def record_contact(
    request: Request,
    case_id: CaseId,
    body: NewContact,
    call: Annotated[Call, writes(Category.CONTACTS)],
) -> Response:
    """Record that the client was met or spoken with, once for each time (人次).

    However many take part, and whether the client turned to the worker or the other way round. A
    crisis that was seen is shown among the case's `open_crises` until it is followed up.
    """
    entry_id = new_id()
    named = ((each, f"/worker_ids/{number}") for number, each in enumerate(body.worker_ids))
    await check_named(request, call, case_id, named)
    items = kept_of(request, entry_id, {"note": body.note, "worker": body.worker})
    return await write(request, call, case_id, body.command(entry_id), items)


@router.post(
    "/v1/cases/{case_id}/contacts/{contact_id}/follow-up",
    status_code=201,
    summary="Follow up a crisis",
    response_model=Written,
    responses={**examples.entered(examples.FOLLOW_UP), **responses(409, 410)},
)
async def follow_up_crisis(
    request: Request,
    case_id: CaseId,
    contact_id: Annotated[UUID, _CONTACT],
    body: NewFollowUp,
    call: Annotated[Call, writes(Category.CONTACTS)],
) -> Response:
    """Record what became of a crisis that was seen at a contact; it is open no more.

    Not before the day of the contact, and also after the end of the case. The contact can be made
    void only after its follow-up; where the follow-up is made void, the crisis is open again.
    """
    entry_id = new_id()
    items = kept_of(request, entry_id, {"note": body.note, "worker": body.worker})
    command = FollowUpCrisis(entry_id, body.occurred_on, contact_id, body.outcome)
    return await write(request, call, case_id, command, items)
