"""服务对象: persons, their files, and the first steps of their programmes."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace

from deploy.ledgers.call import LedgerCall, fields, random_key, without_blanks
from deploy.ledgers.directory import LONGEST, NOT_YET
from deploy.ledgers.kinds import workstations
from deploy.ledgers.kinds.client_columns import (
    COLUMNS,
    PERSON,
    REFERENCE,
    SAMPLE_PERSON,
    STATION,
)
from deploy.ledgers.kinds.openings import TAKEN, is_taken, open_file, opening_call, take_steps
from deploy.ledgers.ledger import Ledger, RowValues
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_DIFFERS = "differs"  # the service's warning where it keeps something else of a person
_OWN_FILE = Text(
    zh="此人在这个编号下已有档案，其类别、区划代码、工作站、决定日期、年龄段或毒品种类与本行不同；请核对。"
    "导入不更改档案：档案有误的，先作废其记录和建档，再导入本行。",
    en="This person has a file under this number, with another kind, region, workstation, day "
    "of decision, age band or substance; compare them. An import changes no file: if the file is "
    "wrong, make its entries and its opening void, and import the row again.",
)
_NOT_FOUND = "not_found"  # an opening that was answered before, when its file was the agency's


def _registration(record: RowValues) -> LedgerCall:
    """Register a person; the service knows the same person again by the ID number.

    The key is random: one made from a person's particulars could be guessed at, and would
    outlive their erasure from the vault.
    """
    columns = fields(COLUMNS, ("name", "id_number", "phone", "sex"))
    body = without_blanks({name: record[name] for name in columns})
    return LedgerCall("/v1/clients", body, random_key(), columns)


async def _workstation(record: RowValues, sender: Sender) -> str | None:
    """The id of the row's workstation; a row may name none that its folder does not list."""
    name = record[STATION.field]
    if name is None:
        return None
    if len(name) > LONGEST:
        raise RowRefused([STATION.fault(Reason.TOO_LONG)])
    workstation_id = await sender.directory.workstation(name, record["region"])
    if workstation_id is None and workstations.NAME in sender.directory.in_folder:
        raise RowRefused([STATION.fault(Reason.UNKNOWN_WORKSTATION)])
    return workstation_id


async def _check(record: RowValues, sender: Sender) -> CallAnswer:
    """Ask for all that a row has, so that a row that is refused registers and opens nothing."""
    faults: list[Fault] = []
    station = None
    try:
        station = await _workstation(record, sender)
    except RowRefused as refused:
        faults += refused.faults
    is_readable = record[PERSON.field] is not None
    named = record if is_readable else {**record, PERSON.field: SAMPLE_PERSON}
    person, unregistered = await _ask(_registration(named), sender)
    client_id = person.body.get("client_id") if is_readable else None
    unopened = await _check_file(record, client_id, station, sender)
    if is_readable and not unregistered and client_id is None and is_taken(unopened):
        client_id = await _mistyped(record, sender)
        if client_id is not None:
            unopened = await _check_file(record, client_id, station, sender)
    if is_taken(unopened):
        if not is_readable or not unregistered:
            unopened = await _taken(record, client_id, unopened, sender)
        if unregistered or not sender.is_whole:  # not known yet, or told already
            unopened = [fault for fault in unopened if fault.reason not in TAKEN]
    faults += [*unopened, *unregistered]
    if faults:
        raise RowRefused(faults)
    return person


async def _check_file(
    record: RowValues, client_id: str | None, station: str | None, sender: Sender
) -> list[Fault]:
    """What is wrong with the file that a row says, and with its first steps."""
    opening, faults = await _tried(open_file(record, client_id, station, sender))
    if any(fault.reason == _NOT_FOUND for fault in faults):
        return [REFERENCE.fault(Reason.FILE_PASSED_ON)]
    if case_id := opening.body.get("case_id"):
        try:
            await take_steps(record, case_id, station, sender)
        except RowRefused as refused:
            faults += refused.faults
    elif client_id is not None and not faults:
        faults += (await _ask(opening_call(record, None, station), sender))[1]
    return faults


async def _ask(call: LedgerCall, sender: Sender) -> tuple[CallAnswer, list[Fault]]:
    """What a call is answered, and what is wrong with it; an empty answer if anything is."""
    return await _tried(sender.post(call))


async def _tried(asking: Awaitable[CallAnswer]) -> tuple[CallAnswer, list[Fault]]:
    try:
        return await asking, []
    except RowRefused as refused:
        return CallAnswer({}, is_new=False), [*refused.faults]


