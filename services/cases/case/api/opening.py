"""HTTP: opening a case."""

import json
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import OPENS
from services.cases.access_table import DECIDES
from services.cases.case import examples
from services.cases.case.ages import age_band_on
from services.cases.case.api.parameters import respond_of_case
from services.cases.case.api.persons import Opening
from services.cases.case.decider import warnings
from services.cases.case.opening import OpenCase, ReferenceTaken
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case
from services.cases.client.owning import identity_of, own_registration
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import Registered as KnownClient
from services.cases.context import Context, context_of
from services.cases.queries import Query, by_import, log_query
from services.cases.register import rows
from services.cases.streams import file_claim, reference_claim, workstation_stream
from services.cases.workstation.rules import Registered, workstation
from shared.answers import Answer
from shared.command_handler import Extras
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import AgeBand, PersonFacts, Sex, Substance
from shared.folding import fold_reference
from shared.http import problems
from shared.http.command_answers import Written, check_scope, respond
from shared.http.field_errors import FieldError, field_errors
from shared.http.fields import Body, Day, Name, RegionCode, example
from shared.http.operation import Call, Operation, needs
from shared.http.problems import Problem, responses
from shared.id_number import holds_id_number
from shared.ids import new_id
from shared.journal.journal import Claim, VaultItem
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["cases"])


class NewCase(Body):
    """A case to open; `reference` is the agency's own number for the file.

    One that holds an ID number finds the case, and is not kept. The first steps of a programme
    may be given with it. Sex and age band follow from what is kept of the person, unless they are
    given. `client_id` may be left out in a dry run alone; then nothing is checked
    about the person.
    """

    model_config = example(
        client_id=examples.CLIENT_ID,
        kind="community_detoxification",
        region=examples.REGION,
        workstation_id=examples.WORKSTATION_ID,
        decided_on="2019-01-10",
        reference=examples.REFERENCE,
        sex="female",
        age_band="36_to_59",
        substance="heroin",
    )
    client_id: Annotated[UUID | None, Field(description="Required unless Dry-Run")] = None
    kind: CaseKind
    region: RegionCode
    workstation_id: UUID | None = None
    decided_on: Day | None = None
    reported_in_on: Day | None = None
    agreement_signed_on: Day | None = None
    reference: Name | None = None
    sex: Sex | None = None
    age_band: Annotated[
        AgeBand | None, Field(description="How old the person is on the day of the decision")
    ] = None
    substance: Annotated[Substance | None, Field(description="What is mainly used")] = None


class CaseWritten(Written):
    """The answer to an opened case; one that is not `confirmed` waits for an overseer."""

    case_id: UUID
    confirmed: bool


@router.post(
    "/v1/cases",
    status_code=201,
    summary="Open a case",
    response_model=CaseWritten,
    responses={**examples.OPENED, **responses(409, 410, 429)},
)
async def open_case(
    request: Request, body: NewCase, call: Annotated[Call, needs("cases:write", OPENS, act=True)]
) -> Response:
    """Open the one file of a person: a programme, with its first steps, or that of a user at large.

    What police or an anti-drug office opens is confirmed; so is what an import brings, by the
    authority of the importing agency (`cases:import`). Any other opening waits: it takes no
    entries and counts nowhere until an overseeing agency confirms or annuls it. All is written in
    one append, or nothing. Each opening is logged as a query about the person.
    """
    context = context_of(request)
    check_scope(call, body.region)
    client_id = _client_of(body, call)
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return await _respond(context, call, replayed)
    person = await _check_references(context, call, body)
    case_id = new_id()
    if person is not None:
        await log_query(
            context, call, Query.OPENING, client_id, region=body.region, case_id=case_id
        )
    kept = await _kept(context, person)
    authority = _authority(call)
    command = OpenCase(
        case_id,
        client_id,
        client_id,
        call.caller.agency,
        authority,
        body.kind,
        body.region,
        body.workstation_id,
        body.decided_on,
        ReportIn(new_id(), body.reported_in_on) if body.reported_in_on else None,
        SignAgreement(new_id(), body.agreement_signed_on) if body.agreement_signed_on else None,
        kept.birth if kept else None,
        _coded(body, kept, context.handler.today()),
    )
    claims: list[Claim] = []
    if person is not None:
        claims.append(Claim(file_claim(client_id), str(case_id)))
    if body.reference is not None:
        if await _is_claimed_as_before(context, call, body.reference):
            raise ReferenceTaken
        claims.append(Claim(claim_of(context, call, body.reference), str(case_id)))

    async def items(state: Case) -> list[VaultItem]:
        """The reference, for the vault."""
        if person is None or body.reference is None or holds_id_number(body.reference):
            return []
        return [await context.vault.item(case_id, client_id, {"reference": body.reference})]

    extras = Extras(
        {"case_id": str(case_id), "confirmed": bool(authority)},
        claims,
        warnings=warnings(command, context.handler.today()),
        rows=rows,
    )
    opening = Opening(context, call, command, extras, client_id, call.caller.agency, items)
    identity = identity_of(context.vault, kept) if kept and authority else None
    reference = claim_of(context, call, body.reference) if body.reference else None
    answer = await opening.write(identity, reference)
    return await _respond(context, call, answer)


