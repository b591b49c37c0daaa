"""The opening of a file by a row of 服务对象, and the first steps of its programme."""

from collections.abc import Iterable

from deploy.ledgers.ages import band_follows
from deploy.ledgers.call import LedgerCall, fields, key_of, random_key, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.client_columns import (
    AGREED,
    COLUMNS,
    DECIDED,
    PERSON,
    REFERENCE,
    REPORTED,
)
from deploy.ledgers.ledger import RowValues
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

TAKEN = (
    Reason.REFERENCE_TAKEN,
    Reason.CLIENT_HAS_OPEN_CASE,
    Reason.CLIENT_HAS_ENDED_CASE,
)


def is_taken(faults: Iterable[Fault]) -> bool:
    """Whether a number or a person has a file already."""
    return any(fault.reason in TAKEN for fault in faults)


def opening_call(
    record: RowValues, client_id: str | None, workstation_id: str | None
) -> LedgerCall:
    """Open the person's file under the agency's own number.

    Without a client it is a dry run's, and has the first steps with it.
    """
    columns = {
        "client_id": PERSON,
        **fields(COLUMNS, ("reference", "kind", "region", "workstation_id", "decided_on")),
        **fields(COLUMNS, ("age_band", "substance")),
    }
    if client_id is None:
        columns |= fields(COLUMNS, ("reported_in_on", "agreement_signed_on"))
    registered = None if workstation_id == NOT_YET else workstation_id
    stated = {**record, "client_id": client_id, "workstation_id": registered}
    # Said or left out, it is the same opening.
    if band_follows(record["age_band"], record[PERSON.field], record[DECIDED.field]):
        stated["age_band"] = None
    body = without_blanks({name: stated[name] for name in columns})
    # What is left out must not be taken for what an earlier import left out.
    key = random_key() if workstation_id == NOT_YET else key_of("/v1/cases", body)
    return LedgerCall("/v1/cases", body, key, columns)


async def open_file(
    record: RowValues, client_id: str | None, workstation_id: str | None, sender: Sender
) -> CallAnswer:
    """Open the file, or find that it is open by the same row.

    Without a day of decision nobody can say later which age band the ID number had when the file
    was opened: an export says the band, and the row that opened the file may have left it out. So
    a file that has the band is known by a row with it as well.
    """
    try:
        return await sender.post(opening_call(record, client_id, workstation_id))
    except RowRefused as refused:
        band = record["age_band"]
        if band is None or record[DECIDED.field] is not None or not is_taken(refused.faults):
            raise
        without = opening_call({**record, "age_band": None}, client_id, workstation_id)
        try:
            known = await sender.dry().post(without)
        except RowRefused:
            raise refused from None
        case_id = known.body.get("case_id")
        if case_id is None or await sender.directory.age_band(case_id) != band:
            raise
        return known


async def take_steps(
    record: RowValues, case_id: str, workstation_id: str | None, sender: Sender
) -> list[CallAnswer]:
    """Take the first steps of a file that is open; those taken before are known.

    An import that was killed leaves a file without some of them. In a dry run a step that is yet
    to be taken would have the next one refused, so all are asked for with an opening, as those of
    a new file; without the number, which this file has.
    """
    answers = []
    for step in _first_steps(record, case_id):
        answers.append(await sender.post(step))
        if sender.dry_run and answers[-1].is_new:
            unnumbered = {**record, REFERENCE.field: None}
            return [*answers, await sender.post(opening_call(unnumbered, None, workstation_id))]
    return answers


def _first_steps(record: RowValues, case_id: str) -> list[LedgerCall]:
    """Report in and sign the agreement, as far as the row says so."""
    calls = []
    for step, column in (("reporting-in", REPORTED), ("agreement", AGREED)):
        if record[column.field] is not None:
            path = f"/v1/cases/{case_id}/{step}"
            body = {"occurred_on": record[column.field]}
            calls.append(LedgerCall(path, body, key_of(path, body), {"occurred_on": column}))
    return calls