async def _taken(
    record: RowValues, client_id: str | None, faults: list[Fault], sender: Sender
) -> list[Fault]:
    """What it comes to that the row's number or its person has a file already.

    The person's own file under this number says something else than the row. Where it is another
    person's, entries that name the number are held back.
    """
    reference = record[REFERENCE.field]
    if await sender.directory.is_of(reference, client_id):
        others = [fault for fault in faults if fault.reason not in TAKEN]
        return [*others, replace(REFERENCE.fault(Reason.REFERENCE_TAKEN), text=_OWN_FILE)]
    is_told = any(fault.reason == Reason.REFERENCE_TAKEN for fault in faults)
    if not is_told and await sender.directory.case(reference) is None:
        return faults
    sender.directory.hold_back(reference)
    return faults if is_told else [REFERENCE.fault(Reason.REFERENCE_TAKEN), *faults]


async def _mistyped(record: RowValues, sender: Sender) -> str | None:
    """The client who has the row's number and name, and whose ID number can be the row's.

    None where the name is another one: then it is another person.
    """
    reference = record[REFERENCE.field]
    if not sender.is_whole or sender.directory.is_ambiguous(reference):
        return None
    known = await sender.directory.client(reference)
    if known is None:
        return None
    same_name, faults = await _ask(_correction(*known, {"name": record["name"]}), sender)
    if faults or same_name.is_new:
        return None
    if (await _ask(_correction(*known, _identity(record)), sender))[1]:
        return None
    sender.directory.note_mistyped(reference)
    return known[0]


def _identity(record: RowValues) -> dict[str, str]:
    """The correction of a mistyped ID number, with what else the row says of the person."""
    return {**_registration(record).body, "reason": "mistyped"}


def _correction(client_id: str, version: int, body: Mapping[str, str]) -> LedgerCall:
    """Correct what is known of a client; under a random key, as a registration."""
    path = f"/v1/clients/{client_id}/personal-data"
    columns = fields(COLUMNS, ("id_number", "name", "phone", "sex"))
    return LedgerCall(path, body, random_key(), columns, method="PATCH", if_match=version)


async def _register(record: RowValues, sender: Sender) -> CallAnswer:
    """Register the person, or correct what is known of the person; gives the client's id."""
    reference = record[REFERENCE.field]
    if sender.directory.is_mistyped(reference):
        known = await sender.directory.client(reference)
        if known is not None:
            answer = await sender.post(_correction(*known, _identity(record)))
            return CallAnswer(
                {"client_id": known[0]},
                is_new=False,
                corrected=(PERSON.name,),
                warnings=answer.warnings,
            )
    person = await sender.post(_registration(record))
    others = [column for column in COLUMNS if column.name in _differing(person)]
    if not others:
        return person
    body = {column.field: record[column.field] for column in others}
    version = person.body["version"]
    await sender.post(_correction(person.body["client_id"], version, body))
    return replace(
        person,
        corrected=tuple(column.name for column in others),
        warnings=tuple(its for its in person.warnings if its.reason != _DIFFERS),
    )


def _differing(person: CallAnswer) -> set[str]:
    """The columns in which something else is known of a person than the row says."""
    return {its.column for its in person.warnings if its.reason == _DIFFERS}


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Register the person, open the file, take the first steps."""
    workstation_id = await _workstation(record, sender)
    if workstation_id is None and record[STATION.field] is not None:
        sender.directory.go_without(record[STATION.field])
    person = await _register(record, sender)
    opening = await open_file(record, person.body.get("client_id"), workstation_id, sender)
    case_id = opening.body.get("case_id", NOT_YET)
    sender.directory.add_case(record["reference"], case_id, record["decided_on"])
    answers = [person, opening]
    if case_id != NOT_YET:
        answers += await take_steps(record, case_id, workstation_id, sender)
    return CallAnswer(
        opening.body,
        is_new=any(answer.is_new for answer in answers),
        corrected=person.corrected,
        warnings=tuple(dict.fromkeys(its for answer in answers for its in answer.warnings)),
    )


LEDGER = Ledger(
    "服务对象",
    COLUMNS,
    "/v1/cases",
    check=_check,
    send=_send,
    unique={
        REFERENCE.field: Reason.REFERENCE_TAKEN,
        PERSON.field: Reason.CLIENT_HAS_OPEN_CASE,
    },
    persons=(REFERENCE.field, PERSON.field),
    entries={"cases.CaseOpened", "cases.ReportedIn", "cases.AgreementSigned"},
)