def _coded(body: NewCase, kept: PersonParticulars | None, today: date) -> PersonFacts:
    """What is known of the person in codes: as it is sent; else as what is kept of the person says,
    on the day of the decision."""
    sex, band = body.sex, body.age_band
    if kept is not None:
        sex = sex or kept.known_sex
        band = band or (age_band_on(kept.birth, body.decided_on or today) if kept.birth else None)
    return PersonFacts(sex=sex, age_band=band, substance=body.substance)


def _authority(call: Call) -> str:
    """The agency by whose authority an opening stands; empty where it must be confirmed."""
    caller = call.caller
    return caller.agency if caller.kind in DECIDES or by_import(call) else ""


async def _respond(context: Context, call: Call, answer: Answer) -> Response:
    """The answer of an opening; one that was given before, to who still has a part in the case."""
    if not answer.replayed:
        return respond(answer)
    case_id = UUID(json.loads(answer.body)["case_id"])
    if await context.relations.access(call.caller, case_id) is None:
        raise problems.not_found()
    return await respond_of_case(context.handler, case_id, answer)


def _client_of(body: NewCase, call: Call) -> UUID:
    """The client's id; nobody's in a dry run that names none."""
    if body.client_id is not None:
        return body.client_id
    if call.dry_run:
        return UUID(int=0)
    raise problems.invalid(field_errors([{"type": "missing", "loc": ("body", "client_id")}]))


def claim_of(context: Context, call: Call, reference: str) -> str:
    """The claim of an agency's own number, in any spelling of it."""
    return _claim_of_text(context, call, fold_reference(reference))


async def holder_of(context: Context, call: Call, reference: str) -> str | None:
    """The id of the case with this number, if there is one.

    What was claimed before numbers were folded is found by the text as it was sent then, or in
    small letters.
    """
    for text in (fold_reference(reference), *_as_before(reference)):
        holder = await context.journal.holder(_claim_of_text(context, call, text))
        if holder is not None:
            return holder
    return None


async def _is_claimed_as_before(context: Context, call: Call, reference: str) -> bool:
    """Whether the number was claimed before numbers were folded."""
    claims = [_claim_of_text(context, call, text) for text in _as_before(reference)]
    return any([await context.journal.holder(claim) is not None for claim in claims])


def _as_before(reference: str) -> list[str]:
    """The texts by which a number may have been claimed before numbers were folded."""
    folded = fold_reference(reference)
    return [text for text in dict.fromkeys((reference, folded.lower())) if text != folded]


def _claim_of_text(context: Context, call: Call, text: str) -> str:
    """The claim of a text, by keyed hash: some use the ID number as their own number.

    No agency's name holds a line break, so that no two agencies' numbers are ever the same.
    """
    return reference_claim(context.vault.index(f"{call.caller.agency}\n{text}"))


async def _check_references(context: Context, call: Call, body: NewCase) -> KnownClient | None:
    """The registration, which must be the agency's own; the workstation, if named, must exist."""
    person: KnownClient | None = None
    if body.client_id is not None:
        person = await own_registration(context, call, body.client_id)
        if person is None:
            raise _unknown("client", "服务对象")
    if body.workstation_id is not None:
        station = await context.handler.load(workstation, workstation_stream(body.workstation_id))
        known = station.state
        if not isinstance(known, Registered) or not call.caller.covers(known.region):
            raise _unknown("workstation", "工作站")
    return person


async def _kept(context: Context, person: KnownClient | None) -> PersonParticulars | None:
    """What is kept of the person under the agency's registration. Raises `Erased`."""
    if person is None:
        return None
    return PersonParticulars.read(await context.vault.content(person.item_id))


def _unknown(what: str, what_zh: str) -> Problem:
    return problems.invalid(
        [
            FieldError(
                f"unknown_{what}",
                Text(
                    zh=f"本单位没有该{what_zh}的登记，请先登记。",
                    en=f"Your agency knows no {what} under this id; register it first.",
                ),
                pointer=f"/{what}_id",
            )
        ]
    )
